import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { endOnBrokenOutput } from '../../../local/print/stream.ts';

type Streams = Parameters<typeof endOnBrokenOutput>[0];

async function broken(stream: 'stdout' | 'stderr', code: string) {
  const streams = { stdout: new PassThrough(), stderr: new PassThrough() };
  const ended: number[] = [];
  endOnBrokenOutput(streams as unknown as Streams, (exit) => ended.push(exit));
  streams[stream].emit('error', Object.assign(new Error(`${code}: it does not work`), { code }));
  await new Promise((resolve) => setImmediate(resolve));
  return { ended, told: String(streams.stderr.read() ?? '') };
}

describe('output that has nowhere to go', () => {
  it('ends the program as SIGPIPE does, without a word and never with 0', async () => {
    expect(await broken('stdout', 'EPIPE')).toEqual({ ended: [141], told: '' });
  });

  it('on a full disk ends it with a message', async () => {
    expect(await broken('stdout', 'ENOSPC')).toEqual({
      ended: [1],
      told: "redress: the output can't be written: ENOSPC: it does not work\n",
    });
  });

  it('leaves the work to go on where messages alone are lost', async () => {
    expect(await broken('stderr', 'EPIPE')).toEqual({ ended: [], told: '' });
  });
});
