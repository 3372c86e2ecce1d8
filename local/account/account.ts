import type { ClientFor, SdkClient } from '../../shared/aws/service.ts';
import type { Clock } from '../../shared/clock.ts';
import { toJson } from '../../shared/json.ts';
import type { Call, CallOutcome, Effect, LoggedCall } from './call.ts';
import { isWrite } from './call.ts';
import type { Request } from './client.ts';
import { createClient, createDirectClient } from './client.ts';
import { complete } from './complete.ts';
import { ServiceFault, UnsupportedOperation } from './errors.ts';
import { toException } from './exceptions.ts';
import type { Fault, Faults, InstalledFault } from './faults.ts';
import { createFaults } from './faults.ts';
import { createLog } from './log.ts';
import { uuidOf } from './names.ts';
import type { Served } from './serve.ts';
import { serve } from './serve.ts';
import { findSimulation } from './services.ts';
import { accountFile } from './state.ts';
import type { AccountSeed, AccountState } from './state.ts';

export interface AccountOptions {
  readonly clock: Clock;
  /** Twelve digits; 111122223333 by default. */
  readonly accountId?: string;
  /** The account's main Region, eu-central-1 by default. */
  readonly region?: string;
  /** What is in the account; nothing by default. A snapshot will do. */
  readonly state?: AccountSeed;
  /** Who makes the calls of `clientFor`; a role session of the account by default. */
  readonly principal?: string;
  /** Leaves the SDK's clients out, for suites that make hundreds of thousands of calls. */
  readonly direct?: boolean;
  /** How many of the newest calls are remembered; 10,000 by default. */
  readonly callLimit?: number;
  /** Told of every call once it is through. */
  readonly onCall?: (call: LoggedCall) => void;
  /** Told of every call that changes something, or would have: what CloudTrail would see. */
  readonly onWrite?: (call: LoggedCall) => void;
}

/** An AWS account in memory, behind real SDK clients. */
export interface Account {
  readonly id: string;
  readonly region: string;
  /** The edge's client factory: one client a service and Region, none of which uses the network. */
  readonly clientFor: ClientFor;
  /** The account as another role session, role or user sees it; the calls are logged under that ARN. */
  as(principal: string): { readonly clientFor: ClientFor };
  /** The newest calls, oldest first. */
  readonly calls: readonly LoggedCall[];
  clearCalls(): void;
  /** A copy of everything that the account remembers, as plain JSON. */
  snapshot(): AccountState;
  /** Makes the account what a snapshot says. Calls and faults stay. */
  restore(state: AccountState): void;
  /** Changes the account without an API call, as somebody else's hand would. */
  edit(change: (state: AccountState) => void): void;
  fault(fault: Fault): InstalledFault;
  clearFaults(): void;
}

export function createAccount(options: AccountOptions): Account {
  const { clock, accountId: id = '111122223333', region = 'eu-central-1', callLimit = 10_000, direct } = options;
  const own = options.principal ?? `arn:aws:sts::${id}:assumed-role/local-operator/local`;
  const faults = createFaults();
  const log = createLog(callLimit);
  const clients = createClientCache();
  let state = complete(options.state ?? accountFile.parse({}), { account: id, region, at: clock.now().toISOString() });
  let count = 0;

  function respond(request: Request, callRegion: string, principal: string): object {
    const requestId = uuidOf(id, 'request', ++count);
    const now = clock.now();
    const call: Call = {
      service: request.service,
      operation: request.operation,
      input: inputOf(request),
      account: id,
      region: callRegion,
      principal,
      requestId,
      at: now.toISOString(),
      write: isWrite(request.operation),
    };
    const context = { state, account: id, region: callRegion, principal, requestId, now };
    const result = carryOut(request, call, faults, () => serve(request, call, context));
    const logged: LoggedCall = { ...call, outcome: outcomeOf(result), effect: result.effect };
    log.add(logged);
    options.onCall?.(logged);
    if (logged.write) options.onWrite?.(logged);
    if (result.error !== undefined) throw result.error;
    return { $metadata: { httpStatusCode: 200, requestId, attempts: 1, totalRetryDelay: 0 }, ...result.output };
  }

  function clientsOf(principal: string): ClientFor {
    return (of, clientRegion) =>
      clients(of, `${clientRegion} ${principal}`, () => {
        const answer = (request: Request): object => respond(request, clientRegion, principal);
        return direct === true ? createDirectClient(of, answer) : createClient(of, clientRegion, answer);
      });
  }

  return {
    id,
    region,
    clientFor: clientsOf(own),
    as: (principal) => ({ clientFor: clientsOf(principal) }),
    get calls() {
      return log.calls();
    },
    clearCalls: () => log.clear(),
    snapshot: () => toJson(state) as unknown as AccountState,
    restore(snapshot) {
      state = toJson(snapshot) as unknown as AccountState;
    },
    edit: (change) => change(state),
    fault: (fault) => faults.install(fault),
    clearFaults: () => faults.clear(),
  };
}

/** Either `output` or `error` is what the caller gets; `effect` is what the service did. */
interface Result {
  readonly effect: Effect;
  readonly output?: object;
  /** The output as JSON. */
  readonly answered?: Call['input'];
  readonly error?: Error;
}

function carryOut(request: Request, call: Call, faults: Faults, run: () => Served): Result {
  const strike = faults.meet(call);
  if (strike?.effect === 'prevented') return { effect: { kind: 'none' }, error: strike.error };
  let served: Served;
  try {
    if (strike?.effect === 'refused') throw strike.fault;
    served = run();
  } catch (error) {
    const thrown = exceptionOf(error, request, call);
    // What is not a service's refusal is a fault of the local account's, which no service has seen.
    if (!(error instanceof ServiceFault)) return { effect: { kind: 'none' }, error: thrown };
    return {
      effect: { kind: 'refused', error: { name: thrown.name, message: thrown.message } },
      error: strike?.effect === 'applied' ? strike.error : thrown,
    };
  }
  const effect: Effect = { kind: 'applied', output: served.json };
  if (strike?.effect === 'applied') return { effect, error: strike.error };
  if (strike?.effect === 'incomplete') return { effect, output: {} };
  return { effect, output: served.output, answered: served.json };
}

function exceptionOf(error: unknown, request: Request, call: Call): Error {
  if (!(error instanceof ServiceFault)) return error instanceof Error ? error : new Error(String(error));
  const simulation = findSimulation(request.service);
  // Only an injected fault can ask for an exception of a service that is not there.
  return simulation === undefined
    ? new UnsupportedOperation(`${request.service}.${request.operation}`)
    : toException(error, simulation, call.requestId);
}

function outcomeOf({ error, answered = {} }: Result): CallOutcome {
  if (error !== undefined) return { status: 'failed', error: { name: error.name, message: error.message } };
  return { status: 'answered', output: answered };
}

/** The input as JSON; what JSON can't hold is left to the schema check to refuse. */
function inputOf({ input }: Request): Call['input'] {
  try {
    return toJson(input) as Call['input'];
  } catch {
    return {};
  }
}

/** SDK clients take about a millisecond to make, so each one is made once. */
function createClientCache() {
  const clients = new Map<unknown, Map<string, SdkClient>>();
  return (of: { readonly Client: unknown }, key: string, create: () => SdkClient): SdkClient => {
    const byKey = clients.get(of.Client) ?? new Map<string, SdkClient>();
    clients.set(of.Client, byKey);
    const client = byKey.get(key) ?? create();
    byKey.set(key, client);
    return client;
  };
}
