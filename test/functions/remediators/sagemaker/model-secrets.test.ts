import { expect, it } from 'vitest';
import { canonical } from '../../../../shared/json.ts';
import { plantedSecret } from '../../../kit/fixture.ts';
import { openTestWorld, region } from '../../../kit/world.ts';
import { rollBack } from '../../../kit/wrong.ts';
import { model, serving } from '../../../remediations/models.ts';
import { fixture } from '../../../remediations/sagemaker-model-network-isolated.ts';

const container = {
  Image: '111122223333.dkr.ecr.eu-central-1.amazonaws.com/fraud-inference:1',
  Environment: { FEATURE_STORE_TOKEN: plantedSecret },
};

it('a model’s environment variables go into its copy, and into nothing that anybody reads', async () => {
  const account = serving({ 'fraud-model': model({ PrimaryContainer: container }) });
  const world = await openTestWorld({ account });

  const [outcome] = await world.send(fixture.remediation, fixture.signal);

  const { models = {} } = world.account.snapshot().regions[region]?.sagemaker ?? {};
  expect(outcome?.status).toBe('remediated');
  expect(Object.values(models).map(({ settings }) => settings.PrimaryContainer)).toEqual([container, container]);
  await rollBack(world, fixture, outcome?.id ?? '');
  const told = canonical({
    evidence: [...world.evidence.values()],
    events: [...world.lifecycle('Remediation Started'), ...world.lifecycle('Remediation Finished')],
    notices: world.notices,
  });
  expect(told).toContain('FEATURE_STORE_TOKEN');
  expect(told).not.toContain(plantedSecret);
});
