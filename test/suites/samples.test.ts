import { readFileSync, readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { initialState } from '../../local/account/initial.ts';
import { replay } from '../../local/replay.ts';
import { rememberAll } from '../../local/state/remembered.ts';
import { readPolicyText } from '../../shared/policy/yaml.ts';
import { inParallel } from '../kit/pool.ts';
import { openQuickReplay } from '../kit/quick-replay.ts';
import { accountId, remediations } from '../kit/world.ts';

const events = new URL('../../events/', import.meta.url);
const policyFile = new URL('../../local/account-policy.yml', import.meta.url);
const samples = readdirSync(events, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.json'));

/** Started by the daily look at Trusted Advisor's recommendations, which no event stands for. */
const withoutEvent = ['servicequotas-quota-increase-requested'];

/** What becomes of a sample that nothing came before, under the local account's own policy. */
async function outcomesOf(file: string) {
  const policy = readPolicyText(readFileSync(policyFile, 'utf8'), 'local/account-policy.yml', remediations);
  const edge = openQuickReplay({ load: async () => ({ ok: true, policy }) });
  await rememberAll(edge.quick.ledger, initialState(), accountId, edge.quick.clock.now());
  const { outcomes } = await replay(JSON.parse(readFileSync(new URL(file, events), 'utf8')), file, edge);
  return outcomes.flatMap((outcome) => ('remediation' in outcome ? [outcome] : []));
}

it('shows every remediation with a sample that it acts on, and with one that it leaves alone', async () => {
  const outcomes = (await inParallel(samples, outcomesOf)).flat();

  const acted = outcomes.filter(({ status }) => status === 'remediated' || status === 'reported');
  const leaving = new Set(['compliant', 'exempted', 'gone', 'refused']);
  const left = outcomes.filter(({ status }) => leaving.has(status));
  const ids = remediations.map(({ id }) => id).filter((id) => !withoutEvent.includes(id));
  const without = (shown: typeof outcomes) => ids.filter((id) => shown.every(({ remediation }) => remediation !== id));
  expect({ neverActing: without(acted), alwaysActing: without(left) }).toEqual({ neverActing: [], alwaysActing: [] });
  expect(
    outcomes.filter(({ status }) => status === 'failed').map(({ remediation, reason }) => `${remediation}: ${reason}`),
  ).toEqual([]);
});
