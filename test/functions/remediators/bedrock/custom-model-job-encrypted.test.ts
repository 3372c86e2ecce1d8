import { describe, expect, it } from 'vitest';
import { customModelJobEncrypted } from '../../../../functions/remediators/bedrock/custom-model-job-encrypted.ts';
import type { AccountFile } from '../../../../local/account/state.ts';
import { fixture } from '../../../remediations/bedrock-custom-model-job-encrypted.ts';
import { looking } from '../looking.ts';

const { signal, wrong } = fixture;
const { resource } = signal;

function withJob(change: object): AccountFile {
  const file = structuredClone(wrong[0].account);
  const jobs = file.regions?.['eu-central-1']?.bedrock?.customizationJobs ?? {};
  for (const job of Object.values(jobs)) Object.assign(job, change);
  return file;
}

describe('a model customization job without a key', () => {
  it('is only reported by default, with whom it belongs to and what to do', async () => {
    const facts = { startedBy: 'arn:aws:sts::111122223333:assumed-role/DataScientist/alice' };

    const found = await looking(customModelJobEncrypted, wrong[0].account).assess({ ...resource, facts });

    expect(found).toMatchObject({
      state: 'manual',
      why: [
        'The job claims-tone makes the model claims-tone without a KMS key',
        'It runs as arn:aws:iam::111122223333:role/bedrock-customization',
        `It was started by ${facts.startedBy}`,
      ],
      steps: [expect.stringContaining('stop-model-customization-job'), expect.stringContaining('customModelKmsKeyId')],
    });
  });

  it.each(['Stopped', 'Completed', 'Failed'])('is left alone once it is %s', async (status) => {
    const found = await looking(customModelJobEncrypted, withJob({ status })).assess(resource, { action: 'stop' });

    expect(found).toMatchObject({ state: 'compliant', why: expect.stringContaining(`${status}: it is over`) });
  });

  it('is not judged while it is being stopped', async () => {
    const file = withJob({ status: 'Stopped', stopping: '2026-11-20T10:30:00.000Z' });

    await expect(looking(customModelJobEncrypted, file).assess(resource)).resolves.toMatchObject({ state: 'busy' });
  });

  it('says beforehand that stopping it is final', async () => {
    const { steps } = await looking(customModelJobEncrypted, wrong[0].account).plan(resource, { action: 'stop' });

    expect(steps).toMatchObject([{ id: 'stop-job', final: expect.stringContaining("can't be resumed") }]);
    expect(steps[0]).not.toHaveProperty('undo');
  });

  it('is located as it is where nobody knows who started it', async () => {
    const look = looking(customModelJobEncrypted, wrong[0].account);

    expect(await look.locate(resource)).toEqual({ targets: [resource] });
  });

  it('has tags, and is a candidate only while it runs', async () => {
    const jobTags = [{ key: 'team', value: 'claims' }];
    const { customizationJobs = {} } = wrong[0].account.regions?.['eu-central-1']?.bedrock ?? {};
    const [job] = Object.values(customizationJobs);
    const tagged = looking(customModelJobEncrypted, withJob({ settings: { ...job?.settings, jobTags } }));

    expect(await tagged.tags(resource)).toEqual({ team: 'claims' });
    expect(await tagged.list()).toMatchObject([{ resource: { id: resource.id } }]);
    expect(await looking(customModelJobEncrypted, withJob({ status: 'Completed' })).list()).toEqual([]);
  });
});
