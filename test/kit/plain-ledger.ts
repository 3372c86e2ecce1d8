import { canonical } from '../../shared/json.ts';
import type { Json } from '../../shared/json.ts';
import type {
  ActionRecord,
  ApprovalRecord,
  Claim,
  ClaimKey,
  Ledger,
  Release,
  Visitor,
} from '../../shared/ledger/ledger.ts';
import { snapshotMemory } from '../../shared/ledger/ledger.ts';
import { shortDigest } from '../../shared/plan.ts';

/** What the ledger remembers of one resource in one remediation. */
interface ResourceState {
  owner?: string;
  leaseUntil?: number;
  visitors: Visitor[];
  /** Notes that a release has handed to the holder, until the holder claims again. */
  handedOver: Visitor[];
  attempts: { readonly at: number; readonly before: string; readonly action: string }[];
  quarantine?: { readonly until: number; readonly reason: string; readonly by: string };
}

/** What the ledger says, without a database: as plain as its promise, so that it can be the judge of the other. */
export interface PlainLedger extends Ledger {
  readonly actions: ReadonlyMap<string, ActionRecord>;
  readonly approvals: ReadonlyMap<string, ApprovalRecord>;
  /** Who holds a claim now, by resource. */
  holders(): Readonly<Record<string, string>>;
}

const hour = 3600;
const keptVisitors = 25;
const keptAttempts = 50;

/** A ledger in memory. Each method is one indivisible step, so there is nothing in it that could interleave. */
export function plainLedger(): PlainLedger {
  const states = new Map<string, ResourceState>();
  const actions = new Map<string, ActionRecord>();
  const approvals = new Map<string, ApprovalRecord>();
  const writes = new Map<string, Map<string, number>>();
  const populations = new Map<string, number>();
  const snapshots = new Map<string, { readonly snapshot: Json; readonly until: number }>();
  const stateOf = (key: ClaimKey): ResourceState => {
    const name = canonical(key);
    const state = states.get(name) ?? { visitors: [], handedOver: [], attempts: [] };
    states.set(name, state);
    return state;
  };
  const place = ({ remediation, account, region }: Pick<ClaimKey, 'remediation' | 'account' | 'region'>): string =>
    canonical([remediation, account, region]);

  function enter(window: string, action: string, most: number, now: number): boolean {
    const entries = writes.get(window) ?? new Map<string, number>();
    writes.set(window, entries);
    if (most < 1) return false;
    if (entries.has(action)) return true;
    // Room is only made when there is none: what has left the window may stay in it until then.
    if (entries.size >= most) for (const [name, at] of entries) if (at <= now - hour) entries.delete(name);
    if (entries.size >= most) return false;
    entries.set(action, now);
    return true;
  }

  return {
    actions,
    approvals,
    holders: () =>
      Object.fromEntries([...states].flatMap(([name, { owner }]) => (owner === undefined ? [] : [[name, owner]]))),

    async claim(key, owner, visitor, now, lease): Promise<Claim> {
      const state = stateOf(key);
      if (state.owner !== undefined && state.owner !== owner && (state.leaseUntil ?? 0) >= now) {
        if (state.visitors.length >= keptVisitors) return { granted: false, owner: 'another execution' };
        state.visitors.push(structuredClone(visitor));
        return { granted: false, owner: state.owner };
      }
      if (state.owner === owner) state.handedOver = [];
      state.owner = owner;
      state.leaseUntil = now + lease;
      const attempts = state.attempts.map(({ at, before }) => ({ at, before })).toSorted((a, b) => a.at - b.at);
      if (state.quarantine === undefined) return { granted: true, history: { attempts } };
      const { until, reason } = state.quarantine;
      return { granted: true, history: { attempts, quarantine: { until, reason } } };
    },

    async extend(key, owner, now, lease) {
      const state = stateOf(key);
      if (state.owner !== owner) return false;
      state.leaseUntil = now + lease;
      return true;
    },

    async release(key, owner): Promise<Release> {
      const state = stateOf(key);
      if (state.owner !== owner) return { state: state.owner === undefined ? 'released' : 'lost' };
      state.handedOver.push(...state.visitors);
      state.visitors = [];
      if (state.handedOver.length > 0) {
        const targets = [...new Map(state.handedOver.map((visitor) => [canonical(visitor), visitor])).values()];
        return { state: 'look-again', targets };
      }
      delete state.owner;
      delete state.leaseUntil;
      return { state: 'released' };
    },

    async begin(action) {
      actions.set(action.id, structuredClone(action));
      const state = stateOf(action.key);
      const at = Math.floor(Date.parse(action.startedAt) / 1000);
      const entry = { at, before: shortDigest(action.before), action: action.id };
      const others = state.attempts.filter((other) => canonical(other) !== canonical(entry));
      state.attempts = [...others, entry].toSorted((a, b) => a.at - b.at).slice(-keptAttempts);
    },

    async finish(id, { status, after = null, applied = [], endedAt = '' }) {
      const action = actions.get(id);
      if (action !== undefined) actions.set(id, { ...action, status, after, applied, endedAt });
    },

    async action(id) {
      return structuredClone(actions.get(id));
    },

    async quarantine(key, by, until, reason, now) {
      const state = stateOf(key);
      const { quarantine } = state;
      if (quarantine !== undefined && quarantine.until > now && quarantine.by !== by) return false;
      state.quarantine = { until, reason, by };
      return true;
    },

    async endQuarantine(key) {
      delete stateOf(key).quarantine;
    },

    async reserve({ remediation, account, region }, action, { maxResources, maxOfRemediation }, now) {
      if (!enter(canonical([account]), action, maxResources, now)) {
        return `${maxResources} resources of account ${account} were written to in the last hour (max-resources).`;
      }
      if (maxOfRemediation === undefined) return undefined;
      if (enter(canonical([account, region, remediation]), action, maxOfRemediation, now)) return undefined;
      writes.get(canonical([account]))?.delete(action);
      return `${maxOfRemediation} resources were written to by ${remediation} in the last hour (max-resources-percent).`;
    },

    async population(key) {
      return populations.get(place(key));
    },

    async recordPopulation(key, count) {
      populations.set(place(key), count);
    },

    async keepSnapshot(key, snapshot, now) {
      snapshots.set(canonical(key), { snapshot: structuredClone(snapshot), until: now + snapshotMemory });
    },

    async snapshot(key, now) {
      const kept = snapshots.get(canonical(key));
      return kept === undefined || kept.until <= now ? undefined : structuredClone(kept.snapshot);
    },

    async snapshotsOf(of) {
      const keys = [...snapshots.keys()].map((name) => JSON.parse(name) as ClaimKey);
      return [...new Set(keys.filter((key) => place(key) === place(of)).map(({ id }) => id))].toSorted();
    },

    async requestApproval(request) {
      const { status, callbackId } = approvals.get(request.id) ?? { status: 'pending', callbackId: request.callbackId };
      if (status === 'pending' && callbackId === request.callbackId)
        approvals.set(request.id, structuredClone(request));
    },

    async approval(id) {
      return structuredClone(approvals.get(id));
    },

    async decide(id, { status, by, planDigest }, now) {
      const request = approvals.get(id);
      if (request?.status !== 'pending' || request.expiresAt <= now || request.planDigest !== planDigest)
        return undefined;
      const decided: ApprovalRecord = { ...request, status, decidedBy: by };
      approvals.set(id, decided);
      return structuredClone(decided);
    },

    async missApproval(id) {
      const request = approvals.get(id);
      if (request === undefined) return Number.POSITIVE_INFINITY;
      approvals.set(id, { ...request, misses: request.misses + 1 });
      return request.misses + 1;
    },
  };
}
