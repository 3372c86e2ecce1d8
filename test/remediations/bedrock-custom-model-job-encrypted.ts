import type { AccountFile, AccountState } from '../../local/account/state.ts';
import { plantedSecret } from '../kit/fixture.ts';
import type { Fixture } from '../kit/fixture.ts';
import { signalAbout } from '../kit/signal.ts';

type Bedrock = NonNullable<NonNullable<AccountFile['regions']>[string]['bedrock']>;
type Job = NonNullable<Bedrock['customizationJobs']>[string];

const region = 'eu-central-1';
const key = 'amazon.nova-lite-v1:0:300k/cl41mt0n3abc';
const arn = `arn:aws:bedrock:${region}:111122223333:model-customization-job/${key}`;

const settings: Job['settings'] = {
  jobName: 'claims-tone',
  customModelName: 'claims-tone',
  roleArn: 'arn:aws:iam::111122223333:role/bedrock-customization',
  baseModelIdentifier: 'amazon.nova-lite-v1:0:300k',
  trainingDataConfig: { s3Uri: 's3://llm-corpus/claims/letters.jsonl' },
  outputDataConfig: { s3Uri: 's3://llm-corpus/claims/out/' },
  hyperParameters: { epochCount: '2', note: plantedSecret },
};
const customModelKmsKeyId = 'arn:aws:kms:eu-central-1:111122223333:key/99998888-7777-6666-5555-444433332222';

function holding(job: Job): AccountFile {
  return { regions: { [region]: { bedrock: { customizationJobs: { [key]: job } } } } };
}

function jobsOf(state: AccountState) {
  return state.regions[region]?.bedrock.customizationJobs;
}

export const fixture: Fixture = {
  remediation: 'bedrock-custom-model-job-encrypted',
  signal: signalAbout(
    { type: 'AWS::Bedrock::ModelCustomizationJob', id: arn, arn },
    { apiCall: 'bedrock:CreateModelCustomizationJob' },
    { source: 'cloudtrail', actor: { arn: 'arn:aws:sts::111122223333:assumed-role/DataScientist/alice' } },
  ),
  irreversible: true,
  wrong: [{ name: 'a job runs whose model has no key', account: holding({ settings }) }],
  right: holding({ settings: { ...settings, customModelKmsKeyId } }),
  gone: { regions: { [region]: { bedrock: {} } } },
  isRight: (state) => {
    const found = jobsOf(state)?.[key];
    return found === undefined || found.status !== 'InProgress' || found.settings.customModelKmsKeyId !== undefined;
  },
  // Somebody starts a job of the same kind again; a job's ARN is its own, but that is nothing that a suite looks at.
  breakAgain: (state) => {
    const jobs = jobsOf(state);
    const found = jobs?.[key];
    if (jobs !== undefined && found !== undefined)
      jobs[key] = { settings, status: 'InProgress', created: found.created };
  },
  fixByHand: (state) => {
    const found = jobsOf(state)?.[key];
    if (found !== undefined) found.settings = { ...settings, customModelKmsKeyId };
  },
  remove: (state) => void delete jobsOf(state)?.[key],
  essence: (state) => Object.entries(jobsOf(state) ?? {}).map(([name, job]) => [name, job.settings, job.status]),
};
