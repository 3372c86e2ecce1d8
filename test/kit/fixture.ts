import type { AccountFile, AccountState } from '../../local/account/state.ts';
import type { JsonObject } from '../../shared/json.ts';
import type { Signal } from '../../shared/signals/signal.ts';

/**
 * Fixtures put it wherever their resources may hold secrets. It must not come out in evidence, in
 * lifecycle events or in notices.
 */
export const plantedSecret = 'planted-secret-5f1c9a';

/** A state of the world in which a remediation has something to do. */
export interface WrongWorld {
  /** Ends the sentence "from a world where …". */
  readonly name: string;
  readonly account: AccountFile;
  /** Settings of the remediation in the policy. */
  readonly parameters?: JsonObject;
  /** Points at what is wrong in this world, where that is another resource than the fixture's. */
  readonly signal?: Signal;
  /**
   * It is put right on the same way as the first world, by the same operations for another kind of resource:
   * suites that cut a way off at each of its calls leave it out.
   */
  readonly alike?: true;
  /** What the plan leaves the resource as; `compliant` where not said. */
  readonly expect?: 'compliant' | 'gone';
}

/**
 * What the suites that go over all remediations need to know of one. A new remediation is tested by
 * adding its fixture to `test/remediations/index.ts`.
 */
export interface Fixture {
  readonly remediation: string;
  /** Points at the resource that is wrong in each of `wrong`, right in `right`, and absent in `gone`. */
  readonly signal: Signal;
  /** What is done can't be taken back: undoing it is refused, with the reason that the plan gave beforehand. */
  readonly irreversible?: true;
  /** Signals of other kinds that lead to the same resource in the first of `wrong`. */
  readonly otherSignals?: readonly Signal[];
  readonly wrong: readonly [WrongWorld, ...WrongWorld[]];
  readonly right: AccountFile;
  readonly gone: AccountFile;
  /** Whether the resource is as the remediation wants it, told from the account itself; one that is gone counts. */
  isRight(state: AccountState): boolean;
  /** Only an event can tell what is wrong: the sweep has nothing to look for. */
  readonly unswept?: true;
  /** API calls that one reading of a resource that is right takes; 1 where not said. */
  readonly readCalls?: number;
  /** API calls that reading takes once the fix has been made, where that is another number. */
  readonly verifyCalls?: number;
  /** Makes the resource, put right in the first of `wrong`, wrong again in the same way, as somebody else's hand would. */
  breakAgain(state: AccountState): void;
  /** Puts the first of `wrong` right by hand. */
  fixByHand(state: AccountState): void;
  /** Deletes the resource. */
  remove(state: AccountState): void;
  /** What of the account's state an undo has to bring back: the whole without what only times and history tell. */
  essence(state: AccountState): unknown;
}
