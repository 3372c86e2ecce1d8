import { describe, expect, it } from 'vitest';
import { commands } from '../../../local/commands/index.ts';
import { remediations } from '../../kit/world.ts';
import { openDesk, redress } from './cli.ts';
import { unsafe } from '../../kit/unsafe.ts';

describe('redress list', () => {
  it('shows every remediation with its mode, and where the mode comes from', async () => {
    const ran = await redress(['list', '--format', 'json']);

    expect(ran.code).toBe(0);
    const listed = JSON.parse(ran.out) as { id: string }[];
    expect(listed.map(({ id }) => id).toSorted()).toEqual(remediations.map(({ id }) => id).toSorted());
    expect(listed).toContainEqual(
      expect.objectContaining({
        id: 's3-bucket-public-access-blocked',
        mode: 'report',
        modeEntry: expect.objectContaining({ line: expect.any(Number) }),
        severity: 'high',
        impact: 'brief',
        reversible: true,
        remediator: 's3',
        triggers: expect.any(Array),
      }),
    );
  });

  it('shows the modes of another policy', async () => {
    const { write } = await openDesk();
    const policy = await write('policy.yml', 'version: 1\ndefaults: { mode: approve }\n');

    const ran = await redress(['list', '--policy', policy]);

    const lines = ran.out.split('\n').filter((line) => /^[a-z0-9]+-/.test(line));
    expect(lines).toHaveLength(remediations.length);
    for (const line of lines) expect(line).toMatch(/^\S+ +approve +/);
  });

  it('says what is wrong with a policy that is not valid', async () => {
    const { write } = await openDesk();

    const ran = await redress(['list', '--policy', await write('policy.yml', 'version: 1\nmodes: {}\n')]);

    expect(ran.code).toBe(1);
    expect(ran.err).toContain('unknown key "modes"');
  });
});

describe('redress validate', () => {
  it("finds the project's own policy and event patterns valid", async () => {
    const ran = await redress(['validate']);

    expect(ran).toMatchObject({ code: 0, out: '✔ policy.yml and the event patterns are valid.\n' });
  });

  it('exits with 3 and shows every problem with its line', async () => {
    const { write } = await openDesk();
    const policy = await write(
      'policy.yml',
      'version: 1\nremediations:\n  s3-bucket-public-acces-blocked:\n    mode: enforce\ndefaults:\n  mode: sometimes\n',
    );

    const table = await redress(['validate', policy]);
    const json = await redress(['validate', policy, '--format', 'json']);

    expect([table.code, json.code]).toEqual([3, 3]);
    expect(table.out).toContain('policy.yml:3');
    expect(table.out).toContain('Did you mean "s3-bucket-public-access-blocked"');
    expect(table.out).toContain('policy.yml:6');
    const { valid, problems } = JSON.parse(json.out) as { valid: boolean; problems: object[] };
    expect(valid).toBe(false);
    expect(problems).toHaveLength(2);
  });

  it('warns of exemptions that have expired, and is valid all the same', async () => {
    const { write } = await openDesk();
    const policy = await write(
      'policy.yml',
      'version: 1\nexemptions:\n  - resources: [a]\n    reason: On purpose for now\n    owner: o@example.com\n    expires: 2020-01-01\n',
    );

    const ran = await redress(['validate', policy]);

    expect(ran.code).toBe(0);
    expect(ran.out).toMatch(/! .*policy\.yml:3 exemptions\[0\]: the exemption has expired on 2020-01-01/);
  });

  it('shows what is hostile in a policy as text', async () => {
    const { write } = await openDesk();
    const policy = await write('policy.yml', 'version: 1\n"\\e[31mx\\u202e": 1\n');

    const ran = await redress(['validate', policy]);

    expect(ran.code).toBe(3);
    expect(`${ran.out}${ran.err}`).not.toMatch(unsafe);
  });

  it.each([
    [['validate', 'no-such-file.yml'], 1],
    [['validate', 'a', 'b'], 2],
    [['validate', '--format', 'xml'], 2],
  ] as const)('fails clearly: %j', async (args, code) => {
    const ran = await redress(args);

    expect(ran.code).toBe(code);
    expect(ran.err).toMatch(/^redress validate: /);
  });
});

describe('redress schema', () => {
  it('prints the JSON Schema that knows every remediation', async () => {
    const ran = await redress(['schema']);

    expect(ran.code).toBe(0);
    expect(JSON.parse(ran.out)).toMatchObject({ $schema: expect.stringContaining('draft-07'), type: 'object' });
    for (const { id } of remediations) expect(ran.out).toContain(id);
  });
});

describe('redress plan', () => {
  const event = 'events/config/05-endpoint-config-without-key-conformance-pack.json';

  it('shows the calls, their undo, the permissions, and what the policy says, and writes nothing', async () => {
    const { folder } = await openDesk();

    const ran = await redress(['plan', event, '--evidence', folder, '--format', 'json', '--exit-code']);

    expect(ran.code).toBe(3);
    const { plans } = JSON.parse(ran.out) as { plans: { permissions: string[]; plan: { steps: object[] } }[] };
    expect(plans).toMatchObject([
      {
        remediation: 'sagemaker-endpoint-encrypted',
        resource: { id: 'fraud-detector' },
        severity: 'high',
        reversible: true,
        policy: { mode: 'enforce', modeEntry: { line: expect.any(Number) } },
        planDigest: expect.stringMatching(/^sha256:/),
      },
    ]);
    expect(plans[0]?.permissions).toEqual(
      expect.arrayContaining([
        'sagemaker:CreateEndpointConfig',
        'sagemaker:DeleteEndpointConfig',
        'sagemaker:UpdateEndpoint',
      ]),
    );
    expect(plans[0]?.plan.steps).toHaveLength(2);
  });

  it('is readable', async () => {
    const { folder } = await openDesk();

    const ran = await redress(['plan', event, '--evidence', folder]);

    expect(ran.code).toBe(0);
    for (const text of [
      'undo by SageMaker.',
      'takes',
      'enforce, so it would be done at once',
      'Nothing was written.',
    ]) {
      expect(ran.out).toContain(text);
    }
  });

  it('says whose entry stands in the way', async () => {
    const { folder } = await openDesk();

    const exempted = await redress([
      'plan',
      'events/cloudtrail/06-public-mirror-policy-replaced.json',
      '--evidence',
      folder,
    ]);

    expect(exempted.out).toMatch(/policy +exempted until [\d-]+ by open-data@example\.com/);
  });

  it('has nothing to say about events that concern nobody', async () => {
    const { folder } = await openDesk();

    const ran = await redress(['plan', 'events/config/11-compliant.json', '--evidence', folder, '--exit-code']);

    expect(ran).toMatchObject({ code: 0, out: '\n1 event: 0 findings about 0 resources. Nothing was written.\n' });
  });

  it('reads events from standard input, and fails on what is none', async () => {
    const { folder } = await openDesk();

    const ran = await redress(['plan', '-', '--evidence', folder, '--format', 'json'], '{"x":1}\n');

    expect(ran.code).toBe(1);
    expect(ran.err).toContain('standard input');
    expect(JSON.parse(ran.out)).toEqual({ events: 0, plans: [] });
  });

  it('knows no --mode: it never writes', async () => {
    expect((await redress(['plan', event, '--mode', 'enforce'])).code).toBe(2);
  });
});

describe('The command line', () => {
  it('lists every command', async () => {
    const ran = await redress(['help']);

    expect(ran.code).toBe(0);
    for (const name of Object.keys(commands)) expect(ran.out).toMatch(new RegExp(`^ {2}${name} +\\S`, 'm'));
  });

  it.each(Object.keys(commands))('explains %s and every option of it, in lines that fit a terminal', async (name) => {
    const command = await commands[name]?.();
    const ran = await redress([name, '--help']);

    expect(ran.code).toBe(0);
    expect(ran.err).toBe('');
    expect(ran.out).toContain(`Usage: redress ${name}`);
    for (const option of Object.keys(command?.options ?? {})) {
      expect(ran.out, option).toContain(`--${option}`);
    }
    for (const line of ran.out.split('\n')) expect(line.length).toBeLessThanOrEqual(120);
  });

  it.each(Object.keys(commands))('ends %s with 2 and its usage for an option that is not there', async (name) => {
    const ran = await redress([name, '--no-such-option']);

    expect(ran.code).toBe(2);
    expect(ran.out).toBe('');
    expect(ran.err).toContain(`Usage: redress ${name}`);
  });
});
