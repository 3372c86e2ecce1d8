import { describe, expect, it } from 'vitest';
import { openDesk, outcomesIn, redress } from './cli.ts';

const id = 'sagemaker-endpoint-encrypted';

describe('redress sweep', () => {
  it('finds what is wrong in the local account, and puts it right as the policy says', async () => {
    const { files, read } = await openDesk();

    const ran = await redress(['sweep', '--remediation', id, '--format', 'json', ...files]);

    expect(ran.code).toBe(0);
    const report = JSON.parse(ran.out) as { swept: object[]; without: string[] };
    expect(report.swept).toMatchObject([{ remediation: id, candidates: expect.any(Number) }]);
    const remediated = outcomesIn(ran).filter(({ status }) => status === 'remediated');
    expect(remediated.map(({ resource }) => resource.id)).toContain('fraud-detector');
    const { endpointConfigs = {} } = (await read()).account.regions['eu-central-1']?.sagemaker ?? {};
    expect(Object.keys(endpointConfigs)).toContainEqual(expect.stringContaining('fraud-detector-cfg-1-redress-'));
  });

  it('finds nothing to do the second time, since it goes on from the first', async () => {
    const { files } = await openDesk();
    await redress(['sweep', '--remediation', id, ...files]);

    const again = await redress(['sweep', '--remediation', id, '--format', 'json', ...files]);

    expect(outcomesIn(again).filter(({ status }) => status === 'remediated')).toEqual([]);
    expect(again.err).toContain('Going on from');
  });

  it('writes nothing in mode report, and says so to programs', async () => {
    const { files, read } = await openDesk();

    const ran = await redress(['sweep', '--mode', 'report', '--format', 'json', '--exit-code', ...files]);

    expect(ran.code).toBe(3);
    expect(new Set(outcomesIn(ran).map(({ mode }) => mode))).toEqual(new Set(['report']));
    expect(outcomesIn(ran).filter(({ calls }) => calls !== undefined)).toEqual([]);
    expect(JSON.stringify((await read()).account)).not.toContain('-redress-');
  });

  it('can ask first, and takes the answer', async () => {
    const { files } = await openDesk();
    const swept = await redress(['sweep', '--mode', 'approve', '--remediation', id, '--format', 'json', ...files]);
    const waiting = outcomesIn(swept).find(({ status }) => status === 'awaiting-approval');

    const ran = await redress(['approve', waiting?.id ?? '', '--format', 'json', ...files]);

    expect(outcomesIn(ran)).toMatchObject([{ status: 'remediated', signal: { source: 'sweep' } }]);
  });

  it('tells a person what was looked at', async () => {
    const { files } = await openDesk();

    const ran = await redress(['sweep', '--mode', 'report', '--remediation', id, ...files]);

    expect(ran.out).toMatch(
      /^Sweep of account 111122223333 in eu-central-1\n {2}sagemaker-endpoint-encrypted: \d+ looked at/,
    );
    expect(ran.out).toContain('! reported');
  });

  it('looks at another Region, where there is nothing', async () => {
    const { files } = await openDesk();

    const ran = await redress(['sweep', '--remediation', id, '--region', 'us-east-1', '--format', 'json', ...files]);

    expect(JSON.parse(ran.out)).toMatchObject({
      region: 'us-east-1',
      swept: [{ candidates: 0, signals: 0 }],
      outcomes: [],
    });
  });

  it('keeps nothing with --no-state', async () => {
    const { files, read } = await openDesk();

    await redress(['sweep', '--no-state', '--mode', 'report', '--remediation', id, '--evidence', files[3] ?? '']);

    await expect(read()).rejects.toThrow('ENOENT');
  });

  it.each([
    [['sweep', 'something']],
    [['sweep', '--region', 'Mars']],
    [['sweep', '--profile', 'a', '--endpoint', 'http://b']],
    [['sweep', '--profile', 'a', '--account', 'b.json']],
    [['sweep', '--state', 'a', '--no-state']],
  ])('is refused with the usage if it is asked for wrongly: %j', async (args) => {
    const ran = await redress(args);

    expect(ran.code).toBe(2);
    expect(ran.err).toContain('Usage: redress sweep');
  });

  it('guesses which remediation was meant', async () => {
    const { files } = await openDesk();

    const ran = await redress(['sweep', '--remediation', 'sagemaker-endpoint-encryptet', ...files]);

    expect(ran.code).toBe(2);
    expect(ran.err).toContain(`Did you mean ${id}?`);
  });
});
