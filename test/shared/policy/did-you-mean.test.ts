import { describe, expect, it, test } from 'vitest';
import { closest, suggestion } from '../../../shared/policy/did-you-mean.ts';

const keys = ['max-resources', 'max-resources-percent', 'max-attempts', 'max-age'];

test.each([
  ['max-resource', 'max-resources'],
  ['maxResources', 'max-resources'],
  ['max_resources_percent', 'max-resources-percent'],
  ['MAX-AGE', 'max-age'],
  ['max-gae', 'max-age'],
  ['max-resource-percents', 'max-resources-percent'],
  ['attempts', undefined],
  ['', undefined],
  ['a'.repeat(100_000), undefined],
])('%j is taken for %j', (word, expected) => {
  expect(closest(word, keys)).toBe(expected);
});

it('takes the closest candidate, wherever it stands in the list', () => {
  expect(closest('approve', ['approved', 'approve', 'approval'])).toBe('approve');
});

describe('suggestion', () => {
  it('names the closest candidate', () => {
    expect(suggestion('enforced', ['off', 'report', 'enforce'])).toBe('Did you mean "enforce"?');
  });

  it('lists the candidates where none is close', () => {
    expect(suggestion('yes', ['off', 'report', 'enforce'])).toBe('Choose from: off, report, enforce.');
  });

  it('says nothing where there is nothing to choose from', () => {
    expect(suggestion('yes', [])).toBe('');
  });
});
