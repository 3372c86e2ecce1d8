import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { frameworks } from '../../shared/governance/frameworks.ts';
import { reportPage } from '../report/page.ts';
import type { KeptRecord } from '../report/records.ts';
import { buildReport } from '../report/report.ts';
import type { Figure } from './figure.ts';
import { median } from './statistics.ts';

const actions = 10_000;
/** What a reader waits for without wondering. */
const goal = { is: 'at most', limit: 3 } as const;
const group = `Report of ${actions} actions, in Chromium`;

/** How long a browser takes to show a large report; none where Chromium's package has nothing for this platform. */
export async function reportFigures(folder: string, rounds: number): Promise<readonly Figure[]> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return [];
  const page = largePage();
  const file = join(folder, 'report.html');
  await writeFile(file, page);
  const shown: number[] = [];
  const unfolded: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const times = await timesOf(pathToFileURL(file).href);
    shown.push(times.shown / 1000);
    unfolded.push(times.unfolded / 1000);
  }
  return [
    { group, name: 'opened, until it is drawn', value: median(shown), unit: 's', goal },
    { group, name: 'then every day unfolded at once', value: median(unfolded), unit: 's', goal },
    { group, name: 'the file', value: Buffer.byteLength(page) / 1e6, unit: 'MB' },
  ];
}

/**
 * Milliseconds by the page's own clock; two frames later, what was asked for has been drawn. A browser for each: the
 * package's runs in a single process, which ends with its last page.
 */
async function timesOf(url: string): Promise<{ readonly shown: number; readonly unfolded: number }> {
  const browser = await openBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.goto(url);
    const shown = await page.evaluate<number>(drawn);
    const unfolded = await page.evaluate<number>(`(async () => {
      const before = performance.now();
      for (const one of document.querySelectorAll('details')) one.open = true;
      return (await ${drawn}) - before;
    })()`);
    return { shown, unfolded };
  } finally {
    await browser.close();
  }
}

const drawn =
  'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))))';

/** Both are development dependencies: without a browser nobody needs them. */
async function openBrowser(): Promise<Browser> {
  const [{ default: chromium }, { chromium: playwright }] = await Promise.all([
    import('@sparticuz/chromium'),
    import('playwright-core'),
  ]);
  return playwright.launch({ executablePath: await chromium.executablePath(), args: chromium.args, headless: true });
}

/** Actions of three weeks, each about another bucket, by eleven people. */
function largePage(): string {
  const records = Array.from({ length: actions }, (_, index) => recordOf(index));
  const remediations = [{ id: 's3-bucket-public-access-blocked', controls: {} }];
  const [span, now] = [{ from: undefined, to: undefined }, new Date('2026-11-22T06:00:00Z')];
  const kept = { records, unreadable: [] };
  return reportPage(buildReport({ kept, span, remediations, frameworks, now, product: '0.1.0' }));
}

function recordOf(index: number): KeptRecord {
  const day = `2026-11-${String(1 + (index % 21)).padStart(2, '0')}`;
  const time = (seconds: number): string =>
    new Date(Date.parse(day) + ((index % 80_000) + seconds) * 1000).toISOString();
  const id = `20261101T000000-${String(index).padStart(10, '0')}`;
  const bucket = `fraud-training-data-${index}`;
  return {
    key: `actions/${day}/${id}.json`,
    record: {
      version: 1,
      id,
      remediation: 's3-bucket-public-access-blocked',
      resource: { type: 'AWS::S3::Bucket', id: bucket, arn: `arn:aws:s3:::${bucket}` },
      account: '111122223333',
      region: 'eu-central-1',
      status: index % 7 === 0 ? 'reported' : 'remediated',
      mode: index % 7 === 0 ? 'report' : 'enforce',
      reason: 'All four settings of Block Public Access are on.',
      why: ['No Block Public Access settings', 'The bucket policy is public'],
      ...(index % 7 === 0 ? { todo: ['Ask the owner whether it is public on purpose.'] } : {}),
      signal: { id: `signal-${index}`, source: 'cloudtrail', at: time(0), event: `event-${index}` },
      actor: { arn: `arn:aws:sts::111122223333:assumed-role/MlPlatform/person-${index % 11}` },
      startedAt: time(2),
      endedAt: time(5),
      severity: 'high',
    },
  };
}
