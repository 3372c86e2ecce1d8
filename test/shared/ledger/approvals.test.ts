import { describe, expect, it } from 'vitest';
import { now, openLedger, requestFor } from './fixture.ts';

const id = '20261120T100000-0123456789';
const yes = { status: 'approved', by: 'arn:aws:iam::111122223333:user/ada', planDigest: 'sha256:plan' } as const;
const no = { status: 'rejected', by: 'arn:aws:iam::111122223333:user/bob', planDigest: 'sha256:plan' } as const;

describe('a request for approval', () => {
  it('is what was asked, until somebody decides', async () => {
    const { ledger } = await openLedger();
    const request = requestFor(id, { author: 'arn:aws:iam::111122223333:user/eve' });

    await ledger.requestApproval(request);

    await expect(ledger.approval(id)).resolves.toEqual(request);
  });

  it('is unknown where nobody has asked', async () => {
    const { ledger } = await openLedger();

    await expect(ledger.approval(id)).resolves.toBeUndefined();
    await expect(ledger.decide(id, yes, now)).resolves.toBeUndefined();
    await expect(ledger.approval(id)).resolves.toBeUndefined();
  });

  it('is decided once: the first answer stands', async () => {
    const { ledger } = await openLedger();
    await ledger.requestApproval(requestFor(id));

    await expect(ledger.decide(id, no, now)).resolves.toEqual(requestFor(id, { status: 'rejected', decidedBy: no.by }));
    await expect(ledger.decide(id, yes, now)).resolves.toBeUndefined();
    await expect(ledger.approval(id)).resolves.toMatchObject({ status: 'rejected', decidedBy: no.by });
  });

  it('is decided once when a yes and a no come at the same time', async () => {
    const { ledger } = await openLedger();
    await ledger.requestApproval(requestFor(id));

    const decided = await Promise.all([ledger.decide(id, yes, now), ledger.decide(id, no, now)]);

    expect(decided.filter((record) => record !== undefined)).toHaveLength(1);
    await expect(ledger.approval(id)).resolves.toEqual(decided.find((record) => record !== undefined));
  });

  it('is decided up to its last second, and not in the one after', async () => {
    const { ledger } = await openLedger();
    await ledger.requestApproval(requestFor(id));

    await expect(ledger.decide(id, yes, now + 600)).resolves.toBeUndefined();
    await expect(ledger.decide(id, yes, now + 599)).resolves.toMatchObject({ status: 'approved' });
  });

  it('is not decided by an answer to another plan', async () => {
    const { ledger } = await openLedger();
    await ledger.requestApproval(requestFor(id));

    await expect(ledger.decide(id, { ...yes, planDigest: 'sha256:other' }, now)).resolves.toBeUndefined();
    await expect(ledger.approval(id)).resolves.toMatchObject({ status: 'pending' });
  });

  it('that is repeated after a crash brings a new code, whose predecessor nobody may have got', async () => {
    const { ledger } = await openLedger();
    await ledger.requestApproval(requestFor(id));

    await ledger.requestApproval(requestFor(id, { codeDigest: 'digest-of-another-code' }));

    await expect(ledger.approval(id)).resolves.toMatchObject({ codeDigest: 'digest-of-another-code' });
  });

  it.each([
    ['is decided', async (ledger: Awaited<ReturnType<typeof openLedger>>['ledger']) => ledger.decide(id, yes, now), {}],
    ['waits under another callback', async () => undefined, { callbackId: 'callback-2' }],
  ])('that %s stays as it is', async (_, meanwhile, change) => {
    const { ledger } = await openLedger();
    await ledger.requestApproval(requestFor(id));
    await meanwhile(ledger);
    const before = await ledger.approval(id);

    await ledger.requestApproval(requestFor(id, { codeDigest: 'digest-of-another-code', ...change }));

    await expect(ledger.approval(id)).resolves.toEqual(before);
  });
});

describe('wrong codes', () => {
  it('are counted, each of those that come at the same time', async () => {
    const { ledger } = await openLedger();
    await ledger.requestApproval(requestFor(id));

    const counts = await Promise.all(Array.from({ length: 6 }, async () => ledger.missApproval(id)));

    expect(counts.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6]);
    await expect(ledger.approval(id)).resolves.toMatchObject({ misses: 6 });
  });

  it('for a request that nobody made are too many from the first', async () => {
    const { ledger } = await openLedger();

    await expect(ledger.missApproval(id)).resolves.toBe(Number.POSITIVE_INFINITY);
    await expect(ledger.approval(id)).resolves.toBeUndefined();
  });
});
