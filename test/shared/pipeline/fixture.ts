import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { createAccount } from '../../../local/account/account.ts';
import type { Account } from '../../../local/account/account.ts';
import { parseAccountState } from '../../../local/account/parse-state.ts';
import type { AccountFile } from '../../../local/account/state.ts';
import type { DurableBackendOptions, ExecutionResult } from '../../../local/durable.ts';
import type { SimulatedClock } from '../../../local/simulated-clock.ts';
import type { RemediatorEdge } from '../../../shared/edge.ts';
import { keyOf } from '../../../shared/pipeline/run.ts';
import type { Run } from '../../../shared/pipeline/run.ts';
import { createBench } from '../../local/durable-fixture.ts';
import { services } from '../../local/account/world.ts';
import { plainLedger } from '../../kit/plain-ledger.ts';
import type { PlainLedger } from '../../kit/plain-ledger.ts';
import { remediations, region } from '../../kit/world.ts';

export interface PipelineBench {
  readonly account: Account;
  readonly clock: SimulatedClock;
  readonly ledger: PlainLedger;
  /** Runs a part of the pipeline as a durable execution of its own, to its end. */
  run<T>(part: (run: Run) => Promise<T>): Promise<T>;
  /** The same; how the execution has ended. */
  execute(part: (run: Run) => Promise<unknown>): Promise<ExecutionResult>;
}

const target = { type: 'AWS::SageMaker::Endpoint', id: 'scorer' };

/** A part of the pipeline on the durable SDK and a local account, with the claim on endpoint `scorer` held. */
export function openPipeline(
  file: AccountFile = {},
  backend: Partial<DurableBackendOptions> = {},
  changes: Partial<RemediatorEdge> = {},
): PipelineBench {
  const bench = createBench(backend);
  const { clock } = bench;
  const account = createAccount({ clock, state: parseAccountState(file) });
  const ledger = plainLedger();
  const edge: RemediatorEdge = {
    clock,
    clientFor: account.clientFor,
    ledger,
    evidence: { put: async (key) => key },
    bus: { publish: async () => undefined },
    notices: { send: async () => undefined },
    policy: { load: async () => ({ ok: false, error: 'none' }) },
    logger: new Logger({ serviceName: 'test', logLevel: 'SILENT' }),
    metrics: new Metrics({ namespace: 'Test', serviceName: 'test' }),
    dispatch: async () => 'started',
    newCode: () => 'code',
    ownRoles: [],
    accounts: ['111122223333'],
    ...changes,
  };
  const remediation = remediations.find(({ id }) => id === 'sagemaker-endpoint-encrypted');
  if (remediation === undefined) throw new Error('there is no such remediation');
  const execute: PipelineBench['execute'] = async (part) => {
    bench.define('part', async (_event, durable) => {
      const run: Run = {
        edge,
        durable,
        execution: 'sagemaker-1',
        remediation: { ...remediation, uses: { sagemaker: services.sagemaker } },
        signal: {
          id: '0'.repeat(32),
          source: 'cloudtrail',
          at: clock.now().toISOString(),
          event: 'e',
          account: '111122223333',
          region,
          resource: target,
          hints: {},
        },
        target,
      };
      await ledger.claim(keyOf(run), run.execution, target, Math.floor(clock.now().getTime() / 1000), 900);
      return { value: await part(run) };
    });
    await bench.run('part');
    return bench.backend.result('part');
  };
  return {
    account,
    clock,
    ledger,
    execute,
    async run<T>(part: (run: Run) => Promise<T>): Promise<T> {
      const ended = await execute(part);
      if (ended.status !== 'SUCCEEDED') throw new Error(`the execution is ${ended.status}: ${JSON.stringify(ended)}`);
      return (ended.result as { value: T }).value;
    },
  };
}
