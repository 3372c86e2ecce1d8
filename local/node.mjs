// Runs a file of this project under Node 24: this one, or the one that npm ci has brought. npm 11.3 and older, which come
// with Node 20 and 22, don't link it as `node` where the lock file has one for other systems, too. Plain JavaScript,
// since any Node has to run it.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const isWindows = process.platform === 'win32';
const name = `node-${isWindows ? 'win' : process.platform}-${process.arch}`;
const brought = join(root, 'node_modules', name, 'bin', isWindows ? 'node.exe' : 'node');
const isNew = Number(process.versions.node.split('.')[0]) >= 24;

if (!isNew && !existsSync(brought)) {
  console.error(
    `Redress needs Node 24, and this is ${process.versions.node}. npm ci brings it for Linux, and for Windows on x64, unless ` +
      'optional dependencies are left out; for other systems: https://nodejs.org',
  );
  process.exit(1);
}

const node = isNew ? process.execPath : brought;
// What starts further processes, finds it first.
const path = Object.keys(process.env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
const env = { ...process.env, [path]: [dirname(node), process.env[path]].join(delimiter) };
// Ctrl+C reaches both; the file decides what it means.
process.on('SIGINT', () => {});
const { status, signal, error } = spawnSync(node, process.argv.slice(2), { stdio: 'inherit', env });
if (error !== undefined) console.error(error.message);
process.exitCode = status ?? (signal === null ? 1 : 128 + constants.signals[signal]);
