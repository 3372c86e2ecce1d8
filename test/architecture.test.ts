import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { brokenRules } from './architecture-rules.ts';

const project = join(import.meta.dirname, '..');

describe('the house rules', () => {
  it('are kept by every file', () => {
    const files = globSync('{shared,functions,local}/**/*.ts', { cwd: project });

    expect(files.length).toBeGreaterThan(10);
    expect(files.flatMap((file) => brokenRules(file, readFileSync(join(project, file), 'utf8')))).toEqual([]);
  });

  it.each([
    ['shared/a.ts', 'const now = new Date();'],
    ['shared/a.ts', 'const now = new Date;'],
    ['functions/sources/a.ts', 'const now = Date();'],
    ['shared/a.ts', "import { z } from 'zod';"],
    ['shared/a.ts', "import z from 'zod';"],
    ['functions/a.ts', "import {\n  object,\n  string,\n} from 'zod/mini';"],
    ['shared/a.ts', 'let count = 0;'],
    ['shared/a.ts', 'export let count = 0;'],
    ['functions/a.ts', 'const seen = new Set<string>();'],
    ['local/a.ts', 'const seen = [];'],
    ['shared/a.ts', 'logger.info(`found ${bucket}`);'],
    ['shared/a.ts', "logger.warn('found ' + bucket);"],
  ])('mind in %s: %s', (path, code) => {
    expect(brokenRules(path, code)).toHaveLength(1);
  });

  it.each([
    ['local/a.ts', 'const now = new Date();'],
    ['shared/clock.ts', 'export const systemClock = { now: () => new Date() };'],
    ['shared/a.ts', '// never new Date()\n/* nor Date() */\nconst at = new Date(text);'],
    ['shared/a.ts', 'const at = toDate(), b = value instanceof Date;'],
    ['shared/a.ts', "import * as z from 'zod/mini';\nimport type { ZodType } from 'zod';"],
    ['shared/a.ts', "const names = new Set(['a']);"],
    ['shared/a.ts', 'function f() {\n  let count = 0;\n}'],
    ['shared/a.ts', "logger.info('Remediated', { bucket });"],
  ])('let pass in %s: %s', (path, code) => {
    expect(brokenRules(path, code)).toEqual([]);
  });
});
