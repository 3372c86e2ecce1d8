import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectRoot } from '../local/root.ts';
import { openBrowser } from './kit/browser.ts';

/*
 * Draws docs/report-light.png and docs/report-dark.png: the report of a replay of all samples, one of whose fixes is
 * undone, sealed and compared with its seals.
 */

const folder = mkdtempSync(join(tmpdir(), 'redress-images-'));
const [evidence, state, key, report] = ['evidence', 'state.json', 'key.pem', 'report.html'].map((name) =>
  join(folder, name),
) as [string, string, string, string];

function redress(...args: readonly string[]): string {
  return execFileSync(process.execPath, ['local/cli.ts', ...args], { cwd: projectRoot, encoding: 'utf8' });
}

try {
  const replayed = JSON.parse(redress('replay', '--evidence', evidence, '--state', state, '--format', 'json')) as {
    readonly events: readonly { readonly outcomes: readonly { readonly id: string; readonly status: string }[] }[];
  };
  const [last] = replayed.events
    .flatMap(({ outcomes }) => outcomes)
    .filter(({ status }) => status === 'remediated')
    .slice(-1);
  if (last !== undefined) redress('rollback', last.id, '--evidence', evidence, '--state', state);
  redress('seal', '--evidence', evidence, '--private-key', key);
  redress('report', '--evidence', evidence, '--public-key', key.replace('.pem', '.pub.pem'), '--out', report);
  const browser = await openBrowser();
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await browser.newPage({ colorScheme, viewport: { width: 1120, height: 1240 } });
    await page.goto(pathToFileURL(report).href);
    await page.screenshot({ path: join(projectRoot, 'docs', `report-${colorScheme}.png`) });
  }
  await browser.close();
} finally {
  rmSync(folder, { recursive: true });
}
