import type { ApprovalRecord } from '../../shared/ledger/ledger.ts';
import type { Outcome } from '../../shared/outcome.ts';
import { decide } from '../../shared/pipeline/decide.ts';
import type { Decided, PersonsAnswer } from '../../shared/pipeline/decide.ts';
import type { World } from '../../local/world.ts';
import { policyIn, signalAt } from './drive.ts';
import type { Fixture } from './fixture.ts';
import { openQuickWorld } from './quick-world.ts';
import type { QuickWorld, QuickWorldOptions } from './quick-world.ts';

export const somebody = 'arn:aws:iam::111122223333:user/ops';

/** Everything is put to a person, who has four hours to answer. */
export const asking = policyIn('approve', { approvals: { expires: '4h' } });

export const fourHours = 4 * 3600;

/** A world in which a person has been asked about a fixture's resource, and has not answered yet. */
export interface Asked extends QuickWorld {
  readonly execution: string;
  readonly request: ApprovalRecord;
  /** Runs until the person's answer, or somebody else's, is what everything waits for. */
  settle(): Promise<void>;
  outcomes(): Outcome[];
}

export async function openAsked(fixture: Fixture, options: Partial<QuickWorldOptions> = {}): Promise<Asked> {
  const world = openQuickWorld({ account: fixture.wrong[0].account, policy: asking, ...options });
  const execution = await world.start(fixture.remediation, signalAt(fixture.signal, 'first', world.clock.now()));
  const settle = async (): Promise<void> => world.backend.runUntilIdle({ expire: false });
  await settle();
  return { ...world, execution, request: lastRequest(world), settle, outcomes: () => world.outcomesOf(execution) };
}

export function lastRequest({ ledger }: Pick<QuickWorld, 'ledger'>): ApprovalRecord {
  const request = [...ledger.approvals.values()].at(-1);
  if (request === undefined) throw new Error('nobody was asked');
  return request;
}

/** A person's answer, by the operators' own logic: the ledger is asked first, whose word counts, then the execution woken. */
export async function answer(
  { ledger, backend, clock }: Pick<World, 'ledger' | 'backend'> & Pick<QuickWorld, 'clock'>,
  { id, planDigest }: Pick<ApprovalRecord, 'id' | 'planDigest'>,
  decision: PersonsAnswer['decision'],
  by = somebody,
): Promise<Decided> {
  const complete = async (callbackId: string): Promise<'woken' | 'closed'> => {
    try {
      await backend.sendCallbackSuccess(callbackId);
      return 'woken';
    } catch (error) {
      if ((error as Error).name === 'CallbackTimeoutException') return 'closed';
      throw error;
    }
  };
  return decide({ id, planDigest, decision, approver: { arn: by } }, { ledger, clock, complete });
}
