import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reportPage } from '../../../local/report/page.ts';
import type { KeptRecord } from '../../../local/report/records.ts';
import { buildReport } from '../../../local/report/report.ts';
import { frameworks } from '../../../shared/governance/frameworks.ts';
import { hasChromium, openBrowser } from '../../kit/browser.ts';
import { keptRecord } from '../../kit/report-records.ts';

const hostile = [
  '<script>document.title="taken"</script>',
  '"><img src="https://example.com/x.png" onerror="document.title=1">',
  '</style><style>body{display:none}</style>',
  '</table></details></main><h1>owned</h1>',
  '\u202Egnp.exe <svg onload=alert(1)>',
  '<a href="javascript:alert(1)">click</a>',
  '<meta http-equiv="refresh" content="0;url=https://example.com/">',
  '<link rel="stylesheet" href="https://example.com/x.css">',
  '{{constructor.constructor("alert(1)")()}} ${alert(1)}',
];

function pageOf(records: readonly KeptRecord[]): string {
  const now = new Date('2026-11-21T06:00:00Z');
  const span = { from: undefined, to: undefined };
  const remediations = [{ id: 's3-bucket-public-access-blocked', controls: {} }];
  return reportPage(
    buildReport({ kept: { records, unreadable: [] }, span, remediations, frameworks, now, product: '1.2.3' }),
  );
}

const samples = hostile.flatMap((text, index) => [
  keptRecord(`fixed-${index}`, { reason: text, resource: { type: text, id: text }, actor: { arn: text } }),
  keptRecord(`open-${index}`, {
    status: 'failed',
    reason: text,
    todo: [text],
    guard: text,
    resource: { type: 'x', id: text },
  }),
]);

describe.runIf(hasChromium)('in Chromium', () => {
  let browser: Browser;
  let folder: string;

  beforeAll(async () => {
    browser = await openBrowser();
    folder = await mkdtemp(join(tmpdir(), 'redress-report-'));
  });
  afterAll(async () => {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  });

  interface Opened {
    readonly page: Page;
    /** Whatever the page said, asked for or popped up, but for itself. */
    readonly noise: readonly string[];
  }

  async function open(html: string, colorScheme: 'light' | 'dark' = 'light'): Promise<Opened> {
    const file = join(folder, `${crypto.randomUUID()}.html`);
    await writeFile(file, html);
    const page = await browser.newPage({ colorScheme });
    const url = pathToFileURL(file).href;
    const noise: string[] = [];
    page.on('console', (message) => noise.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => noise.push(`error: ${error.message}`));
    page.on('dialog', (dialog) => {
      noise.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('request', (request) => {
      if (request.url() !== url) noise.push(`request: ${request.url()}`);
    });
    await page.goto(url);
    return { page, noise };
  }

  it.each(['light', 'dark'] as const)('opens %s without a word on the console or a request', async (scheme) => {
    const { page, noise } = await open(pageOf(samples), scheme);

    const colour = await page.evaluate('getComputedStyle(document.body).backgroundColor');

    expect(colour).toBe(scheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(18, 22, 30)');
    expect(noise).toEqual([]);
  });

  it('shows hostile names as the texts that they are', async () => {
    const { page, noise } = await open(pageOf(samples));

    await page.locator('details:not([open]) > summary').first().click();
    const shown = await page.locator('code').allTextContents();

    expect(noise).toEqual([]);
    expect(await page.title()).toBe('Redress: governance report, 2026-11-20');
    expect(await page.locator('h1').allTextContents()).toEqual(['Governance report']);
    expect(await page.locator('script, img, link, iframe, a[href^="javascript"]').count()).toBe(0);
    for (const text of hostile) expect(shown).toContain(text.replaceAll('\u202E', ' ').trim());
  });

  it('leads to its sections without asking anybody for anything', async () => {
    const { page, noise } = await open(pageOf(samples));
    const links = page.locator('nav a');

    expect(await links.count()).toBeGreaterThan(5);
    for (const link of await links.all()) {
      await link.click();
      expect(await page.locator(`h2${await link.getAttribute('href')}`).count()).toBe(1);
    }
    expect(noise).toEqual([]);
  });

  it('is no wider than the window, on a telephone, too', async () => {
    const { page } = await open(pageOf(samples));
    for (const width of [1280, 400]) {
      await page.setViewportSize({ width, height: 800 });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    }
  });

  it('prints all of it, folded parts too', async () => {
    const { page } = await open(pageOf(samples));
    await page.emulateMedia({ media: 'print' });

    const pdf = await page.pdf({ format: 'A4' });

    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    const height = await page.evaluate(
      'document.querySelector("details:not([open]) table").getBoundingClientRect().height',
    );
    expect(height).toBeGreaterThan(20);
  });

  it('prints on A4 with room for what there is to read', async () => {
    const { page } = await open(pageOf(samples));
    // A4 within margins of 1 cm, at 96 units an inch.
    await page.setViewportSize({ width: 718, height: 1000 });
    await page.emulateMedia({ media: 'print' });
    const shares = await page.evaluate<
      number[]
    >(`[...document.querySelectorAll('main > div.wide table')].map((table) => {
      const last = [...table.querySelectorAll('thead th')].at(-1);
      return last.getBoundingClientRect().width / table.getBoundingClientRect().width;
    })`);

    expect(shares.length).toBeGreaterThan(1);
    // The open items' table, whose last column tells everything.
    expect(shares[0]).toBeGreaterThan(0.4);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(718);
  });

  it('holds ten thousand actions, each with its row', async () => {
    const days = Array.from({ length: 10_000 }, (_, index) => `2026-11-${String(1 + (index % 20)).padStart(2, '0')}`);
    const many = days.map((day, index) => {
      const status = index % 7 === 0 ? 'reported' : 'remediated';
      const resource = { type: 'AWS::S3::Bucket', id: `bucket-${index}` };
      return keptRecord(`r${index}`, { status, resource }, { day, event: index % 1400, end: (index % 1400) + 1 });
    });

    const { page, noise } = await open(pageOf(many));

    expect(await page.locator('.chunk tbody tr').count()).toBe(10_000);
    expect(noise).toEqual([]);
  });
});
