import type { Call } from '../../local/account/call.ts';
import type { InstalledFault } from '../../local/account/faults.ts';
import type { AccountFile, AccountState } from '../../local/account/state.ts';
import type { DurableBackendOptions } from '../../local/durable.ts';
import type { ApiCall } from '../../shared/aws/service.ts';
import { canonical } from '../../shared/json.ts';
import type { ActionRecord } from '../../shared/ledger/ledger.ts';
import type { Outcome } from '../../shared/outcome.ts';
import { shortDigest, undoOf } from '../../shared/plan.ts';
import type { Plan } from '../../shared/plan.ts';
import { parseKillSwitch } from '../../shared/policy/kill-switch.ts';
import type { PolicySource } from '../../shared/policy/policy.ts';
import { withKillSwitch } from '../../shared/policy/tighten.ts';
import type { Actor, Hints } from '../../shared/signals/signal.ts';
import { between } from './between.ts';
import { signalAbout } from './signal.ts';
import { openQuickWorld } from './quick-world.ts';
import type { QuickWorld } from './quick-world.ts';
import { sourceOf } from './world.ts';

export const blockPublicAccess = 's3-bucket-public-access-blocked';
export const keepLogging = 'cloudtrail-trail-logging';

/** What the model plays with: two buckets, one that the policy protects, and a trail. */
export const resources = ['alpha', 'beta', 'vault', 'audit'] as const;
export type Resource = (typeof resources)[number];
export const vault: Resource = 'vault';

export interface Setup {
  readonly mode: 'enforce' | 'approve' | 'report';
  readonly maxAttempts: 1 | 2 | 3;
  readonly maxResources: 1 | 3 | 10;
}

const trailArn = 'arn:aws:cloudtrail:eu-central-1:111122223333:trail/audit';
const on = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };
const bucketNames: Readonly<Record<Resource, string>> = {
  alpha: 'alpha-data',
  beta: 'beta-data',
  vault: 'vault-data',
  audit: 'audit-logs',
};

const account: AccountFile = {
  s3: { buckets: Object.fromEntries(Object.values(bucketNames).map((name) => [name, { publicAccessBlock: on }])) },
  cloudtrail: { trails: [{ name: 'audit', bucket: bucketNames.audit, multiRegion: true, logging: true }] },
};

/** What can be found of a resource: its settings as a text, so that two findings can be compared. */
export function imageOf(state: AccountState, resource: Resource): string {
  if (resource === 'audit') {
    const [trail] = state.cloudtrail.trails;
    return trail === undefined ? 'gone' : trail.logging ? 'right' : 'stopped';
  }
  const bucket = state.s3.buckets[bucketNames[resource]];
  if (bucket === undefined) return 'gone';
  const block = bucket.publicAccessBlock;
  return block !== undefined && Object.values(block).every(Boolean) ? 'right' : canonical(block ?? null);
}

/** Makes a resource wrong in one of two ways. */
export function breakIt(state: AccountState, resource: Resource, variant: 0 | 1): void {
  if (resource === 'audit') {
    for (const trail of state.cloudtrail.trails) trail.logging = false;
    return;
  }
  const bucket = state.s3.buckets[bucketNames[resource]];
  if (bucket === undefined) return;
  const { publicAccessBlock: _, ...rest } = bucket;
  const weakened = { ...rest, publicAccessBlock: { ...on, BlockPublicPolicy: false } };
  state.s3.buckets[bucketNames[resource]] = variant === 0 ? rest : weakened;
}

export function fixIt(state: AccountState, resource: Resource): void {
  if (resource === 'audit') {
    for (const trail of state.cloudtrail.trails) trail.logging = true;
    return;
  }
  const bucket = state.s3.buckets[bucketNames[resource]];
  if (bucket !== undefined) state.s3.buckets[bucketNames[resource]] = { ...bucket, publicAccessBlock: on };
}

/** As it was made first, if it is gone: with all that it should have. */
export function recreateIt(state: AccountState, resource: Resource, made: AccountState): void {
  if (resource === 'audit') {
    if (state.cloudtrail.trails.length === 0) state.cloudtrail.trails = structuredClone(made.cloudtrail.trails);
    return;
  }
  const name = bucketNames[resource];
  const bucket = made.s3.buckets[name];
  if (bucket !== undefined) state.s3.buckets[name] ??= structuredClone(bucket);
}

export function removeIt(state: AccountState, resource: Resource): void {
  if (resource === 'audit') state.cloudtrail.trails = [];
  else delete state.s3.buckets[bucketNames[resource]];
}

/** An action as it began, seen from outside of the ledger. */
export interface Begun {
  readonly id: string;
  readonly resource: Resource;
  /** When the limits were asked, and when the resource was claimed; epoch seconds. */
  readonly at: number;
  readonly claimedAt: number;
  /** What the account showed of the resource when it began, and what the action took it for. */
  readonly image: string;
  readonly before: string;
}

/** A world in which anything may happen at any time, and what was seen of it. */
export interface ChaosWorld extends QuickWorld {
  readonly setup: Setup;
  /** The account, as it was in the beginning. */
  readonly made: AccountState;
  readonly begun: readonly Begun[];
  /** Executions that were started, in order. */
  readonly executions: string[];
  /** Writes that no record in the ledger had announced. */
  readonly unannounced: readonly string[];
  /** Writes to what was right already, or was not there. */
  readonly superfluous: readonly string[];
  /** Times at which a person changed something while an execution was under way, or a process was killed. */
  disturbances: number;
  /** Kills the process at the checkpoint after so many others. */
  crashAfter(checkpoints: number, phase: 'before' | 'after'): void;
  /** Throttles the next calls to AWS, or those of them that change something. */
  throttle(times: number, which?: 'writes'): void;
  /** Whatever was to happen yet does not happen any more. */
  calmDown(): void;
  /** No crash and no fault is waiting to happen, and nothing is under way. */
  isCalm(): boolean;
  /** Whether an execution is under way; one that waits for a person is. */
  isBusy(): boolean;
  /** Throws the kill switch, or puts it back. */
  kill(on: boolean): void;
  isKilled(): boolean;
  now(): number;
  image(resource: Resource): string;
  /** Tells of a resource; another event each time. */
  tell(resource: Resource, actor?: Actor): Promise<string>;
  outcomes(execution: string): Outcome[];
}

const policies = new Map<string, PolicySource>();

function policyOf({ mode, maxAttempts, maxResources }: Setup): PolicySource {
  const key = canonical([mode, maxAttempts, maxResources]);
  const policy =
    policies.get(key) ??
    sourceOf({
      version: 1,
      defaults: {
        mode,
        limits: { 'max-attempts': maxAttempts, 'max-resources': maxResources },
        approvals: { expires: '1d' },
      },
      protected: [{ resources: [bucketNames.vault], reason: 'Under legal hold until the court decides' }],
    });
  policies.set(key, policy);
  return policy;
}

function resourceOf(text: string): Resource {
  return (
    resources.find((resource) => text.includes(resource === 'audit' ? trailArn : bucketNames[resource])) ?? 'audit'
  );
}

function begunNow({ id, key, before, startedAt }: ActionRecord, world: ChaosWorld): Begun {
  const resource = resourceOf(key.id);
  const claimedAt = Math.floor(Date.parse(startedAt) / 1000);
  return { id, resource, at: world.now(), claimedAt, image: world.image(resource), before: shortDigest(before) };
}

export function openChaosWorld(setup: Setup): ChaosWorld {
  const begun: Begun[] = [];
  const unannounced: string[] = [];
  const superfluous: string[] = [];
  const bursts: { readonly fault: InstalledFault; readonly times: number }[] = [];
  let killed = false;
  let crash: { left: number; readonly phase: 'before' | 'after' } | undefined;
  const crashAt: DurableBackendOptions['crashAt'] = ({ phase }) => {
    if (crash === undefined || crash.phase !== phase || --crash.left > 0) return false;
    crash = undefined;
    world.disturbances += 1;
    return true;
  };
  const source = policyOf(setup);
  const switched = withKillSwitch(source, {
    name: '/kill',
    load: async () => parseKillSwitch(killed ? 'all drill' : 'off'),
  });
  const quick = openQuickWorld({
    account,
    policy: switched,
    backend: { concurrency: 2, crashAt },
    outside: between(['begin'], async ({ given, go }) => {
      const action = given[0] as ActionRecord;
      if (begun.every(({ id }) => id !== action.id)) begun.push(begunNow(action, world));
      return go(...given);
    }),
  });
  // Not a fault: it looks at each write at the moment at which it arrives.
  quick.account.fault({
    when: ({ write }) => write,
    times: Infinity,
    kind: ({ operation, input }) => {
      const call = canonical({ operation, input });
      const resource = resourceOf(JSON.stringify(input));
      // The SDK's client adds members of its own, such as the checksum's algorithm.
      const isCall = (planned: ApiCall | undefined): boolean =>
        planned?.operation === operation &&
        Object.entries(planned.input).every(([name, member]) => canonical(member) === canonical(input[name]));
      const isOf = (kind: 'do' | 'undo') => (action: ActionRecord) =>
        (action.plan as unknown as Plan).steps.some((step) =>
          kind === 'do' ? isCall(step.call) : undoOf(step).some((back) => isCall(back.call)),
        );
      const actions = [...quick.ledger.actions.values()];
      const isDo = actions.some((action) => action.status === 'applying' && isOf('do')(action));
      if (!isDo && !actions.some(isOf('undo'))) unannounced.push(call);
      const image = world.image(resource);
      if (isDo && (image === 'right' || image === 'gone')) superfluous.push(call);
      return undefined;
    },
  });
  const world: ChaosWorld = {
    ...quick,
    setup,
    made: quick.account.snapshot(),
    begun,
    unannounced,
    superfluous,
    executions: [],
    disturbances: 0,
    crashAfter: (left, phase) => {
      crash = { left, phase };
    },
    throttle: (times, which) => {
      const when = ({ write }: Call): boolean => which === undefined || write;
      bursts.push({ fault: quick.account.fault({ when, times, kind: 'throttle' }), times });
    },
    calmDown: () => {
      crash = undefined;
      for (const { fault } of bursts.splice(0)) fault.remove();
    },
    isBusy: () => quick.backend.executions().some(({ status }) => status === 'RUNNING'),
    isCalm: () => crash === undefined && !world.isBusy() && bursts.every(({ fault, times }) => fault.fired === times),
    kill: (value) => {
      killed = value;
    },
    isKilled: () => killed,
    now: () => Math.floor(quick.clock.now().getTime() / 1000),
    image: (resource) => {
      let image = '';
      // Only looks; a snapshot would copy the whole account.
      quick.account.edit((state) => {
        image = imageOf(state, resource);
      });
      return image;
    },
    async tell(resource, actor) {
      const event = `event-${world.executions.length}`;
      const changes = { event, at: quick.clock.now().toISOString(), ...(actor && { actor }) };
      const hints: Hints =
        resource === 'audit'
          ? { apiCall: 'cloudtrail:StopLogging' }
          : { configRule: 's3-bucket-public-read-prohibited' };
      const signal =
        resource === 'audit'
          ? signalAbout({ type: 'AWS::CloudTrail::Trail', id: trailArn, arn: trailArn }, hints, changes)
          : signalAbout({ type: 'AWS::S3::Bucket', id: bucketNames[resource] }, hints, changes);
      const execution = await quick.start(resource === 'audit' ? keepLogging : blockPublicAccess, signal);
      world.executions.push(execution);
      return execution;
    },
    outcomes: (execution) => quick.outcomesOf(execution),
  };
  return world;
}
