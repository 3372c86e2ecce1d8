import {
  BedrockClient,
  GetModelCustomizationJobCommand,
  ListModelCustomizationJobsCommand,
  ListTagsForResourceCommand,
  StopModelCustomizationJobCommand,
} from '@aws-sdk/client-bedrock';
import * as z from 'zod';
import { printable } from '../../../shared/aws/failure.ts';
import { apiCall, service } from '../../../shared/aws/service.ts';
import type { JsonObject } from '../../../shared/json.ts';
import { defineRemediation } from '../../../shared/remediation.ts';
import { everyItem } from '../../../shared/aws/pages.ts';

const bedrock = service('Bedrock', BedrockClient, {
  GetModelCustomizationJobCommand,
  ListModelCustomizationJobsCommand,
  ListTagsForResourceCommand,
  StopModelCustomizationJobCommand,
});

const type = 'AWS::Bedrock::ModelCustomizationJob';
const ended = ['Stopped', 'Completed', 'Failed'];

interface Before extends JsonObject {
  readonly job: string;
  readonly model: string;
}

/**
 * Stops a model customization job that runs without a key for the model that it makes, if the policy says so. The
 * key is settled when the job is created, and a custom model's is never changed. A job that is over is history.
 *
 * https://docs.aws.amazon.com/bedrock/latest/userguide/model-customization-stop.html
 */
export const customModelJobEncrypted = defineRemediation({
  id: 'bedrock-custom-model-job-encrypted',
  title: 'Stop a model customization job without a key',
  description:
    'Tells whoever runs a model customization job that the model has no KMS key, or stops the job, if the policy says so (action: stop). It is to be started again with a customModelKmsKeyId.',
  severity: 'medium',
  // No model comes of a job that was stopped, and what it has been trained on is paid for.
  impact: 'destructive',
  reversible: false,
  resource: type,
  controls: { prowler: ['bedrock_custom_model_encrypted_with_cmk'] },
  triggers: [{ resource: type, apiCall: ['bedrock:CreateModelCustomizationJob'] }],
  parameters: z.strictObject({
    action: z
      .enum(['report', 'stop'])
      .default('report')
      .describe("report: only tell what to do. stop: stop the job, which can't be undone and leaves no model."),
  }),
  uses: { bedrock },

  /** Whoever started the job, if the signal knows, has to be told. */
  async locate({ resource, actor }) {
    return { targets: [actor === undefined ? resource : { ...resource, facts: { startedBy: printable(actor.arn) } }] };
  },

  async assess({ id: jobIdentifier, facts }, aws, { action }) {
    const job = await aws.bedrock.GetModelCustomizationJob({ jobIdentifier });
    const { jobName = '', outputModelName = '', outputModelKmsKeyArn, roleArn, status } = job;
    if (status === undefined) throw new TypeError(`The job ${jobIdentifier} has no status`);
    const live = { status, ...(outputModelKmsKeyArn === undefined ? {} : { outputModelKmsKeyArn }) };
    if (outputModelKmsKeyArn !== undefined) return { state: 'compliant', why: 'Its model has a KMS key.', live };
    if (status === 'Stopping') return { state: 'busy', why: 'The job is being stopped' };
    if (status !== 'InProgress') {
      return { state: 'compliant', why: `Its model has no KMS key, but the job is ${status}: it is over.`, live };
    }
    const startedBy = facts?.['startedBy'];
    const why = [
      `The job ${jobName} makes the model ${outputModelName} without a KMS key`,
      ...(roleArn === undefined ? [] : [`It runs as ${roleArn}`]),
      ...(typeof startedBy === 'string' ? [`It was started by ${startedBy}`] : []),
    ];
    if (action === 'report')
      return { state: 'manual', why, steps: [`Stop the job ${jobName} (${stopIt}).`, again], live };
    const before: Before = { job: jobName, model: outputModelName };
    return { state: 'wrong', why, before };
  },

  plan({ job }: Before, _parameters, { id: jobIdentifier }) {
    const status = { call: apiCall(bedrock, 'GetModelCustomizationJob', { jobIdentifier }), path: 'status' };
    return {
      steps: [
        {
          id: 'stop-job',
          title: `Stop the model customization job ${job}`,
          call: apiCall(bedrock, 'StopModelCustomizationJob', { jobIdentifier }),
          done: { ...status, is: ['Stopping', ...ended] },
          until: { ...status, is: ended, every: 60, within: 7200 },
          final: again,
          semantics: 'at-least-once',
        },
      ],
      expect: 'compliant',
      notes: ['Tokens that the job was trained on until then are paid for.', again],
    };
  },

  async tags({ id: resourceARN }, aws) {
    const { tags = [] } = await aws.bedrock.ListTagsForResource({ resourceARN });
    return Object.fromEntries(tags.map(({ key = '', value = '' }) => [key, value]));
  },

  // Jobs that are over are history: only those that run are candidates.
  async *list(aws) {
    const running = everyItem(
      (token) => aws.bedrock.ListModelCustomizationJobs({ statusEquals: 'InProgress', maxResults: 100, ...token }),
      ({ modelCustomizationJobSummaries }) => modelCustomizationJobSummaries,
    );
    for await (const { jobArn } of running)
      if (jobArn !== undefined) yield { resource: { type, id: jobArn, arn: jobArn } };
  },
});

const stopIt = 'aws bedrock stop-model-customization-job';
const again = "A job that was stopped can't be resumed: start it again under a new name, with a customModelKmsKeyId.";
