import { readFileSync } from 'node:fs';
import type { StackFunction } from './serverless-file.ts';
import type { Problem } from './template.ts';

const endOfDirectory = 0x06054b50;
const directoryEntry = 0x02014b50;

/**
 * The names of the files in a ZIP archive, from its central directory.
 *
 * https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT 4.3.12 and 4.3.16
 *
 * @throws Error if it is no ZIP archive
 */
export function archivedFiles(zip: Buffer): readonly string[] {
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || zip.length < end + 22 || zip.readUInt32LE(end) !== endOfDirectory) throw new Error('no ZIP archive');
  const names: string[] = [];
  let offset = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (zip.readUInt32LE(offset) !== directoryEntry) throw new Error('the ZIP archive has a broken directory');
    const length = zip.readUInt16LE(offset + 28);
    names.push(zip.toString('utf8', offset + 46, offset + 46 + length));
    offset += 46 + length + zip.readUInt16LE(offset + 30) + zip.readUInt16LE(offset + 32);
  }
  return names;
}

/** The framework packages a function whose handler is missing without a word; so it does with a wrong pattern. */
export function checkArchive(file: string, { name, path }: StackFunction): readonly Problem[] {
  const files = archivedFiles(readFileSync(file));
  const problem = (message: string): Problem => ({ check: 'archive', resource: name, message });
  return [
    ...[`dist/${path}/index.js`, `dist/${path}/package.json`]
      .filter((needed) => !files.includes(needed))
      .map((needed) => problem(`${needed} is missing`)),
    ...files
      .filter((one) => !one.startsWith(`dist/${path}/`) || one.endsWith('.map'))
      .map((one) => problem(`${one} does not belong there`)),
  ];
}
