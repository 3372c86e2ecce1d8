import { describe, expect, it } from 'vitest';
import type { AccountFile } from '../../../local/account/state.ts';
import { createWorld, here } from './world.ts';

const DomainId = 'd-0a1b2c3d4e5f';
type Domain = NonNullable<
  NonNullable<NonNullable<NonNullable<AccountFile['regions']>[string]['sagemaker']>['domains']>[string]
>;

function holding(changes: Partial<Domain> = {}, settings: Partial<Domain['settings']> = {}): AccountFile {
  const domain: Domain = {
    name: 'studio',
    settings: {
      AuthMode: 'IAM',
      DefaultUserSettings: { ExecutionRole: 'arn:aws:iam::111122223333:role/studio', SecurityGroups: ['sg-1'] },
      SubnetIds: ['subnet-1'],
      VpcId: 'vpc-1',
      ...settings,
    },
    ...changes,
  };
  return { regions: { [here]: { sagemaker: { domains: { [DomainId]: domain } } } } };
}

describe('a domain', () => {
  it('is open to the internet by default, and takes two minutes to change', async () => {
    const world = createWorld(holding());
    const { sagemaker } = world;
    expect(await sagemaker.DescribeDomain({ DomainId })).toMatchObject({
      DomainArn: `arn:aws:sagemaker:${here}:111122223333:domain/${DomainId}`,
      Status: 'InService',
      AppNetworkAccessType: 'PublicInternetOnly',
    });

    await sagemaker.UpdateDomain({ DomainId, AppNetworkAccessType: 'VpcOnly' });

    expect(await sagemaker.DescribeDomain({ DomainId })).toMatchObject({ Status: 'Updating' });
    await expect(sagemaker.UpdateDomain({ DomainId, AppNetworkAccessType: 'VpcOnly' })).rejects.toMatchObject({
      name: 'ResourceInUse',
    });
    world.advance(120);
    expect(await sagemaker.DescribeDomain({ DomainId })).toMatchObject({
      Status: 'InService',
      AppNetworkAccessType: 'VpcOnly',
      LastModifiedTime: world.now(),
    });
  });

  it.each(['InService', 'Pending', 'Deleting'] as const)('can’t change while an app is %s', async (Status) => {
    const { sagemaker } = createWorld(holding({ apps: [{ AppName: 'default', AppType: 'JupyterLab', Status }] }));

    const update = sagemaker.UpdateDomain({ DomainId, AppNetworkAccessType: 'VpcOnly' });

    await expect(update).rejects.toMatchObject({ name: 'ValidationException', message: /default/ });
    expect(await sagemaker.DescribeDomain({ DomainId })).toMatchObject({ Status: 'InService' });
  });

  it.each([
    [
      'it has RStudio',
      {
        DomainSettings: {
          RStudioServerProDomainSettings: { DomainExecutionRoleArn: 'arn:aws:iam::111122223333:role/r' },
        },
      },
      /RStudio/,
    ],
    ['it has no security groups', { DefaultUserSettings: {} }, /SecurityGroups/],
  ])('can’t change if %s', async (_why, settings, message) => {
    const { sagemaker } = createWorld(holding({}, settings));

    await expect(sagemaker.UpdateDomain({ DomainId, AppNetworkAccessType: 'VpcOnly' })).rejects.toMatchObject({
      name: 'ValidationException',
      message,
    });
  });

  it('that nobody has made is not found', async () => {
    const { sagemaker } = createWorld();

    await expect(sagemaker.DescribeDomain({ DomainId })).rejects.toMatchObject({ name: 'ResourceNotFound' });
    await expect(sagemaker.UpdateDomain({ DomainId })).rejects.toMatchObject({ name: 'ResourceNotFound' });
  });

  it('lists its apps by pages, and those of other domains not', async () => {
    const apps = ['a', 'b', 'c'].map((AppName) => ({ AppName, AppType: 'JupyterLab' as const, SpaceName: AppName }));
    const { sagemaker } = createWorld(holding({ apps }));

    const first = await sagemaker.ListApps({ DomainIdEquals: DomainId, MaxResults: 2 });
    const second = await sagemaker.ListApps({
      DomainIdEquals: DomainId,
      MaxResults: 2,
      NextToken: first.NextToken,
    });
    const others = await sagemaker.ListApps({ DomainIdEquals: 'd-other' });

    const names = [first, second].flatMap(({ Apps = [] }) => Apps.map(({ AppName }) => AppName));
    expect(names).toEqual(['a', 'b', 'c']);
    expect(others.Apps).toEqual([]);
    expect((await sagemaker.ListDomains({})).Domains).toMatchObject([{ DomainId, DomainName: 'studio' }]);
  });
});
