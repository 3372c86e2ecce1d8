/**
 * `wait`: the clock may move for its sake (end of a wait, next attempt). `expiry`: something that runs
 * out if nobody acts (callback, heartbeat, execution).
 */
export type TimerKind = 'wait' | 'expiry';

export interface Timer {
  readonly at: number;
  readonly order: number;
  readonly kind: TimerKind;
  /** Undefined once it has fired or was cancelled: a timer must not keep a forgotten execution in memory. */
  fire: (() => void) | undefined;
}

export interface Timers {
  add(kind: TimerKind, at: Date, fire: () => void): Timer;
  cancel(timer: Timer): void;
  /** Milliseconds of the earliest timer of a kind. */
  next(kind: TimerKind): number | undefined;
  /** Fires all that are due at `now`, in the order of their times, then of their making. */
  fireDue(now: number): void;
  /** Timers held, cancelled ones included. */
  size(): number;
}

export function createTimers(): Timers {
  const heaps: Record<TimerKind, Timer[]> = { wait: [], expiry: [] };
  const cancelled: Record<TimerKind, number> = { wait: 0, expiry: 0 };
  let order = 0;

  function peek(kind: TimerKind): Timer | undefined {
    const heap = heaps[kind];
    while (heap[0] !== undefined && heap[0].fire === undefined) {
      pop(heap);
      cancelled[kind] -= 1;
    }
    return heap[0];
  }

  function earliest(): Timer | undefined {
    const wait = peek('wait');
    const expiry = peek('expiry');
    if (wait === undefined || expiry === undefined) return wait ?? expiry;
    return before(wait, expiry) ? wait : expiry;
  }

  return {
    add: (kind, at, fire) => {
      const timer: Timer = { at: at.getTime(), order: order++, kind, fire };
      push(heaps[kind], timer);
      return timer;
    },
    cancel: (timer) => {
      if (timer.fire === undefined) return;
      timer.fire = undefined;
      cancelled[timer.kind] += 1;
      // Compacting at half keeps the heap flat when executions with far time-outs come and go.
      if (cancelled[timer.kind] > 64 && cancelled[timer.kind] * 2 > heaps[timer.kind].length) {
        heaps[timer.kind] = rebuilt(heaps[timer.kind].filter((other) => other.fire !== undefined));
        cancelled[timer.kind] = 0;
      }
    },
    next: (kind) => peek(kind)?.at,
    fireDue: (now) => {
      for (let timer = earliest(); timer !== undefined && timer.at <= now; timer = earliest()) {
        pop(heaps[timer.kind]);
        const fire = timer.fire;
        timer.fire = undefined;
        fire?.();
      }
    },
    size: () => heaps.wait.length + heaps.expiry.length,
  };
}

function before(a: Timer, b: Timer): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}

function rebuilt(timers: readonly Timer[]): Timer[] {
  const heap: Timer[] = [];
  for (const timer of timers) push(heap, timer);
  return heap;
}

function push(heap: Timer[], timer: Timer): void {
  let index = heap.length;
  heap.push(timer);
  while (index > 0) {
    const parent = (index - 1) >> 1;
    const above = heap[parent];
    if (above === undefined || !before(timer, above)) break;
    heap[index] = above;
    index = parent;
  }
  heap[index] = timer;
}

function pop(heap: Timer[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  let index = 0;
  for (;;) {
    const left = 2 * index + 1;
    const right = left + 1;
    const leftTimer = heap[left];
    const rightTimer = heap[right];
    if (leftTimer === undefined) break;
    const child = rightTimer !== undefined && before(rightTimer, leftTimer) ? right : left;
    const below = child === right && rightTimer !== undefined ? rightTimer : leftTimer;
    if (!before(below, last)) break;
    heap[index] = below;
    index = child;
  }
  heap[index] = last;
}
