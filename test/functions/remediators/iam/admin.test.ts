import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { described, isWide, wideStatements } from '../../../../functions/remediators/iam/admin.ts';

const usual = ['*', 'iam:*', 'sts:*'];
const allow = (more: object) => ({ Effect: 'Allow', Resource: '*', ...more });

describe('a statement', () => {
  it.each([
    ['all actions', allow({ Action: '*' })],
    ['all actions of all services', allow({ Action: '*:*' })],
    ['all actions, among others', allow({ Action: ['s3:GetObject', '**'] })],
    ['all of IAM', allow({ Action: 'IAM:*' })],
    ['all that begins like IAM', allow({ Action: 'i*' })],
    ['all services whose names have three letters', allow({ Action: '???:*' })],
    ['all on all ARNs', allow({ Action: '*', Resource: ['arn:aws:s3:::data', 'arn:aws:*:*:*:*'] })],
    ['all on all ARNs, in one word', allow({ Action: '*', Resource: 'arn:*' })],
    ['all on all that has a name', allow({ Action: '*', Resource: '?*' })],
    ['all on all that has a colon', allow({ Action: '*', Resource: '*:*' })],
    ['all of IAM on all of IAM', allow({ Action: 'iam:*', Resource: 'arn:aws:iam::*:*' })],
    ['all of IAM on all of the account', allow({ Action: 'iam:*', Resource: 'arn:aws-cn:iam::111122223333:*' })],
    ['all on all of the account that IAM knows', allow({ Action: '*', Resource: 'arn:*:iam::111122223333:*' })],
    ['all but one resource', { Effect: 'Allow', Action: 'iam:*', NotResource: 'arn:aws:s3:::data' }],
    ['all but a little', allow({ NotAction: ['organizations:*', 'account:*'] })],
    ['all but IAM', allow({ NotAction: 'iam:*' })],
  ])('that allows %s is too wide', (_, statement) => {
    expect(isWide(statement, usual)).toBe(true);
  });

  it.each([
    ['denies', { ...allow({ Action: '*' }), Effect: 'Deny' }],
    ['allows all of S3', allow({ Action: 's3:*' })],
    ['allows reading of IAM', allow({ Action: ['iam:Get*', 'iam:List*'] })],
    ['allows one service whose name has two letters', allow({ Action: '??:*' })],
    ['names resources', allow({ Action: '*', Resource: 'arn:aws:s3:::*' })],
    ['names roles', allow({ Action: 'iam:*', Resource: 'arn:aws:iam::*:role/*' })],
    ['names what has short names', allow({ Action: '*', Resource: 'arn:aws:??:*:*:?' })],
    ['spares all resources in one word', { Effect: 'Allow', Action: '*', NotResource: 'arn:*' }],
    ['spares all resources', { Effect: 'Allow', Action: '*', NotResource: ['arn:aws:s3:::data', '*'] }],
    ['spares all actions', allow({ NotAction: '*' })],
    ['says nothing', {}],
    ['is a text', 'Allow'],
    ['is nothing', null],
  ])('that %s is not', (_, statement) => {
    expect(isWide(statement, usual)).toBe(false);
  });

  it('is judged by what is asked for alone', () => {
    expect(isWide(allow({ Action: 'iam:*' }), ['*'])).toBe(false);
    expect(isWide(allow({ Action: 's3:*' }), ['s3:*'])).toBe(true);
    expect(isWide(allow({ NotAction: 'iam:*' }), ['iam:*'])).toBe(false);
    expect(isWide(allow({ Action: 's3:*', Resource: 'arn:aws:s3:::*' }), ['s3:*'])).toBe(true);
    expect(isWide(allow({ Action: 's3:*', Resource: 'arn:aws:s3:::data-*' }), ['s3:*'])).toBe(false);
    expect(isWide(allow({ Action: 'sagemaker:*', Resource: 'arn:aws:sagemaker:*:*:*' }), ['sagemaker:*'])).toBe(true);
  });

  it('of any shape is judged without an error', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const { plain, conditional } = wideStatements(text, usual);
        expect([...plain, ...conditional].map(described)).toEqual([]);
      }),
    );
  });

  it('with many wildcards costs no more than others', () => {
    expect(isWide(allow({ Action: `${'*a'.repeat(5_000)}*` }), usual)).toBe(false);
  });
});

it('a condition tells statements apart; an empty one is none', () => {
  const open = allow({ Action: '*' });
  const none = { ...open, Condition: {} };
  const tagged = { ...open, Condition: { StringEquals: { 'aws:ResourceTag/team': 'fraud' } } };
  const document = JSON.stringify({ Statement: [open, none, tagged, allow({ Action: 's3:*' })] });

  expect(wideStatements(document, usual)).toEqual({ plain: [open, none], conditional: [tagged] });
});

it('a statement is spoken of in few words', () => {
  expect(described(allow({ Action: ['iam:*', 's3:*'] }))).toBe('iam:*, s3:* on all resources');
  expect(described(allow({ Action: 'iam:*', Resource: 'arn:aws:iam::*:*' }))).toBe('iam:* on arn:aws:iam::*:*');
  expect(described({ NotAction: 'iam:*', NotResource: 'arn:aws:s3:::data' })).toBe(
    'everything but iam:* on all resources but arn:aws:s3:::data',
  );
});
