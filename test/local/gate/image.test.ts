import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { readImage } from '../../../local/gate/image.ts';
import { digest } from './world.ts';

const unsaid = { registry: undefined, region: undefined };

it.each([
  ['scorer:v1', { repository: 'scorer', tag: 'v1', digest: undefined, ...unsaid }],
  ['team/ml/scorer', { repository: 'team/ml/scorer', tag: 'latest', digest: undefined, ...unsaid }],
  [`scorer@${digest}`, { repository: 'scorer', tag: undefined, digest, ...unsaid }],
  [`scorer:v1@${digest}`, { repository: 'scorer', tag: undefined, digest, ...unsaid }],
  [
    '111122223333.dkr.ecr.eu-central-1.amazonaws.com/team/scorer:v1',
    { repository: 'team/scorer', tag: 'v1', digest: undefined, registry: '111122223333', region: 'eu-central-1' },
  ],
  [
    `111122223333.dkr.ecr.us-east-1.amazonaws.com/scorer@${digest}`,
    { repository: 'scorer', tag: undefined, digest, registry: '111122223333', region: 'us-east-1' },
  ],
])('%s names an image', (text, expected) => {
  expect(readImage(text)).toEqual(expected);
});

it.each(['', ':v1', 'Scorer:v1', 'scorer:', 'scorer:a b', 'scorer@sha256:abc', `scorer@${digest}@x`, '../x:y', 'a'])(
  '%j names none',
  (text) => {
    expect(readImage(text)).toBeUndefined();
  },
);

it('what names an image has nothing in it but what a repository, a tag or a digest may have', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 700 }),
      fc.constantFrom('', ':v1', `@${digest}`),
      (name, end) => {
        const found = readImage(`${name}${end}`);
        if (found !== undefined) expect(found.repository).toMatch(/^[a-z0-9._/-]+$/);
      },
    ),
  );
});
