import type { AccountSeed } from '../account/state.ts';
import type { Ledger } from '../../shared/ledger/ledger.ts';

/** Puts what earlier sweeps have kept, as an account file tells it, into a ledger that is new. */
export async function rememberAll(
  ledger: Pick<Ledger, 'keepSnapshot'>,
  { snapshots = [] }: Pick<AccountSeed, 'snapshots'>,
  account: string,
  at: Date,
): Promise<void> {
  const now = Math.floor(at.getTime() / 1000);
  await Promise.all(
    snapshots.map(async ({ content, account: other, ...key }) =>
      ledger.keepSnapshot({ ...key, account: other ?? account }, content, now),
    ),
  );
}
