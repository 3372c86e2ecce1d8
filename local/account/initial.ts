import initial from './initial.json' with { type: 'json' };
import { parseAccountState } from './parse-state.ts';
import type { AccountSeed } from './state.ts';

/** The account that samples and replays start from, freshly read, so that nobody shares it with anybody. */
export function initialState(): AccountSeed {
  return parseAccountState(initial);
}
