import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createTimers } from '../../local/durable/timers.ts';
import type { Timer, TimerKind } from '../../local/durable/timers.ts';
import { createSimulatedClock } from '../../local/simulated-clock.ts';

describe('A simulated clock', () => {
  test('stands still until it is moved', () => {
    const clock = createSimulatedClock(new Date('2026-11-20T08:00:00.000Z'));

    clock.now().setFullYear(1970);

    expect(clock.now().toISOString()).toBe('2026-11-20T08:00:00.000Z');
    clock.advance(90.5);
    expect(clock.now().toISOString()).toBe('2026-11-20T08:01:30.500Z');
  });

  test('never goes back', () => {
    const clock = createSimulatedClock(new Date('2026-11-20T08:00:00.000Z'));
    clock.advanceTo(new Date('2026-11-21T00:00:00.000Z'));

    clock.advanceTo(new Date('2026-11-20T23:59:59.999Z'));

    expect(clock.now().toISOString()).toBe('2026-11-21T00:00:00.000Z');
    expect(() => clock.advance(-1)).toThrow(RangeError);
  });

  test('takes only times that are some', () => {
    const clock = createSimulatedClock(new Date(0));

    expect(() => createSimulatedClock(new Date('noon'))).toThrow(RangeError);
    expect(() => clock.advanceTo(new Date(Number.NaN))).toThrow(RangeError);
    expect(() => clock.advance(Number.NaN)).toThrow(RangeError);
    expect(() => clock.advance(Number.POSITIVE_INFINITY)).toThrow(RangeError);
    expect(clock.now()).toEqual(new Date(0));
  });
});

describe('Timers', () => {
  interface Plan {
    readonly kind: TimerKind;
    readonly at: number;
    readonly cancel: boolean;
  }
  const plan: fc.Arbitrary<Plan> = fc.record({
    kind: fc.constantFrom('wait', 'expiry'),
    at: fc.nat(50),
    cancel: fc.boolean(),
  });

  test('fire in the order of time, then of making, without those that were cancelled', () => {
    fc.assert(
      fc.property(fc.array(plan, { maxLength: 300 }), fc.nat(60), (plans, now) => {
        const timers = createTimers();
        const fired: number[] = [];
        const made = plans.map(({ kind, at }, index) => timers.add(kind, new Date(at), () => fired.push(index)));
        for (const [index, { cancel }] of plans.entries()) if (cancel) timers.cancel(made[index]!);

        const next = (kind: TimerKind): number | undefined => {
          const times = plans.filter((each) => each.kind === kind && !each.cancel).map(({ at }) => at);
          return times.length === 0 ? undefined : Math.min(...times);
        };
        expect([timers.next('wait'), timers.next('expiry')]).toEqual([next('wait'), next('expiry')]);
        timers.fireDue(now);

        const due = plans
          .map((each, index) => ({ ...each, index }))
          .filter(({ at, cancel }) => at <= now && !cancel)
          .toSorted((a, b) => a.at - b.at || a.index - b.index);
        expect(fired).toEqual(due.map(({ index }) => index));
      }),
    );
  });

  test('that are cancelled are let go, so that a stream of far time-outs stays small', () => {
    const timers = createTimers();
    let live: Timer | undefined;
    for (let n = 0; n < 10_000; n += 1) {
      if (live !== undefined) timers.cancel(live);
      live = timers.add('expiry', new Date(1e12 + n), () => {});
    }

    expect(timers.size()).toBeLessThan(200);
    expect(timers.next('expiry')).toBe(1e12 + 9999);
  });

  test('that fire may set others that are due as well', () => {
    const timers = createTimers();
    const fired: string[] = [];
    timers.add('wait', new Date(1), () => {
      fired.push('first');
      timers.add('expiry', new Date(2), () => fired.push('second'));
    });

    timers.fireDue(5);

    expect(fired).toEqual(['first', 'second']);
  });
});
