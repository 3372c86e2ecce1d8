import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../../shared/outcome.ts';
import { openDesk, outcomesIn, redress, trailStopped } from './cli.ts';
import type { Desk } from './cli.ts';

/** A replay that has started the trail, and the action that it was. */
async function fixed(): Promise<Desk & { readonly action: Outcome }> {
  const desk = await openDesk();
  const ran = await redress(['replay', trailStopped, '--mode', 'enforce', '--format', 'json', ...desk.files]);
  const [action] = outcomesIn(ran);
  if (action?.status !== 'remediated') throw new Error(`${ran.out}${ran.err}`);
  return { ...desk, action };
}

async function isLogging(desk: Desk): Promise<boolean | undefined> {
  return (await desk.read()).account.cloudtrail.trails[0]?.logging;
}

describe('redress rollback', () => {
  it('brings back what was before', async () => {
    const { action, files, ...desk } = await fixed();

    const ran = await redress(['rollback', action.id, '--format', 'json', '--exit-code', ...files]);

    expect(ran.code).toBe(0);
    expect(outcomesIn(ran)).toMatchObject([{ status: 'rolled-back', rollsBack: action.id, restored: true }]);
    expect(await isLogging({ ...desk, files })).toBe(false);
  });

  it('names who asked for it', async () => {
    const { action, files } = await fixed();
    const by = 'arn:aws:iam::111122223333:role/Operators';

    const ran = await redress(['rollback', action.id, '--as', by, ...files]);

    expect(ran.out).toContain(`${by} had action ${action.id} undone`);
  });

  it('is refused with the difference if the resource has changed since, unless it is forced', async () => {
    const { action, files, edit } = await fixed();
    await edit((state) => {
      const { account } = state as unknown as { account: { cloudtrail: { trails: object[] } } };
      Object.assign(account.cloudtrail.trails[0] ?? {}, { logging: false });
    });

    const refused = await redress(['rollback', action.id, '--format', 'json', '--exit-code', ...files]);
    const forced = await redress(['rollback', action.id, '--force', '--format', 'json', '--exit-code', ...files]);

    expect(refused.code).toBe(3);
    expect(outcomesIn(refused)).toMatchObject([{ status: 'refused', guard: 'rollback' }]);
    expect(outcomesIn(refused)[0]?.reason).toContain('expected compliant, found wrong');
    expect(forced.code).toBe(0);
    expect(outcomesIn(forced)).toMatchObject([{ status: 'rolled-back' }]);
  });

  it('finds nothing left to undo the second time', async () => {
    const { action, files } = await fixed();
    await redress(['rollback', action.id, ...files]);

    const again = await redress(['rollback', action.id, ...files]);

    expect(again.code).toBe(0);
    expect(again.out).toContain('nothing is left to undo');
  });

  it('says that an action is unknown', async () => {
    const { files } = await fixed();

    const ran = await redress(['rollback', '20261120T100000-0123456789', ...files]);

    expect(ran.code).toBe(1);
    expect(ran.err).toContain('there is no action 20261120T100000-0123456789');
  });

  it.each([
    [['rollback']],
    [['rollback', 'x; rm -rf /']],
    [['rollback', '../../etc/passwd']],
    [['rollback', '20261120T100000-0123456789', '--function', 'redress-dev-remediate-s3']],
    [
      [
        'rollback',
        '20261120T100000-0123456789',
        '--function',
        'arn:aws:lambda:eu-central-1:111122223333:function:redress-dev-remediate-s3',
      ],
    ],
    [
      [
        'rollback',
        '20261120T100000-0123456789',
        '--as',
        'me',
        '--function',
        'arn:aws:lambda:eu-central-1:111122223333:function:redress-dev-remediate-s3:durable',
      ],
    ],
  ])('is refused with the usage if it is asked for wrongly: %j', async (args) => {
    const ran = await redress(args);

    expect(ran.code).toBe(2);
    expect(ran.err).toContain('Usage: redress rollback');
  });
});
