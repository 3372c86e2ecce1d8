import { describe, expect, it, test } from 'vitest';
import { bucket, decide, endpoint, read } from './fixture.ts';

/** One rule for each selector, all about the same bucket, from the least to the most specific. */
const selectors = [
  'remediations: [s3-*]',
  'accounts: ["111122223333"]',
  'regions: [eu-*]',
  'tags: { environment: production }',
  'resources: [fraud-*]',
] as const;

describe('without an entry', () => {
  it('everything is reported, under cautious limits', () => {
    expect(decide('', bucket)).toEqual({
      mode: 'report',
      modeEntry: { path: 'built-in default' },
      parameters: {},
      limits: { maxResources: 10, maxAttempts: 3, maxAge: 86_400 },
      ownership: 'act',
      approvalExpiry: 86_400,
    });
  });
});

describe('the cascade', () => {
  it.each([
    ['defaults', '', 2],
    [
      'remediations.s3-bucket-public-access-blocked',
      'remediations: { s3-bucket-public-access-blocked: { mode: enforce } }',
      3,
    ],
  ])('lets %s decide if nothing is more specific', (path, text, line) => {
    const decision = decide(`defaults: { mode: approve }\n${text}`, bucket);

    expect(decision.modeEntry).toEqual({ path, line });
  });

  it.each(selectors.slice(1).map((selector, index) => [selectors[index], selector]))(
    'puts a rule by %s behind one by %s',
    (less, more) => {
      const rules = [`{ name: less, ${less}, mode: off }`, `{ name: more, ${more}, mode: enforce }`];

      for (const order of [rules, rules.toReversed()]) {
        const decision = decide(`rules: [${order.join(', ')}]`, bucket);

        expect(decision.mode).toBe('enforce');
        expect(decision.modeEntry.path).toBe(`rules[${order.indexOf(rules[1] ?? '')}] "more"`);
      }
    },
  );

  it('counts a rule as its most specific selector, not as the sum of the others', () => {
    const text = `rules:
  - { name: three, accounts: ["111122223333"], regions: [eu-*], tags: { team: fraud }, mode: off }
  - { name: one, resources: [fraud-training-data], mode: enforce }`;

    expect(decide(text, bucket).mode).toBe('enforce');
  });

  it('lets the number of selectors decide between equally specific ones', () => {
    const text = `rules:
  - { name: two, regions: [eu-*], resources: [fraud-*], mode: enforce }
  - { name: one, resources: [fraud-training-data], mode: off }`;

    expect(decide(text, bucket).modeEntry.path).toBe('rules[0] "two"');
  });

  test.each([
    ['off', 'enforce', 'off'],
    ['enforce', 'report', 'report'],
    ['approve', 'enforce', 'approve'],
    ['report', 'approve', 'report'],
  ])('a tie between %s and %s ends in %s', (one, other, expected) => {
    const text = `rules:
  - { name: one, resources: [fraud-*], mode: ${one} }
  - { name: other, resources: ["*-data"], mode: ${other} }`;

    expect(decide(text, bucket).mode).toBe(expected);
  });

  it('takes a rule that names a remediation for as specific as the section of that remediation', () => {
    const text = `remediations: { s3-bucket-public-access-blocked: { mode: enforce } }
rules: [{ name: all of S3, remediations: [s3-*], mode: report }]`;

    expect(decide(text, bucket).modeEntry.path).toBe('rules[0] "all of S3"');
  });

  it('looks up each setting on its own', () => {
    const text = `defaults: { mode: report, ownership: report, limits: { max-resources: 50, max-age: 1h }, approvals: { expires: 2h } }
remediations: { s3-bucket-public-access-blocked: { mode: enforce, limits: { max-attempts: 5 } } }
rules:
  - { name: production, tags: { environment: production }, limits: { max-resources: 2, max-resources-percent: 10 } }`;

    expect(decide(text, bucket)).toMatchObject({
      mode: 'enforce',
      modeEntry: { path: 'remediations.s3-bucket-public-access-blocked', line: 3 },
      limits: { maxResources: 2, maxResourcesPercent: 10, maxAttempts: 5, maxAge: 3_600 },
      ownership: 'report',
      approvalExpiry: 7_200,
    });
  });

  it('takes the smaller limit, the shorter time and report on a tie, and the larger ones where more specific', () => {
    const text = `rules:
  - { name: one, tags: { team: fraud }, ownership: act, limits: { max-resources: 7, max-age: 2h }, approvals: { expires: 3h } }
  - { name: two, tags: { team: "*" }, ownership: report, limits: { max-resources: 5, max-age: 3h }, approvals: { expires: 1h } }`;
    const specific = '  - { name: three, resources: [fraud-*], ownership: act, limits: { max-resources: 90 } }';

    expect(decide(text, bucket)).toMatchObject({
      ownership: 'report',
      limits: { maxResources: 5, maxAge: 7_200 },
      approvalExpiry: 3_600,
    });
    expect(decide(`${text}\n${specific}`, bucket)).toMatchObject({
      ownership: 'act',
      limits: { maxResources: 90, maxAge: 7_200 },
      approvalExpiry: 3_600,
    });
  });
});

describe('selectors', () => {
  it.each([
    ['accounts: ["444455556666"]', false],
    ['accounts: ["444455556666", "111122223333"]', true],
    ['regions: [us-*]', false],
    ['regions: [us-*, eu-central-?]', true],
    ['resources: [fraud-training-data]', true],
    ['resources: [fraud-training]', false],
    ['resources: ["arn:aws:s3:::fraud-*"]', true],
    ['resources: ["arn:aws:s3:::other"]', false],
    ['tags: { environment: production }', true],
    ['tags: { environment: [live, production] }', true],
    ['tags: { environment: prod }', false],
    ['tags: { Environment: production }', false],
    ['tags: { environment: production, team: fraud }', true],
    ['tags: { environment: production, team: vision }', false],
    ['tags: { owner: "*" }', false],
    ['tags: { team: "*" }', true],
    ['tags: { constructor: "*" }', false],
    ['remediations: [s3-bucket-public-access-blocked]', true],
    ['remediations: [sagemaker-*]', false],
    ['resources: [fraud-*], regions: [us-*]', false],
    ['resources: [fraud-*], regions: [eu-*], accounts: ["111122223333"], tags: { team: fraud }', true],
  ])('{ %s } selects the bucket: %j', (selector, expected) => {
    const decision = decide(`rules: [{ name: selected, ${selector}, mode: enforce }]`, bucket);

    expect(decision.mode).toBe(expected ? 'enforce' : 'report');
  });

  it('compares patterns with an id that is an ARN, and with the name at its end', () => {
    const id = 'arn:aws:cloudtrail:eu-central-1:111122223333:trail/org-audit';
    const trail = { ...bucket, resource: { type: 'AWS::CloudTrail::Trail', id } };
    function isProtected(pattern: string): boolean {
      const text = `protected: [{ resources: ["${pattern}"], reason: because I say so }]`;
      return decide(text, trail).protection !== undefined;
    }

    expect(isProtected('org-audit')).toBe(true);
    expect(isProtected('arn:*:trail/org-*')).toBe(true);
    expect(isProtected(id)).toBe(true);
    expect(isProtected('audit')).toBe(false);
    expect(isProtected('arn:*:trail/other')).toBe(false);
  });

  it('take an id with a slash as a whole', () => {
    const image = { ...bucket, resource: { type: 'AWS::ECR::Repository', id: 'fraud/inference' } };
    const text = 'rules: [{ name: selected, resources: [inference], mode: enforce }]';

    expect(decide(text, image).mode).toBe('report');
    expect(decide(text.replace('[inf', '[fraud/inf'), image).mode).toBe('enforce');
  });
});

describe('parameters', () => {
  it('are merged key by key, the most specific entry last', () => {
    const text = `remediations: { sagemaker-endpoint-encrypted: { parameters: { kms-key: alias/all, action: stop } } }
rules:
  - { name: churn, resources: [churn-*], remediations: [sagemaker-*], parameters: { kms-key: alias/churn } }
  - { name: Europe, regions: [eu-*], remediations: [sagemaker-*], parameters: { kms-key: alias/eu, window: { from: 1 } } }`;

    expect(decide(text, endpoint).parameters).toEqual({
      action: 'stop',
      'kms-key': 'alias/churn',
      window: { from: 1 },
    });
  });

  it('of equally specific rules are taken from the one further down', () => {
    const text = `rules:
  - { name: one, resources: [churn-*], remediations: [sagemaker-*], parameters: { kms-key: alias/one } }
  - { name: two, resources: ["*-scorer"], remediations: [sagemaker-*], parameters: { kms-key: alias/two } }`;

    expect(decide(text, endpoint).parameters).toEqual({ 'kms-key': 'alias/two' });
  });

  it('that are only invalid together let nothing be written', async () => {
    const { z } = await import('zod');
    const parameters = z
      .object({ from: z.int().default(0), to: z.int().default(9) })
      .refine(({ from, to }) => from < to, { error: 'from must be before to' });
    const text = `remediations: { own: { mode: enforce, parameters: { to: 5 } } }
rules: [{ name: late, accounts: ["111122223333"], remediations: [own], parameters: { from: 7 } }]`;
    const subject = { ...bucket, remediation: 'own' };

    const policy = read(text, [{ id: 'own', parameters }]);

    expect(policy.decide({ ...subject, account: '444455556666' }, new Date(0)).mode).toBe('enforce');
    expect(policy.decide(subject, new Date(0))).toMatchObject({
      mode: 'report',
      modeEntry: { path: 'parameters of own: from must be before to' },
    });
  });
});

describe('a remediation whose name every object inherits', () => {
  it.each(['__proto__', 'constructor', 'toString'])('%s has no settings of its own', (remediation) => {
    expect(decide('', { ...bucket, remediation }).modeEntry.path).toBe('built-in default');
  });
});
