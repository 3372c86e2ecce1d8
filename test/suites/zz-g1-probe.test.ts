import { it } from 'vitest';
import { fixtures } from '../remediations/index.ts';
import { performance } from 'node:perf_hooks';
import { callsOf, openWrong, wrongWorldsOf } from '../kit/wrong.ts';

it('probe', async () => {
  for (const { title, fixture, wrong, first } of wrongWorldsOf(fixtures)) {
    const world = await openWrong(fixture, wrong);
    const t0 = performance.now();
    const out = await world.send(fixture.remediation, fixture.signal);
    console.log(title, (performance.now() - t0).toFixed(0), out.map((o) => o.status), callsOf(world).map((c) => c.operation).join(' '), JSON.stringify(world.backend.usage(world.backend.executions()[0]!.name)));
    if (!title.startsWith('sagemaker-endpoint')) continue;
    for (const kind of ['throttle', 'access-denied', 'not-found', 'conflict', 'server-error'] as const) for (const occurrence of [1,2,3,4,5,6]) {
      const world = await openWrong(fixture, wrong);
      world.account.fault({ operation: 'DescribeEndpoint', occurrence, times: Infinity, kind });
      const c0 = process.cpuUsage();
      const t0 = performance.now();
      const [o] = await world.send(fixture.remediation, fixture.signal);
      const cpu = process.cpuUsage(c0);
      console.log(kind, occurrence, (performance.now() - t0).toFixed(0), 'cpu', ((cpu.user + cpu.system) / 1000).toFixed(0), callsOf(world).length, o?.status, o?.reason, o?.left, o?.restored, JSON.stringify(world.backend.usage(world.backend.executions()[0]!.name)));
    }
    if (!first) break;
  }
}, 600000);
