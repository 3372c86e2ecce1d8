import { readFile } from 'node:fs/promises';
import { Writable } from 'node:stream';
import { replayCommand } from '../commands/replay.ts';
import { consumption } from './child.ts';
import { remediateFleet } from './fleet.ts';
import { bareLoop } from './lines.ts';

/** Each job runs in a process of its own; its arguments are text, its result JSON on the last line. */
const jobs: Readonly<Record<string, (...args: readonly string[]) => Promise<object>>> = {
  'bare-loop': async (file) => {
    const text = await readFile(file ?? '', 'utf8');
    const begin = performance.now();
    bareLoop(text);
    return { seconds: (performance.now() - begin) / 1000 };
  },

  replay: async (file = '', format = 'json', evidence = '') => {
    const begin = performance.now();
    const given = { values: { format, evidence, 'no-state': true }, positionals: [file] };
    const code = await replayCommand.run(given, {
      stdin: process.stdin,
      stdout: sink(),
      stderr: process.stderr,
      env: process.env,
    });
    if (code !== 0) throw new Error(`the replay of ${file} ended with ${code}`);
    return { seconds: (performance.now() - begin) / 1000 };
  },

  fleet: async (waves, warmUp) => remediateFleet(Number(waves), Number(warmUp)),
};

/** Takes everything and keeps nothing. */
function sink(): NodeJS.WriteStream {
  return new Writable({ write: (_chunk, _encoding, done) => done() }) as unknown as NodeJS.WriteStream;
}

const [name = '', ...args] = process.argv.slice(2);
const job = jobs[name];
if (job === undefined) throw new Error(`there is no job ${name}`);
const result = await job(...args);
// The durable SDK leaves timers behind for waits that are over in simulated time; nobody waits for them here.
process.stdout.write(`${JSON.stringify({ ...result, ...consumption() })}\n`, () => process.exit());
