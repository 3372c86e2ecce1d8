import { createReadStream } from 'node:fs';
import { lstat, mkdir, readdir, realpath, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fingerprintOf, gather } from '../shared/evidence/archive.ts';
import type { EvidenceArchive, Stored } from '../shared/evidence/archive.ts';

/**
 * Evidence in a folder, under the keys that it has in the bucket: what a replay has written, or a copy of the bucket.
 * A key never leads out of the folder, neither by its own text nor by a link.
 */
export function folderEvidenceArchive(folder: string): EvidenceArchive {
  return {
    async *list(prefix) {
      yield* filesBelow(folder, prefix.slice(0, prefix.lastIndexOf('/') + 1), prefix);
    },
    async get(key, most) {
      const file = await fileOf(folder, key);
      return file === undefined ? undefined : gather(createReadStream(file), most);
    },
    async fingerprint(key) {
      const file = await fileOf(folder, key);
      return file === undefined ? undefined : fingerprintOf(createReadStream(file));
    },
    async create(key, bytes) {
      if (!isPlain(key)) throw new TypeError('not a key of a document in this folder');
      const file = join(folder, key);
      await mkdir(dirname(file), { recursive: true });
      try {
        await writeFile(file, bytes, { flag: 'wx' });
        return 'created';
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'EEXIST') return 'exists';
        throw error;
      }
    },
  };
}

/** Everything that is no folder, links and the like included: that it can't be read is for the reader to find. */
async function* filesBelow(root: string, below: string, prefix: string): AsyncGenerator<Stored> {
  const entries = await entriesOf(join(root, below));
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const key = `${below}${entry.name}`;
    if (entry.isDirectory()) yield* filesBelow(root, `${key}/`, prefix);
    else if (key.startsWith(prefix)) {
      const found = await lstat(join(root, key)).catch(() => undefined);
      // Gone meanwhile: then it isn't there, and whoever misses it will say so.
      if (found !== undefined) yield { key, size: found.isFile() ? found.size : 0 };
    }
  }
}

async function entriesOf(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return [];
    throw error;
  }
}

/** The regular file behind a key; undefined if there is none in this very place. */
async function fileOf(root: string, key: string): Promise<string | undefined> {
  if (!isPlain(key)) return undefined;
  try {
    const file = join(await realpath(root), key);
    const found = await lstat(file);
    return found.isFile() && (await realpath(file)) === file ? file : undefined;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}

function isPlain(key: string): boolean {
  return /^[^\0\\]+$/.test(key) && key.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}
