import { afterAll, vi } from 'vitest';

// The next file in this process begins with the environment, and the clock, that this one began with.
afterAll(() => {
  vi.unstubAllEnvs();
  vi.useRealTimers();
});
