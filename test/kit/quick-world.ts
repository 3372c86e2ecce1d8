import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { createAccount } from '../../local/account/account.ts';
import type { Account } from '../../local/account/account.ts';
import { parseAccountState } from '../../local/account/parse-state.ts';
import type { AccountFile, AccountSeed } from '../../local/account/state.ts';
import { createDurableBackend } from '../../local/durable.ts';
import type { DurableBackend, DurableBackendOptions } from '../../local/durable.ts';
import { createSimulatedClock } from '../../local/simulated-clock.ts';
import type { SimulatedClock } from '../../local/simulated-clock.ts';
import { rememberAll } from '../../local/state/remembered.ts';
import { ownRoles, roleArn } from '../../local/world.ts';
import type { ClientFor } from '../../shared/aws/service.ts';
import type { RemediatorEdge, RemediatorRequest } from '../../shared/edge.ts';
import type { Json } from '../../shared/json.ts';
import type { LifecycleEvent } from '../../shared/notify/bus.ts';
import type { Outcome } from '../../shared/outcome.ts';
import type { PolicySource } from '../../shared/policy/policy.ts';
import type { Signal } from '../../shared/signals/signal.ts';
import { between } from './between.ts';
import { plainLedger } from './plain-ledger.ts';
import type { PlainLedger } from './plain-ledger.ts';
import { accountId, beginning, region, remediatorOf, remediators } from './world.ts';

export interface QuickWorldOptions {
  readonly account?: AccountFile;
  readonly policy: PolicySource;
  readonly backend?: Omit<DurableBackendOptions, 'clock' | 'ids'>;
  /** Stands between the remediators and everything outside of them: ledger, evidence, bus, notices, AWS clients. */
  readonly outside?: <T extends object>(thing: T) => T;
}

/**
 * The remediators around a ledger, a bus and a store of plain data: for suites that open thousands of worlds.
 * Pipeline, durable backend and account are those of every other world; calls to AWS go to the account without the
 * SDK's clients in between, which the account's own tests and the worlds of all other suites have.
 */
export interface QuickWorld {
  readonly account: Account;
  readonly clock: SimulatedClock;
  readonly backend: DurableBackend;
  readonly ledger: PlainLedger;
  readonly evidence: ReadonlyMap<string, Json>;
  /** What was published, oldest first. */
  readonly events: readonly LifecycleEvent[];
  readonly notices: readonly { readonly subject: string; readonly text: string }[];
  /** What the remediators' handlers are made with, by the remediators' names. */
  readonly edges: ReadonlyMap<string, RemediatorEdge>;
  /** Starts a remediator on a signal, without running it; the execution's name. */
  start(remediation: string, signal: Signal): Promise<string>;
  /** The same, with any request. */
  ask(remediation: string, execution: string, request: RemediatorRequest): Promise<'started' | 'exists'>;
  /** Starts, and runs until nothing moves any more. */
  send(remediation: string, signal: Signal): Promise<Outcome[]>;
  /** What an execution ended with; throws if it has not ended well. */
  outcomesOf(execution: string): Outcome[];
}

const logger = new Logger({ serviceName: 'redress', logLevel: 'SILENT' });
/** Takes every measure and keeps none; Powertools makes a console for each, which takes a tenth of a quick run. */
const uncounted: Metrics = between(undefined, () => uncounted)(new Metrics());

/** An account file is checked once, however many worlds begin with it; each completes a copy of its own. */
const seeds = new WeakMap<AccountFile, AccountSeed>();

function seedOf(file: AccountFile): AccountSeed {
  const seed = seeds.get(file) ?? parseAccountState(file);
  seeds.set(file, seed);
  return seed;
}

export function openQuickWorld({ account: file = {}, policy, backend: how, outside }: QuickWorldOptions): QuickWorld {
  const clock = createSimulatedClock(beginning);
  const account = createAccount({ clock, accountId, region, state: seedOf(file), direct: true });
  let count = 0;
  const ids = (): string => `00000000-0000-4000-8000-${String((count += 1)).padStart(12, '0')}`;
  const backend = createDurableBackend({ concurrency: 1, ...how, clock, ids });
  const through = living(backend);
  const alive = <T extends object>(thing: T): T => through(outside === undefined ? thing : outside(thing));
  const ledger = plainLedger();
  // Done before it returns: nothing in a plain ledger waits.
  void rememberAll(ledger, seedOf(file), accountId, beginning);
  const evidence = new Map<string, Json>();
  const events: LifecycleEvent[] = [];
  const notices: { subject: string; text: string }[] = [];
  const shared = {
    clock,
    ledger: alive(ledger),
    evidence: alive({
      put: async (key: string, document: Json) => {
        if (!evidence.has(key)) evidence.set(key, document);
        return key;
      },
    }),
    bus: alive({ publish: async (event: LifecycleEvent) => void events.push(event) }),
    notices: alive({ send: async (notice: { subject: string; text: string }) => void notices.push(notice) }),
    policy,
    logger,
    metrics: uncounted,
    newCode: () => ids().slice(-8),
    ownRoles: ownRoles(accountId, remediators),
    accounts: [accountId],
    durable: backend.client,
  };
  const ask: QuickWorld['ask'] = async (remediation, execution, request) =>
    backend.start(remediatorOf(remediation).functionName, execution, request);
  const edges = new Map<string, RemediatorEdge>();
  for (const { name, functionName, createHandler, remediations } of remediators) {
    const { clientFor } = account.as(roleArn(accountId, name));
    const dispatch: RemediatorEdge['dispatch'] = async (_, execution, request) =>
      ask(remediations[0]?.id ?? '', execution, request);
    const ofTheLiving: ClientFor = (of, where) => alive(clientFor(of, where));
    const edge = { ...shared, clientFor: ofTheLiving, dispatch };
    edges.set(name, edge);
    backend.register(functionName, createHandler(edge));
  }

  const outcomesOf = (execution: string): Outcome[] => {
    const ended = backend.result(execution);
    if (ended.status === 'SUCCEEDED') return ended.result as Outcome[];
    throw new Error(`${execution} is ${ended.status}: ${'error' in ended ? ended.error.ErrorMessage : ''}`);
  };
  const start: QuickWorld['start'] = async (remediation, signal) => {
    const execution = `${remediatorOf(remediation).name}-${signal.id}`;
    await ask(remediation, execution, { signal: { ...signal, hints: { ...signal.hints, remediation } } });
    return execution;
  };
  return {
    account,
    clock,
    backend,
    ledger,
    evidence,
    events,
    notices,
    edges,
    ask,
    start,
    outcomesOf,
    async send(remediation, signal) {
      const execution = await start(remediation, signal);
      await backend.runUntilIdle();
      return outcomesOf(execution);
    },
  };
}

/** What a process that was killed asks for is neither answered nor done. */
function living(backend: DurableBackend): <T extends object>(outside: T) => T {
  const forEver = new Promise<never>(() => undefined);
  return between(undefined, ({ given, go }) => (backend.isAbandoned() ? forEver : go(...given)));
}
