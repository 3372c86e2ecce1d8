import { describe, expect, test } from 'vitest';
import { compilePattern } from '../../../local/patterns/compile.ts';

type Row = readonly [title: string, pattern: object, event: unknown, matches: boolean];

function table(subject: string, rows: readonly Row[]): void {
  describe(`in a pattern, ${subject}`, () => {
    test.each(rows)('%s', (_title, pattern, event, expected) => {
      expect(compilePattern(pattern)(event)).toBe(expected);
    });
  });
}

const apiCall = {
  version: '0',
  id: 'e1a2',
  'detail-type': 'AWS API Call via CloudTrail',
  source: 'aws.s3',
  account: '111122223333',
  region: 'eu-central-1',
  resources: [],
  detail: {
    eventSource: 's3.amazonaws.com',
    eventName: 'PutBucketPolicy',
    sourceIPAddress: '203.0.113.7',
    userIdentity: { type: 'AssumedRole', arn: 'arn:aws:sts::111122223333:assumed-role/ml-admin/ada' },
    requestParameters: { bucketName: 'weights', Host: ['weights.s3.eu-central-1.amazonaws.com'] },
    additionalEventData: { bytes: 0 },
  },
};

table('fields', [
  ['match together', { source: ['aws.s3'], region: ['eu-central-1'] }, apiCall, true],
  ['must all match', { source: ['aws.s3'], region: ['us-east-1'] }, apiCall, false],
  ['match at depth', { detail: { requestParameters: { bucketName: ['weights'] } } }, apiCall, true],
  ['must lie where the pattern says', { requestParameters: { bucketName: ['weights'] } }, apiCall, false],
  ['are told apart by case', { Source: ['aws.s3'] }, apiCall, false],
  ['that the pattern does not name are ignored', { id: ['e1a2'] }, apiCall, true],
  ['below a plain value are absent', { source: { x: [{ exists: true }] } }, apiCall, false],
  ['below a plain value do not exist', { source: { x: [{ exists: false }] } }, apiCall, true],
  ['below an absent field do not exist', { a: { b: { c: [{ exists: false }] } } }, apiCall, true],
  ['that failed calls have are absent in others', { detail: { errorCode: [{ exists: false }] } }, apiCall, true],
  [
    'match with operators together',
    {
      source: [{ prefix: 'aws.' }],
      detail: {
        eventName: [{ wildcard: 'Put*Policy' }],
        sourceIPAddress: [{ 'anything-but': { wildcard: '*.amazonaws.com' } }],
        userIdentity: { arn: [{ 'anything-but': { suffix: '/redress' } }] },
        additionalEventData: { bytes: [{ numeric: ['>=', 0, '<', 10] }] },
        errorCode: [{ exists: false }],
      },
    },
    apiCall,
    true,
  ],
]);

table('events that are no objects', [
  ['null matches nothing', { a: [{ exists: false }] }, null, false],
  ['a list matches nothing', { a: [{ exists: false }] }, [{ b: 1 }], false],
  ['a string matches nothing', { length: [1] }, 'a', false],
  ['a number matches nothing', { a: [{ exists: false }] }, 1, false],
  ['undefined matches nothing', { a: [{ exists: false }] }, undefined, false],
  ['an empty object has no fields', { a: [{ exists: false }] }, {}, true],
]);

table('keys of Object.prototype', [
  ['do not exist unless the event has them', { toString: [{ exists: false }] }, {}, true],
  ['do not exist at depth', { detail: { constructor: { name: ['Object'] } } }, { detail: {} }, false],
  ['are plain fields where the event has them', { constructor: ['a'] }, { constructor: 'a' }, true],
  ['__proto__ is absent', { ['__proto__']: [{ exists: false }] }, {}, true],
  ['__proto__ is a plain field', JSON.parse('{"__proto__": {"a": [1]}}'), JSON.parse('{"__proto__": {"a": 1}}'), true],
  ['__proto__ does not lend its members', { a: [1] }, JSON.parse('{"__proto__": {"a": 1}}'), false],
]);

table('keys with dots', [
  ['in the event are steps to the pattern', { a: { b: [1] } }, { 'a.b': 1 }, true],
  ['in the pattern are steps in the event', { 'a.b': [1] }, { a: { b: 1 } }, true],
  ['match themselves', { 'a.b': [1] }, { 'a.b': 1 }, true],
  ['in the middle of a path', { a: { b: { c: [1] } } }, { a: { 'b.c': 1 } }, true],
  ['at the start of a path', { a: { b: { c: [1] } } }, { 'a.b': { c: 1 } }, true],
  ['are not steps twice', { a: { b: [1] } }, { 'a.b': { b: 1 } }, false],
  ['give a field a second value', { a: { b: [2] } }, { 'a.b': 2, a: { b: 1 } }, true],
  ['can be empty steps', { a: { '': [1] } }, { 'a.': 1 }, true],
  ['count for exists', { a: { b: [{ exists: false }] } }, { 'a.b': null }, false],
]);

table('$or', [
  ['takes the first branch', { $or: [{ a: [1] }, { b: [2] }] }, { a: 1 }, true],
  ['takes the second branch', { $or: [{ a: [1] }, { b: [2] }] }, { b: 2 }, true],
  ['takes both branches', { $or: [{ a: [1] }, { b: [2] }] }, { a: 1, b: 2 }, true],
  ['needs one branch', { $or: [{ a: [1] }, { b: [2] }] }, { a: 2, b: 1 }, false],
  ['needs its neighbours', { s: ['x'], $or: [{ a: [1] }, { b: [2] }] }, { s: 'y', a: 1 }, false],
  ['goes with its neighbours', { s: ['x'], $or: [{ a: [1] }, { b: [2] }] }, { s: 'x', b: 2 }, true],
  ['goes with neighbours after it', { $or: [{ a: [1] }, { b: [2] }], s: ['x'] }, { s: 'y', b: 2 }, false],
  ['works at depth', { detail: { $or: [{ a: [1] }, { b: [2] }] } }, { detail: { b: 2 } }, true],
  ['at depth does not look above', { detail: { $or: [{ a: [1] }, { b: [2] }] } }, { b: 2, detail: {} }, false],
  ['wants all fields of a branch', { $or: [{ a: [1], c: [3] }, { b: [2] }] }, { a: 1, b: 0 }, false],
  ['takes a branch with several fields', { $or: [{ a: [1], c: [3] }, { b: [2] }] }, { a: 1, c: 3 }, true],
  ['takes a branch that goes deeper', { $or: [{ a: { x: [1] } }, { b: [2] }] }, { a: { x: 1 } }, true],
  ['nests: the inner branch', { $or: [{ a: [1], $or: [{ c: [3] }, { d: [4] }] }, { b: [2] }] }, { a: 1, d: 4 }, true],
  ['nests: neither inner branch', { $or: [{ a: [1], $or: [{ c: [3] }, { d: [4] }] }, { b: [2] }] }, { a: 1 }, false],
  ['nests: the outer branch', { $or: [{ a: [1], $or: [{ c: [3] }, { d: [4] }] }, { b: [2] }] }, { b: 2 }, true],
  ['twice wants one of each', { $or: [{ a: [1] }, { b: [2] }], d: { $or: [{ x: [1] }, { y: [2] }] } }, { a: 1 }, false],
  [
    'twice takes one of each',
    { $or: [{ a: [1] }, { b: [2] }], d: { $or: [{ x: [1] }, { y: [2] }] } },
    { b: 2, d: { x: 1 } },
    true,
  ],
  ['takes exists: false in a branch', { $or: [{ a: [{ exists: false }] }, { b: [2] }] }, { c: 1 }, true],
  ['takes the same field in several branches', { $or: [{ a: [1] }, { a: [2], b: [2] }] }, { a: 2, b: 2 }, true],
  ['takes operators in a branch', { $or: [{ a: [{ prefix: 'x' }] }, { b: [{ numeric: ['<', 1] }] }] }, { b: 0 }, true],
  ['is a field in an event only', { a: [1] }, { $or: [{ a: 1 }], a: 1 }, true],
]);

const findings = {
  detail: {
    findings: [
      { id: 'f1', severity: 'HIGH', resources: [{ type: 'AwsS3Bucket', tags: ['ml'] }, { type: 'AwsIamRole' }] },
      { id: 'f2', severity: 'LOW', resources: [{ type: 'AwsSageMakerEndpoint', tags: ['ml', 'prod'] }] },
    ],
  },
};
const inFindings = (pattern: object) => ({ detail: { findings: pattern } });

table('lists', [
  ['match with any element', { resources: ['b'] }, { resources: ['a', 'b'] }, true],
  ['match where pattern and event have one in common', { resources: ['x', 'b'] }, { resources: ['a', 'b'] }, true],
  ['do not match without one in common', { resources: ['x', 'y'] }, { resources: ['a', 'b'] }, false],
  ['match at every depth', { a: [1] }, { a: [[2], [[1]]] }, true],
  ['that are empty have no value', { a: [null, ''] }, { a: [[]] }, false],
  ['of mixed elements', { a: [1] }, { a: [{ b: 1 }, 1, [2]] }, true],
]);

table('lists of objects', [
  ['match with any element', inFindings({ severity: ['LOW'] }), findings, true],
  ['want all fields of one element', inFindings({ id: ['f1'], severity: ['HIGH'] }), findings, true],
  ['do not mix elements', inFindings({ id: ['f1'], severity: ['LOW'] }), findings, false],
  ['go on inside', inFindings({ id: ['f1'], resources: { type: ['AwsIamRole'] } }), findings, true],
  ['do not mix elements inside', inFindings({ id: ['f2'], resources: { type: ['AwsIamRole'] } }), findings, false],
  ['do not mix inner elements', inFindings({ resources: { type: ['AwsIamRole'], tags: ['ml'] } }), findings, false],
  ['take an inner element', inFindings({ resources: { type: ['AwsS3Bucket'], tags: ['ml'] } }), findings, true],
  ['take plain values of an inner list', inFindings({ id: ['f2'], resources: { tags: ['prod'] } }), findings, true],
  ['find the one element that will do', { d: { a: ['x'], b: ['y'] } }, { d: [{ a: 'x' }, { a: 'x', b: 'y' }] }, true],
  ['tell lists apart', { p: { a: [1] }, q: { b: [2] } }, { p: [{ a: 0 }, { a: 1 }], q: [{ b: 2 }] }, true],
  ['in lists match', { p: { a: [1], b: [2] } }, { p: [[{ a: 1 }, { a: 1, b: 2 }], []] }, true],
  ['in lists do not mix inner elements', { p: { a: [1], b: [2] } }, { p: [[{ a: 1 }, { b: 2 }]] }, false],
  ['in lists do not mix outer elements', { p: { a: [1], b: [2] } }, { p: [[{ a: 1 }], [{ b: 2 }]] }, false],
  [
    'let plain neighbours go with any element',
    { d: [1], $or: [{ d: { a: [1] } }, { x: [1] }] },
    { d: [1, { a: 1 }] },
    true,
  ],
  [
    'do not match operators across elements',
    { u: { n: ['a'], s: [{ 'anything-but': 'x' }] } },
    {
      u: [
        { n: 'a', s: 'x' },
        { n: 'b', s: 'y' },
      ],
    },
    false,
  ],
  [
    'match operators in one element',
    { u: { n: ['b'], s: [{ 'anything-but': 'x' }] } },
    {
      u: [
        { n: 'a', s: 'x' },
        { n: 'b', s: 'y' },
      ],
    },
    true,
  ],
  ['anything-but asks for one element', { u: { s: [{ 'anything-but': 'x' }] } }, { u: [{ s: 'x' }, { s: 'y' }] }, true],
  [
    'keep to one element across $or',
    { d: { a: [1], $or: [{ b: [2] }, { c: [3] }] } },
    { d: [{ a: 1 }, { b: 2, c: 3 }] },
    false,
  ],
]);

table('exists: false in lists of objects', [
  [
    'is about the element that fields before it chose',
    { d: { a: [1], b: [{ exists: false }] } },
    { d: [{ a: 1 }, { b: 2 }] },
    true,
  ],
  ['fails if that element has it', { d: { a: [1], b: [{ exists: false }] } }, { d: [{ a: 1, b: 2 }, { c: 3 }] }, false],
  ['tries the other elements', { d: { a: [1], b: [{ exists: false }] } }, { d: [{ a: 1, b: 2 }, { a: 1 }] }, true],
  [
    'is about all elements if it comes first',
    { d: { b: [1], a: [{ exists: false }] } },
    { d: [{ b: 1 }, { a: 2 }] },
    false,
  ],
  ['holds first if no element has it', { d: { b: [1], a: [{ exists: false }] } }, { d: [{ b: 1 }, { c: 2 }] }, true],
  ['alone is about all elements', { d: { a: [{ exists: false }] } }, { d: [{ a: 1 }, { b: 2 }] }, false],
  [
    'is about inner lists of the chosen element',
    { d: { a: [1], r: { x: [{ exists: false }] } } },
    { d: [{ a: 1, r: [{ y: 1 }] }, { r: [{ x: 1 }] }] },
    true,
  ],
  ['holds for an empty list', { d: { a: [{ exists: false }] } }, { d: [] }, true],
  [
    'tries the elements of a list past a field that is not in it',
    { d: [1], 'd-x': [1], 'd.e.a': [{ exists: false }] },
    { d: [[1, { e: [{ a: 1 }] }], [1]], 'd-x': 1 },
    true,
  ],
  [
    'tries the elements of a list after a value outside it',
    { d: { y: [1], z: [{ exists: false }] } },
    { 'd.y': 1, d: [{ y: 1 }, { z: 1 }] },
    true,
  ],
]);

test('a pattern compiled once serves many events', () => {
  const match = compilePattern({ source: ['aws.s3'], detail: { a: [{ exists: false }] } });

  const answers = [{ source: 'aws.s3' }, { source: 'aws.s3', detail: { a: 1 } }, { source: 'x' }, apiCall].map(match);

  expect(answers).toEqual([true, false, false, true]);
});

test('the pattern may change after it was compiled', () => {
  const pattern = { source: ['aws.s3'] };
  const match = compilePattern(pattern);

  pattern.source[0] = 'aws.sagemaker';

  expect(match({ source: 'aws.s3' })).toBe(true);
});
