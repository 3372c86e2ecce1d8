import * as s3 from '@aws-sdk/client-s3';
import * as sagemaker from '@aws-sdk/client-sagemaker';
import { AttributeValue$ } from '@aws-sdk/client-dynamodb';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { check, describeIssues, hydrate } from '../../../local/account/schema.ts';
import { operationShapes, shapeOf } from '../../../local/account/shape.ts';
import { suggest } from '../../../local/account/suggest.ts';

const config = {
  EndpointConfigName: 'scorer-1',
  ProductionVariants: [{ VariantName: 'main', InstanceType: 'ml.m5.large', InitialInstanceCount: 1 }],
};

describe('checking a value against an SDK schema', () => {
  it('finds nothing wrong with a complete input', () => {
    expect(check(sagemaker.CreateEndpointConfigInput$, config)).toEqual([]);
  });

  it('treats members that are undefined as absent, as the SDK does', () => {
    const input = { ...config, KmsKeyId: undefined };

    expect(check(sagemaker.CreateEndpointConfigInput$, input)).toEqual([]);
    expect(check(sagemaker.DescribeEndpointInput$, { EndpointName: undefined })).toEqual([
      { path: 'EndpointName', problem: 'required member is missing' },
    ]);
  });

  it('names a required member that is missing, deep inside a list', () => {
    expect(check(sagemaker.CreateEndpointConfigInput$, { ...config, ProductionVariants: [{}] })).toEqual([
      { path: 'ProductionVariants[0].VariantName', problem: 'required member is missing' },
    ]);
  });

  it('suggests the member that a misspelt one means', () => {
    const input = { ...config, VpcConfig: { SecurityGroupIDs: ['sg-1'], SecurityGroupIds: ['sg-1'], Subnets: [] } };

    expect(check(sagemaker.CreateEndpointConfigInput$, input)).toEqual([
      { path: 'VpcConfig.SecurityGroupIDs', problem: 'unknown member of VpcConfig, did you mean SecurityGroupIds?' },
    ]);
  });

  it.each([
    ['a number for a string', { KmsKeyId: 7 }, 'KmsKeyId', 'expected a string, found the number 7'],
    [
      'a string for a boolean',
      { EnableNetworkIsolation: 'yes' },
      'EnableNetworkIsolation',
      'expected a boolean, found a string',
    ],
    ['an object for a list', { Tags: {} }, 'Tags', 'expected a list, found an object'],
    ['a list for a structure', { VpcConfig: [] }, 'VpcConfig', 'expected a structure (VpcConfig), found a list'],
    ['null', { KmsKeyId: null }, 'KmsKeyId', 'expected a string, found null'],
  ])('says what was expected and what was found for %s', (_, members, path, problem) => {
    expect(check(sagemaker.CreateEndpointConfigInput$, { ...config, ...members })).toEqual([{ path, problem }]);
  });

  it('refuses numbers that JSON can not carry', () => {
    const variants = [{ VariantName: 'main', InitialInstanceCount: Number.NaN }];

    expect(check(sagemaker.CreateEndpointConfigInput$, { ...config, ProductionVariants: variants })).toHaveLength(1);
  });

  it('checks the values of maps', () => {
    const container = { Environment: { GOOD: 'yes', BAD: 1 } };

    expect(check(sagemaker.ContainerDefinition$, container)).toEqual([
      { path: 'Environment.BAD', problem: 'expected a string, found the number 1' },
    ]);
  });

  it('takes times as Dates from the SDK and as ISO text from storage', () => {
    const at = new Date('2026-11-20T10:00:00Z');

    expect(check(sagemaker.ListEndpointsInput$, { CreationTimeAfter: at })).toEqual([]);
    expect(check(sagemaker.ListEndpointsInput$, { CreationTimeAfter: at.toISOString() })).toHaveLength(1);
    expect(check(sagemaker.ListEndpointsInput$, { CreationTimeAfter: new Date('never') })).toHaveLength(1);
    expect(check(sagemaker.ListEndpointsInput$, { CreationTimeAfter: at.toISOString() }, 'stored')).toEqual([]);
    expect(check(sagemaker.ListEndpointsInput$, { CreationTimeAfter: at }, 'stored')).toHaveLength(1);
    expect(check(sagemaker.ListEndpointsInput$, { CreationTimeAfter: 'yesterday' }, 'stored')).toHaveLength(1);
  });

  it('wants exactly one member of a union', () => {
    expect(check(AttributeValue$, { S: 'a' })).toEqual([]);
    expect(check(AttributeValue$, {})).toHaveLength(1);
    expect(check(AttributeValue$, { S: 'a', BOOL: true })).toHaveLength(1);
  });

  it.each([
    ['blobs', 21, new Uint8Array(1), 7],
    ['streams of bytes', 42, 'text', {}],
    ['big integers', 17, 10n, 10],
  ])('knows %s', (_, code, right, wrong) => {
    expect(check(code, right)).toEqual([]);
    expect(check(code, wrong)).toHaveLength(1);
  });

  it('lets documents be anything', () => {
    expect(check(15, { any: ['thing', null] })).toEqual([]);
  });

  it('looks through payload traits and lists with names of their own', () => {
    const acl = { Bucket: 'b', AccessControlPolicy: { Grants: [{ Grantee: {}, Permission: 'READ' }] } };

    expect(check(operationShapes(s3.PutBucketAcl$).input, acl)).toEqual([
      { path: 'AccessControlPolicy.Grants[0].Grantee.Type', problem: 'required member is missing' },
    ]);
  });

  it('never shows control characters or endless names of members', () => {
    const issues = check(sagemaker.DescribeEndpointInput$, { EndpointName: 'x', [`\u001b[31m${'y'.repeat(500)}`]: 1 });

    expect(issues).toHaveLength(1);
    expect(issues[0]?.path).toMatch(/^\?\[31my{58}…$/);
    expect(describeIssues(issues).length).toBeLessThan(150);
  });

  it('sums up many problems in one line', () => {
    const names = Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`wrong${index}`, 1]));
    const issues = check(sagemaker.DescribeEndpointInput$, { EndpointName: 'x', ...names });

    expect(describeIssues(issues)).toMatch(/^wrong0: .*; and 4 more$/);
  });

  it('says so of a value that is no structure at all', () => {
    expect(describeIssues(check(sagemaker.DescribeEndpointInput$, 'x'))).toBe(
      'value: expected a structure (DescribeEndpointInput), found a string',
    );
  });

  it('survives any value whatsoever', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const issues = check(sagemaker.CreateEndpointConfigInput$, value);
        // An object without the two required members can't be right, and nothing else can.
        if (typeof value !== 'object' || !Object.hasOwn(value ?? {}, 'EndpointConfigName')) {
          expect(issues.length).toBeGreaterThan(0);
        }
        expect(describeIssues(issues).length).toBeLessThan(2_000);
      }),
    );
  });
});

describe('hydrating what was stored', () => {
  it('makes Dates of times, and of nothing else', () => {
    const stored = {
      EndpointName: '2026-11-20T10:00:00.000Z',
      CreationTime: '2026-11-20T10:00:00.000Z',
      PendingDeploymentSummary: { EndpointConfigName: 'x', StartTime: '2026-11-20T10:00:00.000Z' },
    };

    expect(hydrate(sagemaker.DescribeEndpointOutput$, stored)).toEqual({
      EndpointName: '2026-11-20T10:00:00.000Z',
      CreationTime: new Date('2026-11-20T10:00:00.000Z'),
      PendingDeploymentSummary: { EndpointConfigName: 'x', StartTime: new Date('2026-11-20T10:00:00.000Z') },
    });
  });

  it('makes bytes of base64', () => {
    expect(hydrate(21, 'aGk=')).toEqual(new TextEncoder().encode('hi'));
    expect(hydrate(42, 7)).toBe(7);
  });

  it('shares nothing with what it was given', () => {
    const stored = { ProductionVariants: [{ VariantName: 'main' }] };
    const first = hydrate(sagemaker.DescribeEndpointOutput$, stored) as typeof stored;

    first.ProductionVariants[0]!.VariantName = 'changed';

    expect(stored.ProductionVariants[0]?.VariantName).toBe('main');
  });

  it('keeps a map key named __proto__ a mere key', () => {
    const stored = JSON.parse('{"Environment":{"__proto__":"polluted"}}') as unknown;
    const hydrated = hydrate(sagemaker.ContainerDefinition$, stored) as { Environment: object };

    expect(Object.keys(hydrated.Environment)).toEqual(['__proto__']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('leaves what does not fit to the check', () => {
    const hydrated = hydrate(sagemaker.DescribeEndpointOutput$, { CreationTime: 'soon', ProductionVariants: 'none' });

    expect(hydrated).toEqual({ CreationTime: 'soon', ProductionVariants: 'none' });
  });
});

describe('reading SDK schemas', () => {
  it('understands every operation of the simulated services', () => {
    const operations = [sagemaker, s3]
      .flatMap((client: object): unknown[] => Object.values(client))
      .filter((value): value is [9, ...unknown[]] => Array.isArray(value) && value[0] === 9);

    expect(operations.length).toBeGreaterThan(400);
    for (const operation of operations) {
      const { input, output } = operationShapes(operation);
      expect(['structure', 'unit']).toContain(shapeOf(input).kind);
      expect(['structure', 'unit']).toContain(shapeOf(output).kind);
    }
  });

  it.each([[undefined], ['text'], [[99, 'ns', 'Name']], [50]])('refuses %j, which is none', (value) => {
    expect(() => shapeOf(value)).toThrow(TypeError);
  });

  it('refuses a structure where an operation is wanted', () => {
    expect(() => operationShapes(sagemaker.ProductionVariant$)).toThrow('not an operation schema');
  });
});

describe('suggesting a word', () => {
  it.each([
    ['EndpointNme', 'EndpointName'],
    ['endpointname', 'EndpointName'],
    ['KMSKeyId', 'KmsKeyId'],
  ])('finds what %s means', (word, meant) => {
    expect(suggest(word, ['EndpointName', 'KmsKeyId', 'Tags'])).toBe(meant);
  });

  it.each([['Foo'], ['x'.repeat(10_000)], ['']])('finds nothing for a word unlike all others', (word) => {
    expect(suggest(word, ['EndpointName', 'KmsKeyId', 'Tags'])).toBeUndefined();
  });
});
