import { describe, expect, it } from 'vitest';
import { createWorld, here } from './world.ts';

const key = 'amazon.nova-lite-v1:0:300k/t3stj0babc12';
const arn = `arn:aws:bedrock:${here}:111122223333:model-customization-job/${key}`;
const settings = {
  jobName: 'tone',
  customModelName: 'tone',
  roleArn: 'arn:aws:iam::111122223333:role/bedrock-customization',
  baseModelIdentifier: 'amazon.nova-lite-v1:0:300k',
  trainingDataConfig: { s3Uri: 's3://texts/letters.jsonl' },
  outputDataConfig: { s3Uri: 's3://texts/out/' },
  jobTags: [{ key: 'team', value: 'claims' }],
};
const gone = { name: 'ResourceNotFoundException' };

function world() {
  const customizationJobs = {
    [key]: { settings },
    'amazon.nova-lite-v1:0:300k/d0nej0babc12': {
      settings: { ...settings, jobName: 'done' },
      status: 'Completed' as const,
    },
  };
  return createWorld({ regions: { [here]: { bedrock: { customizationJobs } } } });
}

describe('a model customization job', () => {
  it('is found by name or ARN, in its own Region', async () => {
    const { bedrock, inVirginia } = world();
    const described = { jobArn: arn, jobName: 'tone', outputModelName: 'tone', status: 'InProgress' };

    expect(await bedrock.GetModelCustomizationJob({ jobIdentifier: 'tone' })).toMatchObject(described);
    expect(await bedrock.GetModelCustomizationJob({ jobIdentifier: arn })).toMatchObject(described);
    expect((await bedrock.ListTagsForResource({ resourceARN: arn })).tags).toEqual(settings.jobTags);
    await expect(bedrock.GetModelCustomizationJob({ jobIdentifier: 'other' })).rejects.toMatchObject(gone);
    await expect(inVirginia.bedrock.GetModelCustomizationJob({ jobIdentifier: arn })).rejects.toMatchObject(gone);
  });

  it('takes its time to stop, and can’t be stopped again', async () => {
    const { bedrock, advance } = world();

    await bedrock.StopModelCustomizationJob({ jobIdentifier: arn });

    expect(await bedrock.GetModelCustomizationJob({ jobIdentifier: arn })).toMatchObject({ status: 'Stopping' });
    await expect(bedrock.StopModelCustomizationJob({ jobIdentifier: arn })).rejects.toMatchObject({
      name: 'ConflictException',
    });
    advance(120);
    expect(await bedrock.GetModelCustomizationJob({ jobIdentifier: arn })).toMatchObject({ status: 'Stopped' });
  });

  it('is listed by its status', async () => {
    const { bedrock } = world();
    const list = async (statusEquals?: 'InProgress') =>
      (await bedrock.ListModelCustomizationJobs({ statusEquals })).modelCustomizationJobSummaries?.map(
        ({ jobName }) => jobName,
      );

    expect(await list()).toEqual(['done', 'tone']);
    expect(await list('InProgress')).toEqual(['tone']);
  });

  it('that is over can’t be stopped', async () => {
    const { bedrock, account } = world();
    const before = account.snapshot();

    await expect(bedrock.StopModelCustomizationJob({ jobIdentifier: 'done' })).rejects.toMatchObject({
      name: 'ConflictException',
    });
    expect(account.snapshot()).toEqual(before);
  });
});
