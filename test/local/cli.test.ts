import { spawn } from 'node:child_process';
import { existsSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../local/root.ts';

/** The command as a process of its own; of 132 kB, so that no pipe takes its output at once. */
async function schemaTo(stdout: 'pipe' | number) {
  const child = spawn(process.execPath, [join(projectRoot, 'local', 'cli.ts'), 'schema'], {
    stdio: ['ignore', stdout, 'pipe'],
  });
  child.stdout?.destroy();
  let told = '';
  child.stderr?.on('data', (part: Buffer) => (told += part.toString()));
  const code = await new Promise((resolve) => child.on('close', resolve));
  return { code, told };
}

describe('the program whose output is not taken', () => {
  it('ends as others do when a reader such as head has gone, and says nothing', { timeout: 30_000 }, async () => {
    expect(await schemaTo('pipe')).toEqual({ code: 141, told: '' });
  });

  it.skipIf(!existsSync('/dev/full'))('fails on a full disk, and says so', { timeout: 30_000 }, async () => {
    expect(await schemaTo(openSync('/dev/full', 'w'))).toEqual({
      code: 1,
      told: "redress: the output can't be written: ENOSPC: no space left on device, write\n",
    });
  });
});
