import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commands } from '../local/commands/index.ts';
import { projectRoot } from '../local/root.ts';
import { gates } from '../shared/pipeline/guard.ts';

const documents = ['README.md', 'SECURITY.md', 'CONTRIBUTING.md', 'CATALOGUE.md', 'events/README.md'];

async function textOf(document: string): Promise<string> {
  return readFile(join(projectRoot, document), 'utf8');
}

/** The first groups of all matches. */
function all(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].map(([, found = '']) => found))];
}

describe.each(documents)('%s', (document) => {
  it('links to nothing that is not there', async () => {
    const text = await textOf(document);
    const links = all(text, /\]\((?!https?:)([^)\s]+)\)/g);
    const headings = new Set(all(text, /^#+ +(.+)$/gm).map(anchor));

    const broken = links.filter((link) => {
      const [path = '', fragment] = link.split('#');
      if (path === '') return !headings.has(fragment ?? '');
      return !existsSync(join(projectRoot, document, '..', path));
    });

    expect(broken).toEqual([]);
  });

  it('names no file, script or command that is not there', async () => {
    const text = await textOf(document);
    const { scripts } = JSON.parse(await textOf('package.json')) as { scripts: Record<string, string> };
    const files = all(text, /`((?:functions|shared|local|test|events|docs)\/[^`\s*…<]*)`/g);
    const samples = all(text, /`(events\/[a-z-]+\/\d+)-…`/g);
    const inFolders = (await Promise.all(samples.map(existsAsSample))).flat();

    expect(files.filter((path) => !existsSync(join(projectRoot, path)))).toEqual([]);
    expect(inFolders).toEqual([]);
    expect(all(text, /npm run ([a-z:]+)/g).filter((script) => !(script in scripts))).toEqual([]);
    expect(all(text, /npx redress ([a-z-]+)/g).filter((command) => !(command in commands))).toEqual([]);
  });
});

describe('README.md', () => {
  it('has the gates in the order in which they are asked', async () => {
    const table = (await textOf('README.md')).split('| gate ')[1]?.split('\n\n')[0] ?? '';

    // The last two are asked later: a person after all others, the limits at the moment of writing.
    expect(all(table, /^\| `([a-z-]+)`/gm)).toEqual([...gates.map(({ name }) => name), 'approval', 'rate-limit']);
  });

  it('places services in sources that there are', async () => {
    const sources = all(await textOf('README.md'), /`sources\/([a-z-]+)`/g);

    expect(sources.length).toBeGreaterThan(3);
    expect(sources.filter((name) => !existsSync(join(projectRoot, 'functions/sources', `${name}.ts`)))).toEqual([]);
  });
});

/** As GitHub makes them. */
function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\- _]/gu, '')
    .replaceAll(' ', '-');
}

/** The start of a sample's path, if there is no such sample. */
async function existsAsSample(start: string): Promise<string[]> {
  const [, folder = '', number = ''] = start.split('/');
  const names = await readdir(join(projectRoot, 'events', folder));
  return names.some((name) => name.startsWith(`${number}-`)) ? [] : [start];
}
