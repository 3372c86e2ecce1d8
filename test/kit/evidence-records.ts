import fc from 'fast-check';
import { modes, outcomeStatuses } from '../../shared/outcome.ts';
import { signalSources } from '../../shared/signals/signal.ts';

/** Texts as they come from people who mean harm. */
export const hostileText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    '=1+2',
    '@SUM(A1)',
    '-2+3',
    '+1',
    '\t=1',
    '"',
    '",\r\n"',
    '\u001b[31mred',
    '\u202eexe',
    '__proto__',
    '\ud800',
  ),
  fc.integer({ min: 7990, max: 9000 }).map((length) => 'ü'.repeat(length)),
);
const texts = fc.array(hostileText, { maxLength: 3 });
const time = fc
  .date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString());
const action = { service: hostileText, operation: hostileText };

/** Evidence documents of every status and mode, whole or in parts, as the pipeline could write them. */
export const evidenceDocument = fc.record(
  {
    version: fc.constant(1),
    id: fc.stringMatching(/^\d{8}T\d{6}-[0-9a-f]{10}$/),
    remediation: fc.constantFrom(
      's3-bucket-public-access-blocked',
      'sagemaker-endpoint-encrypted',
      'bedrock-api-key-long-term-inactive',
      'cloudtrail-trail-logging',
      'sagemaker-notebook-contained',
      'sagemaker-model-in-vpc',
      'x-y-z',
    ),
    resource: fc.record({ type: hostileText, id: hostileText, arn: hostileText }, { requiredKeys: ['type', 'id'] }),
    account: fc.constantFrom('111122223333', '444455556666'),
    region: fc.constantFrom('eu-central-1', 'us-east-1', 'us-gov-west-1'),
    status: fc.constantFrom(...outcomeStatuses),
    mode: fc.constantFrom(...modes),
    reason: hostileText,
    why: texts,
    todo: texts,
    guard: hostileText,
    plan: fc.record({
      steps: fc.array(fc.record({ id: hostileText, title: hostileText, call: fc.record(action) }), { maxLength: 3 }),
      expect: fc.constant('compliant'),
    }),
    planDigest: hostileText,
    calls: fc.array(
      fc.record(
        {
          ...action,
          step: hostileText,
          kind: fc.constantFrom('do', 'undo'),
          result: fc.constantFrom('done', 'already', 'failed', 'uncertain'),
          requestId: hostileText,
        },
        { requiredKeys: ['service', 'operation', 'step', 'kind', 'result'] },
      ),
      { maxLength: 3 },
    ),
    failure: fc.record({ step: hostileText, error: fc.record({ name: hostileText, message: hostileText }) }),
    restored: fc.boolean(),
    left: texts,
    rollsBack: hostileText,
    signal: fc.record({
      id: hostileText,
      source: fc.constantFrom(...signalSources),
      at: hostileText,
      event: hostileText,
    }),
    actor: fc.record({ arn: hostileText }),
    answeredBy: hostileText,
    startedAt: time,
    endedAt: time,
    severity: fc.constantFrom('low', 'medium', 'high', 'critical'),
    controls: fc.record({ securityHub: texts, configRules: texts, prowler: texts }, { requiredKeys: [] }),
    execution: hostileText,
  },
  {
    requiredKeys: [
      'version',
      'id',
      'remediation',
      'resource',
      'account',
      'region',
      'status',
      'mode',
      'reason',
      'signal',
      'startedAt',
      'endedAt',
    ],
  },
);

/** A document with all that there can be. */
export const fullDocument = {
  version: 1,
  id: '20261120T080122-5dff94afa3',
  remediation: 's3-bucket-public-access-blocked',
  resource: { type: 'AWS::S3::Bucket', id: 'fraud-training-data', arn: 'arn:aws:s3:::fraud-training-data' },
  account: '111122223333',
  region: 'eu-central-1',
  status: 'failed',
  mode: 'enforce',
  reason: 'Block public access to fraud-training-data did not go through.',
  why: ['The bucket policy is public'],
  guard: 'mode',
  plan: {
    steps: [
      {
        id: 'block',
        title: 'Block public access',
        call: { service: 'S3', operation: 'PutPublicAccessBlock', input: {} },
      },
    ],
  },
  planDigest: `sha256:${'a'.repeat(64)}`,
  calls: [
    { step: 'block', kind: 'do', service: 'S3', operation: 'PutPublicAccessBlock', result: 'failed', requestId: 'R1' },
  ],
  failure: { step: 'block', error: { name: 'AccessDenied', message: 'no' } },
  left: ['block'],
  signal: {
    id: 'f00',
    source: 'config',
    at: '2026-11-20T08:01:20.000Z',
    event: '7cfaa80b-2611-4460-afdf-377e699af3f4',
  },
  actor: { arn: 'arn:aws:sts::111122223333:assumed-role/DataScientist/alice' },
  answeredBy: 'arn:aws:sts::111122223333:assumed-role/MlPlatform/bob',
  startedAt: '2026-11-20T08:01:22.000Z',
  endedAt: '2026-11-20T08:01:25.500Z',
  severity: 'high',
  controls: {
    securityHub: ['S3.2'],
    configRules: ['S3_BUCKET_PUBLIC_READ_PROHIBITED'],
    prowler: ['s3_bucket_public_access'],
  },
  execution: 's3-f00',
} as const;

export function bytesOf(document: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(document));
}
