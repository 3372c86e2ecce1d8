import type { AccountFile, AccountState } from '../../local/account/state.ts';
import type { Fixture } from '../kit/fixture.ts';
import { signalAbout } from '../kit/signal.ts';

const bucket = 'fraud-training-data';
const on = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };
const publicPolicy = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::${bucket}/*` }],
};

type Bucket = NonNullable<NonNullable<AccountFile['s3']>['buckets']>[string];

function holding(settings: Bucket): AccountFile {
  return { s3: { buckets: { [bucket]: settings } } };
}

function change(state: AccountState, flags: typeof on | undefined): void {
  const found = state.s3.buckets[bucket];
  if (found === undefined) return;
  const { publicAccessBlock: _, ...rest } = found;
  state.s3.buckets[bucket] = flags === undefined ? rest : { ...rest, publicAccessBlock: flags };
}

export const fixture: Fixture = {
  remediation: 's3-bucket-public-access-blocked',
  signal: signalAbout({ type: 'AWS::S3::Bucket', id: bucket }, { configRule: 's3-bucket-public-read-prohibited' }),
  wrong: [
    { name: 'the bucket has no settings and a public policy', account: holding({ policy: publicPolicy }) },
    { name: 'the bucket has no settings and is private', account: holding({}) },
    {
      name: 'some settings are on and the ACL is public',
      account: holding({
        ownership: 'ObjectWriter',
        acl: 'public-read',
        publicAccessBlock: { BlockPublicPolicy: true, RestrictPublicBuckets: true },
      }),
    },
    { name: 'all settings are there and off', account: holding({ publicAccessBlock: {} }) },
    {
      name: 'one setting is missing',
      account: holding({ publicAccessBlock: { ...on, RestrictPublicBuckets: false } }),
    },
  ],
  right: holding({ policy: publicPolicy, publicAccessBlock: on }),
  gone: { s3: { buckets: { 'another-bucket': {} } } },
  isRight: ({ s3 }) => {
    const found = s3.buckets[bucket];
    const { BlockPublicAcls, BlockPublicPolicy, IgnorePublicAcls, RestrictPublicBuckets } =
      found?.publicAccessBlock ?? {};
    const flags = [BlockPublicAcls, BlockPublicPolicy, IgnorePublicAcls, RestrictPublicBuckets];
    return found === undefined || flags.every((flag) => flag === true);
  },
  breakAgain: (state) => change(state, undefined),
  fixByHand: (state) => change(state, on),
  remove: (state) => void delete state.s3.buckets[bucket],
  essence: (state) => state.s3,
};
