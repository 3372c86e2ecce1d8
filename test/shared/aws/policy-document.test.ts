import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodedDocument,
  encodedDocument,
  policyText,
  sameAsRead,
  statementsOf,
  textsOf,
  withStatements,
} from '../../../shared/aws/policy-document.ts';

describe('the text of a policy', () => {
  it('comes back from its encoding, whatever is in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const encoded = encodedDocument(text);
        expect(encoded).toMatch(/^[\w.~%-]*$/);
        expect(decodedDocument(encoded)).toBe(text.toWellFormed());
      }),
    );
  });

  it('stays as it is where it is not encoded', () => {
    expect(decodedDocument('100%')).toBe('100%');
  });

  it('is kept as it was read only where that is not what was to be expected', () => {
    expect(policyText('%7B%22a%22%3A%22%2A%22%7D')).toEqual({ text: '{"a":"*"}' });
    expect(policyText('%7B%22a%22%3A%22*%22%7D')).toEqual({ text: '{"a":"*"}', asRead: '%7B%22a%22%3A%22*%22%7D' });
    fc.assert(fc.property(fc.string(), (asRead) => sameAsRead(policyText(asRead)) === asRead));
  });
});

describe('the statements of a policy', () => {
  const allow = { Effect: 'Allow' };

  it.each([
    ['a list', JSON.stringify({ Statement: [allow, allow] }), [allow, allow]],
    ['a single one', JSON.stringify({ Statement: allow }), [allow]],
    ['none', '{"Version":"2012-10-17"}', []],
    ['no policy', null, []],
    ['no JSON', '{', []],
    ['a list of policies', '[{"Statement":[]}]', []],
    ['a number', '7', []],
    ['nothing', 'null', []],
  ])('may be %s', (_, document, statements) => {
    expect(statementsOf(document)).toEqual(statements);
  });

  it('are replaced, and all else of the policy stays', () => {
    const document = JSON.stringify({ Version: '2008-10-17', Id: 'mine', Statement: [allow] });

    expect(JSON.parse(withStatements(document, []))).toEqual({ Version: '2008-10-17', Id: 'mine', Statement: [] });
  });

  it('name one thing or several, and nothing but texts counts', () => {
    expect(textsOf('*')).toEqual(['*']);
    expect(textsOf(['a', 7, null, 'b'])).toEqual(['a', 'b']);
    expect(textsOf(undefined)).toEqual([]);
  });
});
