import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { progressOn } from '../../../local/trail/progress.ts';

function terminal(isTTY: boolean) {
  const stream = Object.assign(new PassThrough(), { isTTY });
  const progress = progressOn(stream as unknown as NodeJS.WriteStream);
  return { progress, shown: () => String(stream.read() ?? '') };
}

it('shows how far it has come on a terminal, now and then, and takes it away', () => {
  const { progress, shown } = terminal(true);

  for (let count = 1; count <= 25; count++) progress.tell(() => `${count} files`);
  progress.clear();
  progress.clear();

  expect(shown()).toBe('\r1 files\u001B[K\r21 files\u001B[K\r\u001B[K');
});

it('shows nothing where nobody looks', () => {
  const { progress, shown } = terminal(false);

  progress.tell(() => 'never');
  progress.clear();

  expect(shown()).toBe('');
});
