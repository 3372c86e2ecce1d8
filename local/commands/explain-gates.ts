import { printable } from '../../shared/aws/failure.ts';
import type { RemediatorEdge } from '../../shared/edge.ts';
import type { ClaimKey } from '../../shared/ledger/ledger.ts';
import { gates } from '../../shared/pipeline/guard.ts';
import type { Situation } from '../../shared/pipeline/guard.ts';
import type { AskedGate } from '../print/explained.ts';

/** Every gate, those behind a shut one included: whoever opens that one wants to know what comes next. */
export function askGates(situation: Situation): AskedGate[] {
  return gates.map(({ name, check }) => {
    const stop = check(situation);
    if (stop === undefined) return { name, open: true, ...openness(name, situation) };
    // The entry is shown behind the reason, so it need not be in it.
    const { reason, entry } = stop;
    const shown =
      entry === undefined ? reason : reason.replace(` (${entry.path})`, '').replace(`; ${entry.path})`, ')');
    return { name, open: false, reason: printable(shown, 1000), ...(entry === undefined ? {} : { entry }) };
  });
}

/** Why an open gate is open. */
function openness(
  name: string,
  { ruling, signal, history, owner, now, seenAt }: Situation,
): Omit<AskedGate, 'name' | 'open'> {
  if (name === 'account') return { reason: `account ${signal.account} is served` };
  if (!ruling.ok) return { reason: 'not asked, since the policy could not be used' };
  const { decision, digest } = ruling;
  const since = (seconds: number): number => history.attempts.filter(({ at }) => at > now - seconds).length;
  switch (name) {
    case 'policy':
      return { reason: `read and valid (${digest.slice(0, 19)}…)` };
    case 'kill-switch':
      return { reason: 'not thrown' };
    case 'mode':
      return { reason: decision.mode, entry: decision.modeEntry };
    case 'exemption':
      return { reason: 'no exemption holds' };
    case 'protected':
      return { reason: 'not protected' };
    case 'own-echo':
      return { reason: signal.actor === undefined ? 'nobody is named as its author' : 'made by somebody else' };
    case 'quarantine':
      return { reason: 'not in quarantine' };
    case 'flapping':
      return { reason: `${since(86_400)} fixes in 24 hours` };
    case 'attempt-budget':
      return { reason: `${since(3600)} of ${decision.limits.maxAttempts} in an hour (max-attempts)` };
    case 'staleness':
      return signal.hints.requested === undefined
        ? {
            reason: `${Math.round(seenAt - Date.parse(signal.at) / 1000)} s old; ${decision.limits.maxAge} s are allowed (max-age)`,
          }
        : { reason: 'asked for, not told by an event' };
    case 'ownership':
      return {
        reason:
          owner === undefined || owner === 'unknown'
            ? 'no other tool is known to own it'
            : `${owner.tool} owns it (ownership: ${decision.ownership})`,
      };
    default:
      return { reason: 'open' };
  }
}

/** The last gate: whether there is room within the limits for one more write. Takes the place, so ask a ledger that nobody keeps. */
export async function askRateLimit(
  key: ClaimKey,
  { ruling, now }: Situation,
  { ledger }: RemediatorEdge,
): Promise<AskedGate> {
  const name = 'rate-limit';
  if (!ruling.ok) return { name, open: true, reason: 'not asked, since the policy could not be used' };
  const { maxResources, maxResourcesPercent } = ruling.decision.limits;
  const population = maxResourcesPercent === undefined ? undefined : await ledger.population(key);
  const share =
    population === undefined
      ? {}
      : { maxOfRemediation: Math.max(1, Math.floor((population * (maxResourcesPercent ?? 100)) / 100)) };
  const full = await ledger.reserve(key, 'explain', { maxResources, ...share }, now);
  return {
    name,
    open: full === undefined,
    reason: full ?? `fewer than ${maxResources} resources in an hour (max-resources)`,
  };
}
