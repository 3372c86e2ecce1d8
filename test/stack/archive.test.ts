import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { archivedFiles, checkArchive } from '../../local/stack/archive.ts';

/** A ZIP archive of empty files: a local header each, then the directory, then its end. */
function zip(names: readonly string[], extra = Buffer.alloc(0)): Buffer {
  const heads: Buffer[] = [];
  const entries: Buffer[] = [];
  for (const name of names) {
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(name.length, 26);
    heads.push(head, Buffer.from(name));
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt16LE(extra.length, 30);
    entries.push(entry, Buffer.from(name), extra);
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(names.length, 10);
  end.writeUInt32LE(Buffer.concat(heads).length, 16);
  return Buffer.concat([...heads, ...entries, end]);
}

const one = {
  name: 'fix',
  path: 'remediators/fix',
  handler: 'dist/remediators/fix/index.handler',
  source: 'functions/remediators/fix/handler.ts',
  durable: true,
};

describe('archivedFiles', () => {
  it('lists the files of an archive', () => {
    expect(archivedFiles(zip(['a/index.js', 'a/package.json']))).toEqual(['a/index.js', 'a/package.json']);
    expect(archivedFiles(zip(['a', 'b'], Buffer.from('extra field')))).toEqual(['a', 'b']);
    expect(archivedFiles(zip([]))).toEqual([]);
  });

  it('refuses what is no archive', () => {
    expect(() => archivedFiles(Buffer.from('hello'))).toThrow('no ZIP archive');
    expect(() => archivedFiles(Buffer.alloc(0))).toThrow('no ZIP archive');
  });

  it('refuses an archive whose directory is broken', () => {
    const broken = zip(['a']);
    broken.writeUInt32LE(0, broken.length - 22 + 16);

    expect(() => archivedFiles(broken)).toThrow('broken directory');
  });
});

describe('checkArchive', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'redress-archive-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  function check(...names: string[]): readonly string[] {
    const file = join(folder, 'fix.zip');
    writeFileSync(file, zip(names));
    return checkArchive(file, one).map(({ message }) => message);
  }

  it('is content with a bundle and its package.json', () => {
    expect(
      check('dist/remediators/fix/index.js', 'dist/remediators/fix/package.json', 'dist/remediators/fix/c/1.js'),
    ).toEqual([]);
  });

  it('misses a handler and what makes it an ES module', () => {
    expect(check()).toEqual([
      'dist/remediators/fix/index.js is missing',
      'dist/remediators/fix/package.json is missing',
    ]);
  });

  it("minds source maps and other functions' files", () => {
    expect(
      check(
        'dist/remediators/fix/index.js',
        'dist/remediators/fix/package.json',
        'dist/remediators/fix/index.js.map',
        'dist/sources/x/index.js',
      ),
    ).toEqual([
      'dist/remediators/fix/index.js.map does not belong there',
      'dist/sources/x/index.js does not belong there',
    ]);
  });
});
