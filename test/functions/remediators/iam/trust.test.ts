import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foreignTrust } from '../../../../functions/remediators/iam/foreign.ts';
import {
  aiServicesOf,
  deadPrincipals,
  isAiTrust,
  narrowed,
  unboundStatements,
} from '../../../../functions/remediators/iam/trust.ts';

const account = '111122223333';
const other = '444455556666';
const policy = (...Statement: unknown[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const lets = (Service: unknown, more: object = {}) => ({
  Effect: 'Allow',
  Principal: { Service },
  Action: 'sts:AssumeRole',
  ...more,
});
const people = (AWS: unknown, more: object = {}) => ({ ...lets('', more), Principal: { AWS } });

const github = 'token.actions.githubusercontent.com';
const token = (issuer: string, claims: Readonly<Record<string, unknown>>) => ({
  Effect: 'Allow',
  Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/${issuer}` },
  Action: 'sts:AssumeRoleWithWebIdentity',
  Condition: {
    StringLike: Object.fromEntries(Object.entries(claims).map(([key, value]) => [`${issuer}:${key}`, value])),
  },
});

describe('a trust policy is one of an AI workload', () => {
  it.each([
    ['SageMaker’s', lets('sagemaker.amazonaws.com')],
    ['Bedrock’s', lets('bedrock.amazonaws.com')],
    ['AgentCore’s', lets(['lambda.amazonaws.com', 'bedrock-agentcore.amazonaws.com'])],
    ['a Region’s', lets('sagemaker.eu-central-1.amazonaws.com')],
    ['China’s', lets('sagemaker.amazonaws.com.cn')],
    ['in capitals', lets('SageMaker.amazonaws.com', { Action: ['sts:TagSession', 'STS:Assume*'] })],
    ['all but one action', { ...lets('bedrock.amazonaws.com'), Action: undefined, NotAction: 'sts:TagSession' }],
  ])('by a principal such as %s', (_, statement) => {
    expect(isAiTrust(policy(statement))).toBe(true);
  });

  it.each([
    ['of another service', lets('lambda.amazonaws.com')],
    ['of a name alike', lets('sagemaker.amazonaws.com.example.org')],
    ['that denies', { ...lets('sagemaker.amazonaws.com'), Effect: 'Deny' }],
    ['for tags alone', lets('sagemaker.amazonaws.com', { Action: 'sts:TagSession' })],
    ['for all but this', { ...lets('sagemaker.amazonaws.com'), Action: undefined, NotAction: 'sts:*' }],
    ['for everybody', { ...lets(''), Principal: '*' }],
    ['of nobody', { Effect: 'Allow', Action: 'sts:AssumeRole' }],
  ])('but not by a statement %s', (_, statement) => {
    expect(isAiTrust(policy(statement))).toBe(false);
  });

  it('whatever else it may be, it is read without an error', () => {
    fc.assert(fc.property(fc.json(), (text) => !isAiTrust(text)));
  });
});

describe('a condition on the source', () => {
  const unbound = (Condition: unknown) =>
    unboundStatements(policy(lets('sagemaker.amazonaws.com', { Condition }))).length === 1;

  it.each([
    ['an account', { StringEquals: { 'aws:SourceAccount': account } }],
    ['an account, spelt otherwise', { stringlike: { 'AWS:sourceaccount': [account] } }],
    ['ARNs of an account', { ArnLike: { 'aws:SourceArn': `arn:aws:sagemaker:*:${account}:*` } }],
    ['an organisation', { StringEquals: { 'aws:SourceOrgID': 'o-a1b2c3d4e5' } }],
    ['a part of one', { 'ForAnyValue:StringLike': { 'aws:SourceOrgPaths': 'o-a1b2c3d4e5/r-ab12/*' } }],
  ])('that names %s binds', (_, condition) => {
    expect(unbound(condition)).toBe(false);
  });

  it.each([
    ['is not there', undefined],
    ['is no object', 'yes'],
    ['is a presence test', { Null: { 'aws:SourceAccount': 'false' } }],
    ['may be missing', { StringEqualsIfExists: { 'aws:SourceAccount': account } }],
    ['holds for none', { 'ForAllValues:StringEquals': { 'aws:SourceAccount': account } }],
    ['is negated', { StringNotEquals: { 'aws:SourceAccount': other } }],
    ['leaves the account open', { ArnLike: { 'aws:SourceArn': 'arn:aws:sagemaker:*:*:*' } }],
    ['is about something else', { StringEquals: { 'aws:PrincipalTag/team': 'fraud' } }],
    ['is wide among narrow ones', { StringLike: { 'aws:SourceAccount': [account, '*'] } }],
    ['names nothing', { StringEquals: { 'aws:SourceAccount': [] } }],
    ['has no keys', { StringEquals: null }],
  ])('that %s does not', (_, condition) => {
    expect(unbound(condition)).toBe(true);
  });
});

describe('narrowing a trust policy', () => {
  const own = { 'aws:SourceAccount': account };

  it('adds the account, and keeps other conditions', () => {
    const Condition = {
      StringEquals: { 'aws:sourceaccount': '*', 'aws:RequestTag/team': 'fraud' },
      Bool: { 'aws:SecureTransport': 'true' },
    };
    const statement = lets('sagemaker.amazonaws.com', { Sid: 'Jobs', Condition });

    expect(JSON.parse(narrowed(policy(statement), { account })).Statement).toEqual([
      {
        ...statement,
        Condition: { ...Condition, StringEquals: { 'aws:RequestTag/team': 'fraud', ...own } },
      },
    ]);
  });

  it('leaves the statements of others, and those that are bound already', () => {
    const bound = lets('sagemaker.amazonaws.com', { Condition: { StringEquals: { 'aws:SourceAccount': other } } });
    const lambda = lets('lambda.amazonaws.com');

    expect(JSON.parse(narrowed(policy(lambda, bound, 'odd'), { account })).Statement).toEqual([lambda, bound, 'odd']);
  });

  it('splits a statement that lets in others as well', () => {
    const statement = lets(
      ['glue.amazonaws.com', 'bedrock.amazonaws.com', 'sagemaker.amazonaws.com', 'ecs.amazonaws.com'],
      {
        Sid: 'All',
      },
    );

    expect(JSON.parse(narrowed(policy(statement), { account })).Statement).toEqual([
      { ...statement, Principal: { Service: ['glue.amazonaws.com', 'ecs.amazonaws.com'] } },
      lets(['bedrock.amazonaws.com', 'sagemaker.amazonaws.com'], { Condition: { StringEquals: own } }),
    ]);
    const mixed = { ...statement, Principal: { AWS: account, Service: 'bedrock.amazonaws.com' } };
    expect(JSON.parse(narrowed(policy(mixed), { account })).Statement).toEqual([
      { ...statement, Principal: { AWS: account } },
      lets('bedrock.amazonaws.com', { Condition: { StringEquals: own } }),
    ]);
  });

  it('names resources of the services where that is asked for', () => {
    const statement = lets(['sagemaker.amazonaws.com', 'sagemaker.us-east-1.amazonaws.com', 'bedrock.amazonaws.com']);

    const document = narrowed(policy(statement), { account, partition: 'aws' });

    expect(JSON.parse(document).Statement[0].Condition).toEqual({
      StringEquals: own,
      ArnLike: {
        'aws:SourceArn': [`arn:aws:sagemaker:*:${account}:*`, `arn:aws:bedrock:*:${account}:*`],
      },
    });
  });

  it('comes to an end: what was narrowed is bound, and lets in no more services', () => {
    const service = fc.constantFrom('sagemaker.amazonaws.com', 'bedrock.amazonaws.com', 'lambda.amazonaws.com');
    const statement = fc.record(
      {
        Effect: fc.constantFrom('Allow', 'Deny'),
        Principal: fc.record(
          { Service: fc.oneof(service, fc.array(service)), AWS: fc.constantFrom('*', other) },
          { requiredKeys: [] },
        ),
        Action: fc.constantFrom('sts:AssumeRole', 'sts:*', 'sts:TagSession'),
        Condition: fc.dictionary(
          fc.constantFrom('StringEquals', 'StringLike', 'Bool'),
          fc.dictionary(
            fc.constantFrom('aws:SourceAccount', 'aws:SourceArn', '__proto__'),
            fc.constantFrom('*', account),
          ),
        ),
      },
      { requiredKeys: ['Effect', 'Principal', 'Action'] },
    );
    fc.assert(
      fc.property(fc.array(statement, { maxLength: 4 }), fc.boolean(), (statements, withArn) => {
        const document = narrowed(policy(...statements), { account, ...(withArn && { partition: 'aws' }) });

        expect(unboundStatements(document)).toEqual([]);
        const after = (JSON.parse(document) as { Statement: unknown[] }).Statement.flatMap(aiServicesOf);
        expect(after.toSorted()).toEqual(statements.flatMap(aiServicesOf).toSorted());
      }),
    );
  });
});

it('users and roles that are gone are known by their ids', () => {
  const document = policy(
    people(['AIDAEXAMPLE0000000001', `arn:aws:iam::${account}:role/a`]),
    people('AROAEXAMPLE0000000001'),
  );

  expect(deadPrincipals(document)).toEqual(['AIDAEXAMPLE0000000001', 'AROAEXAMPLE0000000001']);
});

describe('whom a trust policy lets in', () => {
  const strangers = (...statements: unknown[]) => foreignTrust(policy(...statements), [account]);

  it.each([
    ['anybody', { ...lets(''), Principal: '*' }, 'Anybody may assume the role'],
    ['anybody, in a list', people(['*', account]), 'Anybody may assume the role'],
    [
      'anybody who knows a word',
      people('*', { Condition: { StringEquals: { 'sts:ExternalId': 'x' } } }),
      'Anybody may',
    ],
    ['another account', people(other), `${other} may assume the role without a condition`],
    ['a role of another account', people(`arn:aws:iam::${other}:role/x`), `arn:aws:iam::${other}:role/x may`],
    ['any organisation', people(other, { Condition: { StringLike: { 'aws:PrincipalOrgID': '*' } } }), `${other} may`],
    [
      'every organisation that has a name',
      people(other, { Condition: { StringLike: { 'aws:PrincipalOrgID': 'o-*' } } }),
      other,
    ],
    ['every account', people('*', { Condition: { StringLike: { 'aws:PrincipalAccount': '1*' } } }), 'Anybody may'],
    [
      'roles of every account',
      people('*', { Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/*' } } }),
      'Anybody may',
    ],
    [
      'another account by a condition',
      people('*', { Condition: { StringEquals: { 'aws:PrincipalAccount': [account, other] } } }),
      `${other} may assume the role without a condition`,
    ],
    [
      'a role of another account by a condition',
      people('*', { Condition: { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${other}:role/*` } } }),
      `arn:aws:iam::${other}:role/* may`,
    ],
    [
      'another account that knows any word',
      people(other, { Condition: { StringLike: { 'sts:ExternalId': '?*' } } }),
      other,
    ],
    ['all but one', { ...people(''), Principal: undefined, NotPrincipal: { AWS: other } }, 'Anybody may'],
    [
      'tokens of a shared provider',
      token(github, {}),
      'Whoever gets a token of token.actions.githubusercontent.com may',
    ],
    ['tokens for AWS', token(github, { aud: 'sts.amazonaws.com' }), 'Whoever gets a token'],
    ['tokens of every repository', token(github, { sub: 'repo:*' }), 'Whoever gets a token'],
    ['tokens of one repository or any', token(github, { sub: ['repo:acme/models:*', '*'] }), 'Whoever gets a token'],
    [
      'tokens of a shared provider for its usual audience',
      token('gitlab.com', { aud: 'https://gitlab.com' }),
      'Whoever',
    ],
    [
      'tokens of a cluster',
      token('oidc.eks.eu-central-1.amazonaws.com/id/A1', { aud: 'sts.amazonaws.com' }),
      'Whoever',
    ],
    ['tokens of Cognito', { ...token('', {}), Principal: { Federated: 'cognito-identity.amazonaws.com' } }, 'Whoever'],
    [
      'another account’s provider',
      { ...token('', {}), Principal: { Federated: `arn:aws:iam::${other}:oidc-provider/idp.example.org` } },
      'may let in whom it likes',
    ],
    [
      'a service for another account',
      lets('sagemaker.amazonaws.com', { Condition: { StringEquals: { 'aws:SourceAccount': [account, other] } } }),
      `sagemaker.amazonaws.com may assume the role on behalf of account ${other}`,
    ],
    [
      'a service for resources of another account',
      lets('bedrock.amazonaws.com', { Condition: { ArnLike: { 'aws:SourceArn': `arn:aws:bedrock:*:${other}:*` } } }),
      `bedrock.amazonaws.com may assume the role on behalf of account ${other}`,
    ],
  ])('is told of %s', (_, statement, line) => {
    expect(strangers(statement)).toEqual([expect.stringContaining(line)]);
  });

  it.each([
    ['the own account', people([account, `arn:aws:iam::${account}:root`])],
    ['an organisation', { ...people('*'), Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } }],
    ['another account that knows a word', people(other, { Condition: { StringEquals: { 'sts:ExternalId': 'x' } } })],
    [
      'a part of an organisation',
      people('*', { Condition: { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/r-ab12/*' } } }),
    ],
    [
      'own roles by a condition',
      people('*', { Condition: { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${account}:role/*` } } }),
    ],
    [
      'a role of another account that is named',
      people(other, { Condition: { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${other}:role/x` } } }),
    ],
    [
      'another account by a condition that knows a word',
      people('*', { Condition: { StringEquals: { 'aws:PrincipalAccount': other, 'sts:ExternalId': 'x' } } }),
    ],
    ['one repository', token(github, { aud: 'sts.amazonaws.com', sub: 'repo:acme/models:*' })],
    [
      'a service account of a cluster',
      token('oidc.eks.eu-central-1.amazonaws.com/id/A1', { sub: 'system:serviceaccount:ml:train' }),
    ],
    ['an application of an own provider', token('idp.example.org', { aud: 'models' })],
    [
      'people of a directory',
      {
        ...token('', {}),
        Action: 'sts:AssumeRoleWithSAML',
        Principal: { Federated: `arn:aws:iam::${account}:saml-provider/okta` },
      },
    ],
    [
      'a provider that gives no tokens',
      { ...token('', {}), Principal: { Federated: `arn:aws:iam::${account}:saml-provider/okta` } },
    ],
    ['nobody', { ...people('*'), Effect: 'Deny' }],
    ['a user that is gone', people('AIDAEXAMPLE0000000001')],
    ['a service', lets('sagemaker.amazonaws.com')],
  ])('is not told of %s', (_, statement) => {
    expect(strangers(statement)).toEqual([]);
  });

  it('is told once, and not where it is agreed upon', () => {
    expect(strangers(people(other), people(other))).toHaveLength(1);
    expect(foreignTrust(policy(people(other)), [account, other])).toEqual([]);
  });
});
