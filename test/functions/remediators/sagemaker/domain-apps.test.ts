import { expect, it } from 'vitest';
import { openTestWorld, region } from '../../../kit/world.ts';
import { callsOf } from '../../../kit/wrong.ts';
import { fixture } from '../../../remediations/sagemaker-domain-vpc-only.ts';

const domainId = fixture.signal.resource.id;

async function lookAt(change: (domain: { apps: object[]; settings: object }) => void) {
  const world = await openTestWorld({ account: fixture.wrong[0].account });
  world.account.edit(({ regions }) => change(regions[region]?.sagemaker.domains[domainId] as never));
  const outcomes = await world.send(fixture.remediation, fixture.signal);
  return { world, outcomes };
}

it('a domain in which apps run is reported with the apps, and left alone', async () => {
  const { world, outcomes } = await lookAt((domain) => {
    domain.apps = [
      { AppName: 'default', AppType: 'JupyterLab', SpaceName: 'alice', Status: 'InService' },
      { AppName: 'old', AppType: 'JupyterLab', SpaceName: 'bob', Status: 'Deleted' },
    ];
  });

  expect(outcomes).toMatchObject([
    { status: 'reported', todo: [expect.stringContaining('default (JupyterLab, space alice'), expect.any(String)] },
  ]);
  expect(callsOf(world).filter(({ write }) => write)).toEqual([]);
});

it('a domain with RStudio is reported: its network access is fixed', async () => {
  const { world, outcomes } = await lookAt((domain) => {
    const rstudio = { DomainExecutionRoleArn: 'arn:aws:iam::111122223333:role/rstudio' };
    domain.settings = { ...domain.settings, DomainSettings: { RStudioServerProDomainSettings: rstudio } };
  });

  expect(outcomes).toMatchObject([{ status: 'reported', todo: [expect.stringContaining('RStudio')] }]);
  expect(callsOf(world).filter(({ write }) => write)).toEqual([]);
});
