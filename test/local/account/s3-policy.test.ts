import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPublicPolicy } from '../../../local/account/s3-policy.ts';

function policy(...statements: readonly object[]): string {
  const base = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::data/*' };
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: statements.map((statement) => ({ ...base, ...statement })),
  });
}

describe('a bucket policy is public', () => {
  it.each([
    ['to anybody', {}],
    ['to any AWS principal', { Principal: { AWS: '*' } }],
    ['to any AWS principal among others', { Principal: { AWS: ['arn:aws:iam::444455556666:root', '*'] } }],
    ['to any principal of another kind', { Principal: { Federated: '*' } }],
    ['to a part of a name', { Principal: { AWS: 'arn:aws:iam::*:role/reader' } }],
    ['to everybody but one', { Principal: undefined, NotPrincipal: { AWS: 'arn:aws:iam::444455556666:root' } }],
    ['under a condition that does not narrow', { Condition: { Bool: { 'aws:SecureTransport': 'true' } } }],
    [
      'under a condition on a key that is not trusted',
      { Condition: { StringEquals: { 'aws:Referer': 'https://example.com' } } },
    ],
    ['from any address', { Condition: { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } } }],
    ['from half of all addresses', { Condition: { IpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '128.0.0.0/1'] } } }],
    ['from too many IPv6 addresses', { Condition: { IpAddress: { 'aws:SourceIp': '2001::/16' } } }],
    ['from everywhere but one place', { Condition: { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } }],
    ['from any VPC', { Condition: { StringLike: { 'aws:SourceVpc': 'vpc-*' } } }],
    ['to what the caller brings along', { Condition: { StringEquals: { 'aws:SourceVpc': '${aws:username}' } } }],
    ['unless a key is there and differs', { Condition: { StringEqualsIfExists: { 'aws:SourceVpce': 'vpce-1' } } }],
    [
      'if all values of an absent key match',
      { Condition: { 'ForAllValues:StringEquals': { 'aws:PrincipalOrgID': 'o-1' } } },
    ],
    ['to everybody outside an organization', { Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-1' } } }],
    ['under a condition without values', { Condition: { StringEquals: { 'aws:SourceVpce': [] } } }],
    ['under a condition that is none', { Condition: 'never' }],
  ])('%s', (_, statement) => {
    expect(isPublicPolicy(policy(statement))).toBe(true);
  });

  it('if one of its statements is', () => {
    expect(isPublicPolicy(policy({ Principal: { AWS: 'arn:aws:iam::444455556666:root' } }, {}))).toBe(true);
  });
});

describe('a bucket policy is not public', () => {
  it.each([
    ['if it grants to an account', { Principal: { AWS: 'arn:aws:iam::444455556666:root' } }],
    ['if it grants to a service', { Principal: { Service: 'cloudtrail.amazonaws.com' } }],
    ['if it only denies', { Effect: 'Deny' }],
    ['to one account', { Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } } }],
    ['to one resource', { Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:sns:eu-central-1:111122223333:topic' } } }],
    ['to one organization', { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorgid' } } }],
    [
      'to one organization, whatever the key’s case',
      { Condition: { StringEquals: { 'AWS:principalorgid': 'o-exampleorgid' } } },
    ],
    [
      'from some VPC endpoints',
      { Condition: { StringEquals: { 'aws:SourceVpce': ['vpce-1a2b3c4d', 'vpce-5e6f7a8b'] } } },
    ],
    ['from an office', { Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } }],
    ['from one address', { Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.7' } } }],
    ['from an IPv6 office', { Condition: { IpAddress: { 'aws:SourceIp': '2001:db8::/32' } } }],
    [
      'if one of several conditions narrows',
      { Condition: { Bool: { 'aws:SecureTransport': 'true' }, StringEquals: { 'aws:SourceVpc': 'vpc-1' } } },
    ],
    [
      'through access points of one account',
      { Condition: { StringLike: { 's3:DataAccessPointArn': 'arn:aws:s3:eu-central-1:111122223333:accesspoint/*' } } },
    ],
  ])('%s', (_, statement) => {
    expect(isPublicPolicy(policy(statement))).toBe(false);
  });
});

it('judges any JSON without breaking: a verdict, or MalformedPolicy', () => {
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
      try {
        expect(typeof isPublicPolicy(text)).toBe('boolean');
      } catch (error) {
        expect(error).toMatchObject({ code: 'MalformedPolicy' });
      }
    }),
  );
});

it('calls nothing public that names only accounts, whatever else it says', () => {
  const account = fc.stringMatching(/^\d{12}$/).map((id) => `arn:aws:iam::${id}:root`);
  const condition = fc.dictionary(fc.string(), fc.dictionary(fc.string(), fc.string()));
  fc.assert(
    fc.property(fc.array(fc.tuple(account, condition), { minLength: 1 }), (statements) => {
      const written = statements.map(([AWS, Condition]) => ({ Principal: { AWS }, Condition }));
      expect(isPublicPolicy(policy(...written))).toBe(false);
    }),
  );
});
