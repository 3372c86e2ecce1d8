import { describe, expect, it } from 'vitest';
import { endpointEncrypted } from '../../../../functions/remediators/sagemaker/endpoint-encrypted.ts';
import { notebookRootAccessDisabled } from '../../../../functions/remediators/sagemaker/notebook-root-access-disabled.ts';
import { ownTags, tagsByKey } from '../../../../functions/remediators/sagemaker/tags.ts';
import { bind } from '../../../../shared/aws/service.ts';
import { ownerOf } from '../../../../shared/pipeline/owner.ts';
import { createWorld, here, hosting, services } from '../../../local/account/world.ts';
import { holding, name } from '../../../remediations/notebook.ts';
import { looking } from '../looking.ts';

const stack = { Key: 'aws:cloudformation:stack-name', Value: 'fraud-platform' };
const many = Array.from({ length: 50 }, (_, index) => ({ Key: `key-${String(index).padStart(2, '0')}`, Value: 'x' }));
const arn = `arn:aws:sagemaker:${here}:111122223333:endpoint/scorer`;

/** An endpoint with 51 tags, which come in pages of 20. */
function tagged() {
  const endpoints = { scorer: { config: 'scorer-1', tags: [stack, ...many] } };
  const { account } = createWorld(hosting({ endpoints }));
  const { sagemaker } = bind({ sagemaker: services.sagemaker }, account.clientFor, here);
  const ListTags: typeof sagemaker.ListTags = async (input) => sagemaker.ListTags({ ...input, MaxResults: 20 });
  return { sagemaker: { ListTags } };
}

describe('the tags of a resource', () => {
  it('are read from all pages', async () => {
    const keys = [stack, ...many].map(({ Key }) => Key);

    expect(Object.keys(await tagsByKey(tagged(), arn))).toEqual(expect.arrayContaining(keys));
  });

  it('are copied without those that only AWS may set', async () => {
    await expect(ownTags(tagged(), arn)).resolves.toEqual(many);
  });
});

describe('who owns a resource', () => {
  const owner = { tool: 'CloudFormation', where: 'stack fraud-platform' };

  it('is seen in the tags of an endpoint', async () => {
    const file = hosting({ endpoints: { scorer: { config: 'scorer-1', tags: [stack] } } });
    const tags = await looking(endpointEncrypted, file).tags({ type: 'AWS::SageMaker::Endpoint', id: 'scorer' });

    expect(ownerOf(tags ?? {})).toEqual(owner);
  });

  it('is seen in the tags of a notebook instance', async () => {
    const file = holding({});
    Object.assign(file.regions?.[here]?.sagemaker?.notebooks?.[name] ?? {}, { tags: [stack] });
    const tags = await looking(notebookRootAccessDisabled, file).tags({
      type: 'AWS::SageMaker::NotebookInstance',
      id: name,
    });

    expect(ownerOf(tags ?? {})).toEqual(owner);
  });
});
