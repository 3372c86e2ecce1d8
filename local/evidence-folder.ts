import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { EvidenceStore } from '../shared/evidence/store.ts';

/**
 * Evidence in a folder, under the keys that it has in the bucket. A document of this run is written once,
 * as in the bucket; one that an earlier run has left under the same key is replaced.
 */
export function folderEvidenceStore(folder: string): EvidenceStore {
  const written = new Set<string>();
  return {
    async put(key, document) {
      const file = join(folder, key);
      if (written.has(key)) return file;
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, `${JSON.stringify(document, null, 2)}\n`);
      written.add(key);
      return file;
    },
  };
}
