import { pathToFileURL } from 'node:url';
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import type { SourceHandler } from '../../functions/sources/source.ts';
import { initialState } from '../../local/account/initial.ts';
import { startOnce } from '../../local/world.ts';
import type { ReplayEdge } from '../../local/replay.ts';
import { createRouter } from '../../local/router.ts';
import type { SourceEdge } from '../../shared/edge.ts';
import type { PolicySource } from '../../shared/policy/policy.ts';
import { enforced } from './drive.ts';
import { openQuickWorld } from './quick-world.ts';
import type { QuickWorld } from './quick-world.ts';
import { enforcing, openTestWorld, remediators, stack } from './world.ts';

/** The way of an event through rules and sources to the remediators, into the account that the samples are about. */
export interface QuickReplay extends ReplayEdge {
  readonly quick: QuickWorld;
}

const router = createRouter(stack);
const logger = new Logger({ serviceName: 'redress', logLevel: 'SILENT' });
const { account: pristine } = await openTestWorld({ account: initialState() });
const initial = pristine.snapshot();

const makers = await Promise.all(
  stack.functions
    .filter(({ path }) => path.startsWith('sources/'))
    .map(async ({ name, source }) => {
      const module = (await import(pathToFileURL(source).href)) as { createHandler(edge: SourceEdge): SourceHandler };
      return { name, createHandler: module.createHandler };
    }),
);

export function openQuickReplay(policy: PolicySource = enforced): QuickReplay {
  const quick = openQuickWorld({ policy });
  quick.account.restore(initial);
  const { backend, ledger, clock } = quick;
  const start: ReplayEdge['world']['start'] = async (remediator, execution, request) => {
    const found = remediators.find(({ name }) => name === remediator);
    if (found === undefined) throw new Error(`no remediator ${remediator}`);
    return startOnce(backend, found.functionName, execution, request);
  };
  const metrics = new Metrics({ namespace: 'Redress', serviceName: 'redress' });
  const edge = { logger, metrics, policyFile: async () => enforcing() };
  const sources = new Map(
    makers.map(({ name, createHandler }) => [name, createHandler({ ...edge, dispatch: start })] as const),
  );
  return { quick, router, clock, world: { backend, ledger, sources, start, edges: new Map() } };
}
