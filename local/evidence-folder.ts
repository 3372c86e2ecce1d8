import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { mostSealBytes } from '../shared/evidence/archive.ts';
import { sealPrefix } from '../shared/evidence/day.ts';
import { parseSeal } from '../shared/evidence/parse-seal.ts';
import type { EvidenceStore } from '../shared/evidence/store.ts';
import { folderEvidenceArchive } from './evidence-archive.ts';

/**
 * Evidence in a folder, under the keys that it has in the bucket. A document of this run is written once,
 * as in the bucket; one that an earlier run has left under the same key is replaced, unless it was sealed.
 */
export function folderEvidenceStore(folder: string): EvidenceStore {
  const written = new Set<string>();
  let sealed: Promise<ReadonlySet<string>> | undefined;
  return {
    async put(key, document) {
      const file = join(folder, key);
      sealed ??= sealedKeys(folder);
      if (written.has(key) || (await sealed).has(key)) return file;
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, `${JSON.stringify(document, null, 2)}\n`);
      written.add(key);
      return file;
    },
  };
}

/** What the folder's seals say they hold. Whether that is so is not asked here. */
async function sealedKeys(folder: string): Promise<ReadonlySet<string>> {
  const archive = folderEvidenceArchive(folder);
  const keys = new Set<string>();
  for await (const { key } of archive.list(sealPrefix)) {
    const bytes = await archive.get(key, mostSealBytes);
    const parsed = bytes === undefined ? undefined : parseSeal(bytes);
    if (parsed?.ok === true) for (const record of parsed.seal.manifest.records) keys.add(record.key);
  }
  return keys;
}
