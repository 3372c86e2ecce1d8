import { describe, expect, it } from 'vitest';
import { expiredExemptions } from '../../../shared/policy/parse.ts';
import { bucket, decide, endpoint, now, read, untagged, withoutArn } from './fixture.ts';

const exemption = 'reason: published on purpose, owner: data@example.com, expires: 2027-06-30';
const protection = 'reason: under legal hold';

describe('an exemption', () => {
  const text = `exemptions: [{ resources: [fraud-training-data], remediations: [s3-*], ${exemption} }]`;

  it('comes with its reason, owner, last day and line', () => {
    expect(decide(text, bucket).exemption).toEqual({
      reason: 'published on purpose',
      owner: 'data@example.com',
      expires: '2027-06-30',
      entry: { path: 'exemptions[0]', line: 2 },
    });
  });

  it('is about what it selects, and about nothing else', () => {
    expect(decide(text, { ...bucket, remediation: 'sagemaker-endpoint-encrypted' }).exemption).toBeUndefined();
    expect(decide(text, endpoint).exemption).toBeUndefined();
  });

  it('holds until the end of its last day, UTC', () => {
    const policy = read(text);

    expect(policy.decide(bucket, new Date('2027-06-30T23:59:59.999Z')).exemption).toBeDefined();
    expect(policy.decide(bucket, new Date('2027-07-01T00:00:00Z')).exemption).toBeUndefined();
  });

  it('that has expired is listed for renewal', () => {
    const two = `exemptions:
  - { resources: [one], ${exemption} }
  - { resources: [two], reason: published on purpose, owner: me again, expires: 2026-11-20 }`;

    expect(expiredExemptions(read(two), now)).toEqual([
      {
        reason: 'published on purpose',
        owner: 'me again',
        expires: '2026-11-20',
        entry: { path: 'exemptions[1]', line: 4 },
      },
    ]);
    expect(expiredExemptions(read(two), new Date('2026-11-20T23:00:00Z'))).toEqual([]);
  });

  it('that has expired gives way to a later one', () => {
    const two = `exemptions:
  - { resources: [fraud-*], reason: the old agreement, owner: me, expires: 2026-01-01 }
  - { resources: [fraud-*], reason: the new agreement, owner: me, expires: 2027-01-01 }`;

    expect(decide(two, bucket).exemption?.reason).toBe('the new agreement');
  });
});

describe('a protected resource', () => {
  it('comes with its reason and line, whatever the mode', () => {
    const text = `defaults: { mode: enforce }\nprotected: [{ resources: ["arn:aws:s3:::fraud-*"], ${protection} }]`;

    expect(decide(text, bucket)).toMatchObject({
      mode: 'enforce',
      protection: { reason: 'under legal hold', entry: { path: 'protected[0]', line: 3 } },
    });
    expect(decide(text, endpoint).protection).toBeUndefined();
  });
});

describe('unread tags', () => {
  it('count as matching for exemptions and protected resources', () => {
    const text = `exemptions: [{ tags: { public: "yes" }, ${exemption} }]\nprotected: [{ tags: { hold: "*" }, ${protection} }]`;

    const unread = decide(text, untagged(bucket));
    expect(unread.exemption).toBeDefined();
    expect(unread.protection).toBeDefined();

    const without = decide(text, { ...bucket, tags: {} });
    expect(without.exemption).toBeUndefined();
    expect(without.protection).toBeUndefined();
  });

  it('do not make an entry match that another selector rules out', () => {
    const text = `protected: [{ tags: { hold: "*" }, accounts: ["444455556666"], ${protection} }]`;

    expect(decide(text, untagged(bucket)).protection).toBeUndefined();
  });

  it('do not let a rule permit anything', () => {
    const text =
      'rules: [{ name: sandbox, tags: { environment: sandbox }, mode: enforce, limits: { max-resources: 99 } }]';

    expect(decide(text, untagged(bucket))).toMatchObject({ mode: 'report', limits: { maxResources: 10 } });
  });

  it('let a rule forbid that would win if it matched', () => {
    const text = `defaults: { mode: enforce }
rules: [{ name: production, tags: { environment: production }, mode: approve, ownership: report, limits: { max-resources: 1 } }]`;

    expect(decide(text, untagged(bucket))).toMatchObject({
      mode: 'approve',
      modeEntry: { path: 'rules[0] "production"' },
      ownership: 'report',
      limits: { maxResources: 1 },
    });
  });

  it('leave the entry that surely holds to be named, where it makes no difference', () => {
    const text = `rules:
  - { name: perhaps, tags: { environment: production }, mode: report }
  - { name: surely, accounts: ["111122223333"], mode: report }`;

    expect(decide(text, untagged(bucket)).modeEntry.path).toBe('rules[1] "surely"');
  });

  it('let no rule forbid that would lose even if it matched', () => {
    const text = `rules:
  - { name: production, tags: { environment: production }, mode: off }
  - { name: this one, resources: [fraud-*], mode: enforce }`;

    expect(decide(text, untagged(bucket)).mode).toBe('enforce');
  });

  it('leave a percentage in force that only holds by tag', () => {
    const text = 'rules: [{ name: some, tags: { a: b }, limits: { max-resources-percent: 5 } }]';

    expect(decide(text, untagged(bucket)).limits.maxResourcesPercent).toBe(5);
    expect(decide(text, bucket).limits.maxResourcesPercent).toBeUndefined();
  });

  it('keep to reporting where it depends on them which parameters hold', () => {
    const text = `defaults: { mode: enforce }
rules: [{ name: other key, tags: { team: churn }, remediations: [sagemaker-*], parameters: { kms-key: alias/churn } }]`;

    expect(decide(text, endpoint).mode).toBe('enforce');
    expect(decide(text.replace('enforce', 'approve'), untagged(endpoint)).mode).toBe('report');
    expect(decide(text.replace('enforce', 'off'), untagged(endpoint)).mode).toBe('off');
    expect(decide(text, untagged(endpoint))).toMatchObject({
      mode: 'report',
      modeEntry: { path: 'rules[0] "other key"' },
      parameters: {},
    });
  });
});

describe('an unknown ARN', () => {
  function isProtected(pattern: string, subject = endpoint): boolean {
    const text = `protected: [{ resources: ["${pattern}"], ${protection} }]`;
    return decide(text, withoutArn(subject)).protection !== undefined;
  }

  it.each([
    ['arn:aws:sagemaker:eu-central-1:111122223333:endpoint/churn-scorer', true],
    ['arn:aws:sagemaker:*:*:endpoint/churn-*', true],
    ['arn:aws:sagemaker:*:*:endpoint*', true],
    ['*:endpoint/churn-scorer', true],
    ['arn:*', true],
    ['arn:aws:sagemaker:us-east-1:111122223333:endpoint/churn-scorer', false],
    ['arn:aws:sagemaker:eu-central-1:444455556666:endpoint/churn-scorer', false],
    ['arn:aws:sagemaker:eu-central-1:111122223333:endpoint/fraud-detector', false],
    ['*:endpoint/fraud-detector', false],
    ['*fraud*', false],
  ])('could be what %s protects: %j', (pattern, expected) => {
    expect(isProtected(pattern)).toBe(expected);
  });

  it('may lack account and Region, as those of buckets do', () => {
    expect(isProtected('arn:aws:s3:::fraud-training-data', bucket)).toBe(true);
    expect(isProtected('arn:aws:s3:::other', bucket)).toBe(false);
  });

  it('is compared without case, since SageMaker writes names in ARNs in lower case', () => {
    const subject = { ...endpoint, resource: { ...endpoint.resource, id: 'Churn-Scorer' } };

    expect(isProtected('arn:aws:sagemaker:*:*:endpoint/churn-scorer', subject)).toBe(true);
  });

  it('does not let a rule permit anything', () => {
    const text = 'rules: [{ name: churn, resources: ["arn:aws:sagemaker:*:*:endpoint/churn-*"], mode: enforce }]';

    expect(decide(text, endpoint).mode).toBe('enforce');
    expect(decide(text, withoutArn(endpoint)).mode).toBe('report');
  });
});
