import { expect, it } from 'vitest';
import { signalAbout } from '../../../kit/signal.ts';
import { accountId, enforcing, openTestWorld, region } from '../../../kit/world.ts';
import { callsOf } from '../../../kit/wrong.ts';
import { fixture } from '../../../remediations/sagemaker-resource-tagged.ts';

const { remediation } = fixture;

it.each([
  ['AWS::SageMaker::AppImageConfig', 'app-image-config/pytorch', 'sagemaker-app-image-config-tagged'],
  ['AWS::SageMaker::FeatureGroup', 'feature-group/transactions', 'sagemaker-feature-group-tagged'],
  ['AWS::SageMaker::Image', 'image/pytorch-gpu', 'sagemaker-image-tagged'],
  ['AWS::SageMaker::InferenceExperiment', 'inference-experiment/shadow-1', 'sagemaker-inferenceexperiment-tagged'],
])('a resource of type %s gets the tags that it lacks', async (type, resource, configRule) => {
  const account = { regions: { [region]: { sagemaker: { tagOnly: { [resource]: { tags: [] } } } } } };
  const world = await openTestWorld({ account });
  const arn = `arn:aws:sagemaker:${region}:${accountId}:${resource}`;

  const outcomes = await world.send(remediation, signalAbout({ type, id: resource, arn }, { configRule }));

  expect(outcomes).toMatchObject([{ status: 'remediated' }]);
  expect(world.account.snapshot().regions[region]?.sagemaker.tagOnly[resource]?.tags).toEqual([
    { Key: 'owner', Value: 'ml-platform' },
    { Key: 'stage', Value: 'experiment' },
  ]);
});

it('a resource without tags is reported where the policy names none', async () => {
  const policy = enforcing({ remediations: { [remediation]: { mode: 'enforce' } } });
  const world = await openTestWorld({ account: fixture.wrong[0].account, policy });

  const outcomes = await world.send(remediation, fixture.signal);

  expect(outcomes).toMatchObject([{ status: 'reported', todo: [expect.stringContaining('parameters.tags')] }]);
  expect(callsOf(world).filter(({ write }) => write)).toEqual([]);
});
