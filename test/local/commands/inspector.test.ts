import { expect, it } from 'vitest';
import { openDesk, outcomesIn, redress } from './cli.ts';

it.each([
  ['20-exploit-in-function-of-pipeline', 'Lambda.PutFunctionConcurrency', { function: 'claims-features', reserved: 0 }],
  [
    '25-exploit-in-training-instance',
    'EC2.ModifyNetworkInterfaceAttribute',
    { interfaces: [{ id: 'eni-0a1b2c3d4e5f60718', groups: ['sg-0d150150150150150'] }] },
  ],
])(
  'what Inspector has found in %s is held off once a person agrees, and let go again',
  async (sample, write, after) => {
    const desk = await openDesk();
    const json = ['--format', 'json', ...desk.files];

    const [asked] = outcomesIn(await redress(['replay', `events/inspector/${sample}.json`, ...json]));
    const [done] = outcomesIn(await redress(['approve', asked?.id ?? '', ...json]));
    const [undone] = outcomesIn(await redress(['rollback', asked?.id ?? '', ...json]));

    expect(asked).toMatchObject({ status: 'awaiting-approval', mode: 'approve' });
    expect(done).toMatchObject({ status: 'remediated', after });
    expect(done?.calls?.map(({ service, operation }) => `${service}.${operation}`)).toEqual([write]);
    expect(undone).toMatchObject({ status: 'rolled-back', restored: true, after: asked?.before });
  },
);
