import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAccount } from '../../../local/account/account.ts';
import { AccountStateError } from '../../../local/account/errors.ts';
import { initialState } from '../../../local/account/initial.ts';
import { parseAccountState } from '../../../local/account/parse-state.ts';
import { here, hosting } from './world.ts';

function problemsOf(json: unknown): string {
  try {
    parseAccountState(json);
  } catch (error) {
    expect(error).toBeInstanceOf(AccountStateError);
    return (error as Error).message;
  }
  return '';
}

describe('an account file', () => {
  it('may be empty', () => {
    expect(parseAccountState({})).toEqual({
      s3: { buckets: {} },
      cloudtrail: { trails: [] },
      iam: { users: {}, roles: {}, policies: [] },
      regions: {},
    });
  });

  it('needs to say only what differs from AWS’s defaults', () => {
    const clock = { now: () => new Date('2026-11-20T10:00:00Z') };
    const state = parseAccountState({
      s3: {
        buckets: {
          data: {},
          open: {
            acl: 'public-read',
            policy: { Statement: [{ Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' }] },
          },
        },
      },
      cloudtrail: { trails: [{ name: 'audit', bucket: 'data' }] },
    });

    const { s3, cloudtrail } = createAccount({
      clock,
      accountId: '444455556666',
      region: 'us-east-1',
      state,
    }).snapshot();

    expect(s3.buckets['data']).toMatchObject({
      region: 'us-east-1',
      created: '2026-11-20T10:00:00.000Z',
      ownership: 'BucketOwnerEnforced',
    });
    expect(s3.buckets['data']?.acl).toHaveLength(1);
    expect(s3.buckets['open']?.acl).toHaveLength(2);
    expect(s3.buckets['open']?.policy).toBe(
      '{"Statement":[{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}]}',
    );
    expect(cloudtrail.trails).toMatchObject([{ region: 'us-east-1', logging: false }]);
  });

  it('may be a snapshot', () => {
    const clock = { now: () => new Date('2026-11-20T10:00:00Z') };
    const snapshot = createAccount({ clock, state: initialState() }).snapshot();

    const again = createAccount({ clock, state: parseAccountState(structuredClone(snapshot)) });

    expect(again.snapshot()).toEqual(snapshot);
  });

  it.each([
    ['text', 'x', 'file: '],
    ['nothing', undefined, 'file: '],
    ['an unknown member', { s4: {} }, 's4: unknown member'],
    [
      'an unknown member further in',
      { s3: { buckets: { data: { polcy: '' } } } },
      's3.buckets.data.polcy: unknown member',
    ],
    ['a wrong type', { s3: { buckets: { data: { objects: 'many' } } } }, 's3.buckets.data.objects: '],
    ['a time that is none', { s3: { buckets: { data: { created: 'yesterday' } } } }, 's3.buckets.data.created: '],
    ['an ACL that is none', { s3: { buckets: { data: { acl: 'public' } } } }, 's3.buckets.data.acl: '],
    [
      'a grant without a type',
      { s3: { buckets: { data: { acl: [{ Grantee: { ID: 'x' }, Permission: 'READ' }] } } } },
      's3.buckets.data.acl[0].Grantee.Type: required member is missing',
    ],
    [
      'a policy that S3 would refuse',
      { s3: { buckets: { data: { policy: '{' } } } },
      's3.buckets.data.policy: This policy contains invalid Json',
    ],
    ['a trail without a bucket', { cloudtrail: { trails: [{ name: 'audit' }] } }, 'cloudtrail.trails[0].bucket: '],
    [
      'a misspelt member of SDK input',
      hosting({
        endpointConfigs: { 'scorer-1': { settings: { ProductionVariants: [{ VariantNme: 'x' }] } as never } },
      }),
      `regions.${here}.sagemaker.endpointConfigs.scorer-1.settings.ProductionVariants[0].VariantNme: unknown member of ProductionVariant, did you mean VariantName?`,
    ],
    [
      'an endpoint on a configuration that is not there',
      hosting({ endpoints: { scorer: { config: 'nope' } } }),
      `regions.${here}.sagemaker.endpoints.scorer.config: no endpoint configuration "nope" in endpointConfigs`,
    ],
    [
      'a digest that is none',
      hosting({ images: { 'registry/scorer:1': 'latest' } }),
      `regions.${here}.sagemaker.images.`,
    ],
    [
      'a finding without a status',
      { regions: { [here]: { inspector2: { findings: [{}] } } } },
      `regions.${here}.inspector2.findings[0].status: required member is missing`,
    ],
  ])('is refused for %s, with the place', (_, json, problem) => {
    expect(problemsOf(json)).toContain(problem);
  });

  it('with many problems shows twenty', () => {
    const buckets = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`data-${index}`, { objects: -1 }]));

    expect(problemsOf({ s3: { buckets } })).toMatch(/and 10 more$/);
  });

  it('can neither smuggle control characters into the message nor members into other objects', () => {
    expect(problemsOf({ '\u001b[31mred\u202e': 1 })).toContain('?[31mred?: unknown member');
    expect(problemsOf({ ['x'.repeat(10_000)]: 1 }).length).toBeLessThan(200);
    parseAccountState(JSON.parse('{"s3":{"buckets":{"__proto__":{"objects":1}}}}'));
    expect(({} as Record<string, unknown>)['objects']).toBeUndefined();
  });

  it('is read or refused, whatever it says', () => {
    const members = fc.constantFrom(
      's3',
      'buckets',
      'cloudtrail',
      'trails',
      'regions',
      'sagemaker',
      'endpoints',
      'acl',
      'policy',
    );
    const tree = fc.letrec((tie) => ({
      node: fc.oneof(fc.jsonValue(), fc.dictionary(members, tie('node')), fc.array(tie('node'), { maxLength: 2 })),
    })).node;
    fc.assert(
      fc.property(tree, (json) => {
        expect(problemsOf(json).length).toBeLessThan(10_000);
      }),
    );
  });
});
