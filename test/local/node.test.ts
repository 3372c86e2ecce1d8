import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const launcher = join(root, 'local/node.mjs');
// A Node that takes itself for an older one.
const old = ['--import', 'data:text/javascript,Object.defineProperty(process.versions,"node",{value:"20.20.2"})'];
const brought = join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin/node');

function launched(file: string, options: readonly string[], given: readonly string[]) {
  return spawnSync(process.execPath, [...options, file, ...given], { encoding: 'utf8' });
}

it('stays with the Node at hand where it is new enough', () => {
  expect(launched(launcher, [], ['-p', 'process.execPath']).stdout.trim()).toBe(process.execPath);
});

it.runIf(existsSync(brought))('takes the Node of the lock file instead of an older one, and puts it first', () => {
  const { stdout } = launched(launcher, old, ['-p', 'process.execPath + " " + process.env.PATH.split(":")[0]']);

  expect(stdout.trim()).toBe(`${brought} ${join(brought, '..')}`);
});

it('ends as what it runs ends', () => {
  expect(launched(launcher, [], ['-e', 'process.exit(3)']).status).toBe(3);
  expect(
    launched(launcher, [], ['-e', 'process.kill(process.pid, "SIGTERM"); setInterval(() => {}, 1e6)']).status,
  ).toBe(143);
});

it('says what is missing where there is no Node that could run it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'redress-node-'));
  try {
    mkdirSync(join(folder, 'local'));
    copyFileSync(launcher, join(folder, 'local/node.mjs'));
    const { status, stderr } = launched(join(folder, 'local/node.mjs'), old, ['-p', '1']);

    expect(status).toBe(1);
    expect(stderr).toMatch(/^Redress needs Node 24, and this is 20\.20\.2\. .*nodejs\.org\n$/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it('starts the command line with its arguments', () => {
  const { stdout, status } = launched(join(root, 'local/redress.mjs'), [], ['--help']);

  expect(status).toBe(0);
  expect(stdout).toContain('redress');
});

it('is what every script of the package starts TypeScript with, since older npms link no `node`', () => {
  const { scripts, bin } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly scripts: Readonly<Record<string, string>>;
    readonly bin: Readonly<Record<string, string>>;
  };
  const commands = Object.values(scripts).flatMap((script) => script.split(' && '));

  expect(commands.filter((command) => /\.ts\b/.test(command) && !command.startsWith('node local/node.mjs '))).toEqual(
    [],
  );
  expect(commands.filter((command) => /^(?:vitest|stryker)\b/.test(command))).toEqual([]);
  expect(bin).toEqual({ redress: 'local/redress.mjs' });
});
