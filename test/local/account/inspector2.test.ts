import type { FilterCriteria } from '@aws-sdk/client-inspector2';
import { describe, expect, it } from 'vitest';
import { initialState } from '../../../local/account/initial.ts';
import { createWorld, here } from './world.ts';

/** Those about one image. */
const findings = (initialState().regions[here]?.inspector2.findings ?? []).filter(({ resources }) =>
  JSON.stringify(resources).includes('fraud-inference'),
);
const arnOf = (digit: number) => `arn:aws:inspector2:${here}:111122223333:finding/${String(digit).repeat(32)}`;
const world = () => createWorld({ regions: { [here]: { inspector2: { findings } } } });

describe('listing findings', () => {
  it.each([
    ['no criteria', {}, [1, 2, 3, 4]],
    ['one ARN', { findingArn: [{ comparison: 'EQUALS', value: arnOf(2) }] }, [2]],
    [
      'either of two severities',
      {
        severity: [
          { comparison: 'EQUALS', value: 'CRITICAL' },
          { comparison: 'EQUALS', value: 'HIGH' },
        ],
      },
      [1, 2, 4],
    ],
    [
      'severity and status',
      {
        severity: [{ comparison: 'EQUALS', value: 'HIGH' }],
        findingStatus: [{ comparison: 'EQUALS', value: 'ACTIVE' }],
      },
      [2],
    ],
    [
      'neither of two severities',
      {
        severity: [
          { comparison: 'NOT_EQUALS', value: 'HIGH' },
          { comparison: 'NOT_EQUALS', value: 'MEDIUM' },
        ],
      },
      [1],
    ],
    ['a prefix', { vulnerabilityId: [{ comparison: 'PREFIX', value: 'CVE-2026-3' }] }, [3]],
    ['an exploit', { exploitAvailable: [{ comparison: 'EQUALS', value: 'YES' }] }, [2]],
    [
      'an image',
      {
        ecrImageHash: [{ comparison: 'PREFIX', value: 'sha256:9f86' }],
        ecrImageTags: [{ comparison: 'EQUALS', value: '2026-10' }],
      },
      [1, 2, 3, 4],
    ],
    ['a resource type', { resourceType: [{ comparison: 'EQUALS', value: 'AWS_LAMBDA_FUNCTION' }] }, [1]],
    [
      'a repository and registry',
      {
        ecrImageRepositoryName: [{ comparison: 'EQUALS', value: 'fraud-inference' }],
        ecrImageRegistry: [{ comparison: 'EQUALS', value: '111122223333' }],
      },
      [1, 2, 3, 4],
    ],
    ['what findings do not have', { lambdaFunctionName: [{ comparison: 'EQUALS', value: 'x' }] }, []],
    ['what no finding says', { relatedVulnerabilities: [{ comparison: 'PREFIX', value: '' }] }, []],
    [
      'an account and a type',
      {
        awsAccountId: [{ comparison: 'EQUALS', value: '111122223333' }],
        findingType: [{ comparison: 'EQUALS', value: 'PACKAGE_VULNERABILITY' }],
      },
      [1, 2, 3, 4],
    ],
    [
      'a title and a fix',
      {
        title: [{ comparison: 'PREFIX', value: 'CVE-2026-2' }],
        fixAvailable: [{ comparison: 'EQUALS', value: 'YES' }],
      },
      [2],
    ],
    ['a source of vulnerabilities', { vulnerabilitySource: [{ comparison: 'NOT_EQUALS', value: 'NVD' }] }, []],
    [
      'a resource of a cloud',
      {
        resourceId: [{ comparison: 'PREFIX', value: 'arn:aws:ecr:' }],
        cloudProvider: [{ comparison: 'EQUALS', value: 'AZURE' }],
      },
      [],
    ],
  ] satisfies [string, FilterCriteria, number[]][])('by %s', async (_, filterCriteria, expected) => {
    const { inspector2 } = world();

    const { findings: found } = await inspector2.ListFindings({ filterCriteria });

    expect(found?.map(({ findingArn }) => findingArn)).toEqual(expected.map(arnOf));
  });

  it('gives times as Dates', async () => {
    const { inspector2 } = world();

    const { findings: found } = await inspector2.ListFindings({ maxResults: 1 });

    expect(found?.[0]?.firstObservedAt).toEqual(new Date('2026-11-11T08:00:00Z'));
    expect(found?.[0]?.resources?.[0]?.details?.awsEcrContainerImage?.pushedAt).toBeInstanceOf(Date);
  });

  it('gives pages', async () => {
    const { inspector2 } = world();

    const first = await inspector2.ListFindings({ maxResults: 3 });
    const second = await inspector2.ListFindings({ maxResults: 3, nextToken: first.nextToken });

    expect(first.findings).toHaveLength(3);
    expect(second.findings?.map(({ findingArn }) => findingArn)).toEqual([arnOf(4)]);
    expect(second.nextToken).toBeUndefined();
  });

  it.each([
    [{ maxResults: 101 }, 'ValidationException'],
    [{ nextToken: 'bogus' }, 'ValidationException'],
    [{ sortCriteria: { field: 'SEVERITY', sortOrder: 'DESC' } }, 'LocalAccountUnsupportedOperation'],
    [{ filterCriteria: { inspectorScore: [{ lowerInclusive: 9 }] } }, 'LocalAccountUnsupportedOperation'],
    [{ filterCriteria: { severity: [{ value: 'HIGH' }] } }, 'ValidationException'],
  ])('refuses %j', async (request, name) => {
    const { inspector2 } = world();

    await expect(inspector2.ListFindings(request as never)).rejects.toMatchObject({ name });
  });

  it('finds nothing in another Region', async () => {
    const { inVirginia } = world();

    expect((await inVirginia.inspector2.ListFindings({})).findings).toEqual([]);
  });
});

it('details of findings come with an entry for each that is not there', async () => {
  const { inspector2 } = world();

  const { findingDetails, errors } = await inspector2.BatchGetFindingDetails({ findingArns: [arnOf(1), arnOf(9)] });

  expect(findingDetails?.map(({ findingArn }) => findingArn)).toEqual([arnOf(1)]);
  expect(errors).toMatchObject([{ findingArn: arnOf(9), errorCode: 'FINDING_DETAILS_NOT_FOUND' }]);
  await expect(inspector2.BatchGetFindingDetails({ findingArns: [] })).rejects.toMatchObject({
    name: 'ValidationException',
  });
});

describe('listing what is covered', () => {
  const arn = (repository: string, end = '') => `arn:aws:ecr:${here}:111122223333:repository/${repository}${end}`;
  const coverage = [
    covered(arn('scorer', `/sha256:${'ab'.repeat(32)}`), 'AWS_ECR_CONTAINER_IMAGE', ['v1', 'v2']),
    covered(arn('team/scorer', `/sha256:${'cd'.repeat(32)}`), 'AWS_ECR_CONTAINER_IMAGE', []),
    covered(arn('team/scorer'), 'AWS_ECR_REPOSITORY'),
  ];
  const covering = () => createWorld({ regions: { [here]: { inspector2: { coverage } } } }).inspector2;
  function covered(
    resourceId: string,
    resourceType: 'AWS_ECR_CONTAINER_IMAGE' | 'AWS_ECR_REPOSITORY',
    tags?: string[],
  ) {
    return {
      resourceId,
      resourceType,
      accountId: '111122223333',
      scanType: 'PACKAGE' as const,
      scanStatus: { statusCode: 'ACTIVE' as const, reason: 'SUCCESSFUL' as const },
      ...(tags === undefined ? {} : { resourceMetadata: { ecrImage: { tags } } }),
    };
  }
  const only = (value: string) => [{ comparison: 'EQUALS' as const, value }];

  it.each([
    [{}, [0, 1, 2]],
    [{ ecrRepositoryName: only('team/scorer') }, [1, 2]],
    [{ ecrImageTags: only('v2') }, [0]],
    [{ resourceType: only('AWS_ECR_REPOSITORY'), accountId: only('111122223333') }, [2]],
    [{ resourceId: [{ comparison: 'NOT_EQUALS' as const, value: coverage[0]?.resourceId ?? '' }] }, [1, 2]],
    [{ scanStatusCode: only('INACTIVE') }, []],
    [{ scanStatusReason: only('SUCCESSFUL'), ecrRepositoryName: only('scorer') }, [0]],
  ])('by %j', async (filterCriteria, expected) => {
    const { coveredResources = [] } = await covering().ListCoverage({ filterCriteria });

    expect(new Set(coveredResources.map(({ resourceId }) => resourceId))).toEqual(
      new Set(expected.map((index) => coverage[index]?.resourceId)),
    );
  });

  it('gives pages', async () => {
    const first = await covering().ListCoverage({ maxResults: 2 });
    const second = await covering().ListCoverage({ maxResults: 2, nextToken: first.nextToken });

    expect([first.coveredResources?.length, second.coveredResources?.length, second.nextToken]).toEqual([
      2,
      1,
      undefined,
    ]);
  });

  it.each([
    [{ maxResults: 201 }, 'ValidationException'],
    [{ nextToken: 'bogus' }, 'ValidationException'],
    [{ filterCriteria: { lambdaFunctionName: only('x') } }, 'LocalAccountUnsupportedOperation'],
    [{ filterCriteria: { ecrImageTags: [{ comparison: 'PREFIX', value: 'v' }] } }, 'ValidationException'],
  ])('refuses %j', async (request, name) => {
    await expect(covering().ListCoverage(request as never)).rejects.toMatchObject({ name });
  });
});

describe('switching scanning on and off', () => {
  const statuses = async ({ inspector2 }: ReturnType<typeof createWorld>) => {
    const { accounts = [] } = await inspector2.BatchGetAccountStatus({});
    const { resourceState, state } = accounts[0] ?? {};
    const { ec2, ecr, lambda } = resourceState ?? {};
    return [state?.status, ec2?.status, ecr?.status, lambda?.status];
  };

  it('takes a while, each kind by itself', async () => {
    const switched = createWorld();
    expect(await statuses(switched)).toEqual(['DISABLED', 'DISABLED', 'DISABLED', 'DISABLED']);

    await switched.inspector2.Enable({ resourceTypes: ['ECR'] });
    expect(await statuses(switched)).toEqual(['ENABLING', 'DISABLED', 'ENABLING', 'DISABLED']);
    switched.advance(30);
    await switched.inspector2.Enable({ resourceTypes: ['ECR', 'LAMBDA'], accountIds: ['111122223333'] });
    expect(await statuses(switched)).toEqual(['ENABLED', 'DISABLED', 'ENABLED', 'ENABLING']);
    switched.advance(30);
    await switched.inspector2.Disable({});
    expect(await statuses(switched)).toEqual(['DISABLING', 'DISABLED', 'DISABLING', 'DISABLING']);
    switched.advance(30);
    expect(await statuses(switched)).toEqual(['DISABLED', 'DISABLED', 'DISABLED', 'DISABLED']);
  });

  it.each([
    [{ resourceTypes: [] }, 'ValidationException'],
    [{ resourceTypes: ['CODE_REPOSITORY'] }, 'LocalAccountUnsupportedOperation'],
    [{ resourceTypes: ['ECR'], accountIds: ['444455556666'] }, 'LocalAccountUnsupportedOperation'],
  ])('refuses %j', async (request, name) => {
    await expect(createWorld().inspector2.Enable(request as never)).rejects.toMatchObject({ name });
  });
});
