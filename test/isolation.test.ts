import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, matchesGlob, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ownProcess } from './kit/own-process.ts';

const project = join(import.meta.dirname, '..');

/** What outlasts a test file: modules that were loaded with another in a module's place, and the process's timers. */
const lasting = /\bvi\.(?:mock|doMock|hoisted|useFakeTimers)\(|\bLocalDurableTestRunner\b/;

/** A file and all that it imports in `test/`. */
function partsOf(file: string, known = new Set<string>()): ReadonlySet<string> {
  if (known.has(file)) return known;
  known.add(file);
  const imports = readFileSync(file, 'utf8').matchAll(/from '(\.[^']+)'|import\('(\.[^']+)'\)/g);
  for (const [, at, onDemand = at ?? ''] of imports) {
    const part = join(dirname(file), onDemand);
    // A test's own sample texts have imports, too.
    if (relative(project, part).startsWith('test/') && existsSync(part)) partsOf(part, known);
  }
  return known;
}

describe('tests that take turns in one process', () => {
  const files = globSync('test/**/*.test.ts', { cwd: project });
  const shared = files.filter(
    (file) => !ownProcess.some((glob) => matchesGlob(file, glob)) && file !== relative(project, import.meta.filename),
  );

  it('leave nothing behind for each other', () => {
    const leave = shared.filter((file) =>
      [...partsOf(join(project, file))].some((part) => lasting.test(readFileSync(part, 'utf8'))),
    );

    expect(shared.length).toBeGreaterThan(100);
    expect(leave).toEqual([]);
  });

  it('are all but those that need a process of their own', () => {
    for (const glob of ownProcess) expect(globSync(glob, { cwd: project }), glob).not.toEqual([]);
  });
});
