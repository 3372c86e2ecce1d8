import type { Commands } from '../run.ts';

/** All commands, loaded when they are called: most need neither the SDK nor a local account. */
export const commands: Commands = {
  replay: async () => (await import('./replay.ts')).replayCommand,
};
