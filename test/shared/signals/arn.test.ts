import { expect, it } from 'vitest';
import { homeRegionOf } from '../../../shared/signals/arn.ts';

it.each([
  ['eu-central-1', 'us-east-1'],
  ['us-east-1', 'us-east-1'],
  ['us-gov-east-1', 'us-gov-west-1'],
  ['cn-northwest-1', 'cn-north-1'],
  ['eusc-de-east-1', 'eusc-de-east-1'],
])('what is the same in all Regions counts, seen from %s, as being in %s', (region, home) => {
  expect(homeRegionOf(region)).toBe(home);
});
