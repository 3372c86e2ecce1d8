import { errorRecord, failureKind } from '../../shared/aws/failure.ts';
import type { RemediatorEdge } from '../../shared/edge.ts';
import type { JsonObject } from '../../shared/json.ts';
import type { ClaimKey, History } from '../../shared/ledger/ledger.ts';
import type { Situation } from '../../shared/pipeline/guard.ts';
import { ownerFrom } from '../../shared/pipeline/owner.ts';
import { scopeWithMemory } from '../../shared/pipeline/memory.ts';
import type { Owner } from '../../shared/pipeline/owner.ts';
import { modeOf, rule } from '../../shared/pipeline/ruling.ts';
import type { Ruling } from '../../shared/pipeline/ruling.ts';
import { scopeOf, servicesOf } from '../../shared/pipeline/run.ts';
import { planDigest, shortDigest } from '../../shared/plan.ts';
import type { Assessment, Remediation, Target } from '../../shared/remediation.ts';
import type { Signal } from '../../shared/signals/signal.ts';
import type { AskedGate, Considered } from '../print/explained.ts';
import { apiLine } from '../print/outcome.ts';
import type { Scene } from '../stage.ts';
import { askGates, askRateLimit } from './explain-gates.ts';

/** Resources of one signal that are explained; the rest are alike. */
const mostTargets = 20;

interface Asked {
  readonly scene: Scene;
  readonly edge: RemediatorEdge;
  readonly remediator: string;
  readonly remediation: Remediation;
  readonly signal: Signal;
}

/**
 * What a remediation would do about a signal, gate by gate, without doing it. It goes the pipeline's way
 * with the pipeline's own parts; its ledger is a copy in memory that nobody keeps.
 */
export async function explainRemediation(asked: Asked): Promise<Considered[]> {
  const { remediation, signal } = asked;
  if (remediation.locate === undefined) return [await explainTarget(asked, signal.resource)];
  const now = asked.scene.clock.now();
  const ruling = await rule({ ...asked, target: signal.resource }, now);
  try {
    const located = await remediation.locate(signal, servicesOf(asked), ruling.parameters, now);
    if ('verdict' in located) return [await explainTarget(asked, signal.resource, located.verdict)];
    return await Promise.all(located.targets.slice(0, mostTargets).map((target) => explainTarget(asked, target)));
  } catch (error) {
    return [await explainTarget(asked, signal.resource, errorRecord(error).message)];
  }
}

async function explainTarget(asked: Asked, target: Target, known?: Assessment | string): Promise<Considered> {
  const { scene, edge, remediation, signal } = asked;
  const now = scene.clock.now();
  const ruling = await rule({ edge, remediation, signal, target }, now);
  const reading = known ?? (await read(asked, target, ruling));
  const state = typeof reading === 'string' ? 'unreadable' : reading.state;
  const before = typeof reading !== 'string' && reading.state === 'wrong' ? reading.before : null;
  const key = keyOf(asked, target);
  const claim = await askClaim(key, target, edge, now);
  const epoch = Math.floor(now.getTime() / 1000);
  const situation: Situation = {
    remediation: remediation.id,
    signal,
    ruling,
    history: claim.history,
    before: shortDigest(before),
    owner: state === 'wrong' ? await ownerOf(asked, target) : undefined,
    ownRoles: edge.ownRoles,
    accounts: edge.accounts,
    seenAt: epoch,
    now: epoch,
  };
  const gates = [claim.gate, ...askGates(situation), await askRateLimit(key, situation, edge)];
  const { type, id, arn } = target;
  return {
    remediation: remediation.id,
    remediator: asked.remediator,
    resource: arn === undefined ? { type, id } : { type, id, arn },
    account: signal.account,
    region: signal.region,
    state,
    why: typeof reading === 'string' ? [reading] : [reading.why].flat(),
    mode: modeOf(ruling),
    gates,
    ...planOf(asked, target, ruling.parameters, reading),
    verdict: verdict(state, ruling, gates),
  };
}

async function read(asked: Asked, target: Target, ruling: Ruling): Promise<Assessment | string> {
  try {
    const scope = await scopeWithMemory({ ...asked, target });
    return await asked.remediation.assess(target, servicesOf(asked), ruling.parameters, scope);
  } catch (error) {
    const { name, message } = errorRecord(error);
    const { type, id } = target;
    // As the pipeline takes it.
    if (failureKind(error) === 'gone') return { state: 'gone', why: `${type} ${id} does not exist: ${message}` };
    return `${name}: ${message}`;
  }
}

async function ownerOf(asked: Asked, target: Target): Promise<Owner | 'unknown' | undefined> {
  try {
    return ownerFrom(await asked.remediation.tags?.(target, servicesOf(asked)), asked.signal.actor);
  } catch {
    return ownerFrom(undefined, asked.signal.actor) ?? 'unknown';
  }
}

function keyOf({ remediation, signal }: Asked, { type, id }: Target): ClaimKey {
  return { remediation: remediation.id, account: signal.account, region: signal.region, type, id };
}

/** Takes the claim for a moment: it is the only way to the resource's history, and shows who is at work. */
async function askClaim(
  key: ClaimKey,
  target: Target,
  { ledger }: RemediatorEdge,
  now: Date,
): Promise<{ readonly gate: AskedGate; readonly history: History }> {
  const claim = await ledger.claim(key, 'explain', target, Math.floor(now.getTime() / 1000), 1);
  const name = 'claim';
  if (!claim.granted) {
    const reason = `${claim.owner} is at work on this resource, and will look at it again`;
    return { gate: { name, open: false, reason }, history: { attempts: [] } };
  }
  await ledger.release(key, 'explain');
  return { gate: { name, open: true, reason: 'nobody is at work on this resource' }, history: claim.history };
}

function planOf(
  { remediation, signal }: Asked,
  target: Target,
  parameters: JsonObject,
  reading: Assessment | string,
): Pick<Considered, 'steps' | 'planDigest'> {
  if (typeof reading === 'string') return { steps: [] };
  if (reading.state === 'manual') return { steps: reading.steps };
  if (reading.state !== 'wrong') return { steps: [] };
  const plan = remediation.plan(reading.before, parameters, target, scopeOf({ signal }));
  return { steps: plan.steps.map(({ title, call }) => `${title}: ${apiLine(call)}`), planDigest: planDigest(plan) };
}

function verdict(state: Considered['state'], ruling: Ruling, gates: readonly AskedGate[]): string {
  if (ruling.ok && ruling.decision.mode === 'off') return 'ignored: the mode is off';
  const claim = gates.find(({ name }) => name === 'claim');
  if (claim?.open === false) return `duplicate: ${claim.reason}`;
  switch (state) {
    case 'compliant':
    case 'gone':
      return `${state}: there is nothing to do`;
    case 'manual':
      return 'reported: only a person can put this right';
    case 'busy':
      return 'looked at again every minute, until the resource no longer changes';
    case 'unreadable':
      return 'failed: the resource could not be read, so nothing is written';
    case 'wrong': {
      const shut = gates.find(({ open }) => !open);
      if (shut !== undefined) return `nothing is written: ${shut.name} says no`;
      return modeOf(ruling) === 'approve' ? 'a person is asked; with a yes it is put right' : 'it is put right';
    }
  }
}
