import { expect, it } from 'vitest';
import { foreignTrail } from '../../../shared/signals/foreign-trail.ts';

const here = { account: '111122223333', region: 'eu-central-1' };
const trail = 'AWS::CloudTrail::Trail';

it.each([
  ['arn:aws:cloudtrail:us-east-1:111122223333:trail/a', 'the trail is of account 111122223333 in us-east-1'],
  ['arn:aws:cloudtrail:eu-central-1:444455556666:trail/a', 'the trail is of account 444455556666 in eu-central-1'],
])('a trail of elsewhere is told whose it is: %s', (arn, told) => {
  expect(foreignTrail(trail, arn, here)).toBe(`${told}, where it can be looked at`);
});

it.each([
  [trail, 'arn:aws:cloudtrail:eu-central-1:111122223333:trail/a'],
  [trail, 'audit'],
  [trail, 'arn:aws:cloudtrail:us-east-1:444455556666:channel/a'],
  [trail, 'arn:aws:cloudtrail::444455556666:trail/a'],
  [trail, 'arn:aws:cloudtrail:us-east-1::trail/a'],
  [trail, 'arn:aws:cloudtrail:a-b-c-d:444455556666:trail/a'],
  [trail, 'arn:aws-cn:cloudtrail:us-east-1:444455556666:trail/a'],
  [trail, 'arn:aws:s3:us-east-1:444455556666:trail/a'],
  ['AWS::S3::Bucket', 'arn:aws:cloudtrail:us-east-1:444455556666:trail/a'],
])('what is here, or no trail at all, is left to be identified: %s %s', (type, id) => {
  expect(foreignTrail(type, id, here)).toBeUndefined();
});
