import { createHash } from 'node:crypto';
import { html, toText } from '../../functions/operations/html.ts';
import type { Html } from '../../functions/operations/html.ts';
import { kinds } from './action.ts';
import { outcomeChart, timeChart, timelineChart } from './charts.ts';
import { integritySection, integrityText } from './integrity.ts';
import type { Report } from './report.ts';
import { driftChart, frameworkChart } from './row-charts.ts';
import { style } from './style.ts';
import { actionTables, answererTable, exceptionTable, frameworkSection, openTable, peopleTable } from './tables.ts';
import { duration, kindWords, minute, plural } from './words.ts';

/**
 * Nothing is loaded, from nowhere, and nothing is run: the page has no script. The one style is known by its hash, so
 * that no text of an event could bring another one.
 */
const policy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "form-action 'none'",
  "base-uri 'none'",
].join('; ');

/** The report as one file that needs nothing else. Whatever comes from records is escaped by `html`. */
export function reportPage(report: Report): string {
  const title = `Redress: governance report, ${spanText(report)}`;
  const head = html`<meta charset="utf-8" /><meta http-equiv="Content-Security-Policy" content="${policy}" /><meta
      name="viewport"
      content="width=device-width"
    /><meta name="referrer" content="no-referrer" /><title>${title}</title>`;
  // The style is a constant, and has to stand as it is hashed.
  return `<!doctype html>\n<html lang="en"><head>${toText(head)}<style>${style}</style></head><body><main>${toText(body(report))}</main></body></html>\n`;
}

function body(report: Report): Html {
  const { integrity, unreadable } = report;
  const sections = [
    ['charts', 'Charts', charts(report)],
    ['open', `Open items (${report.open.length})`, openTable(report.open)],
    ['exceptions', `Exceptions (${report.exceptions.length})`, exceptionTable(report.exceptions)],
    ['controls', 'Controls', controls(report)],
    ['people', 'By whom', html`${peopleTable(report.people)}${answererTable(report.answerers)}`],
    ['actions', 'Actions', actions(report)],
    ['integrity', 'Integrity of the evidence', integritySection(integrity)],
    ...(unreadable.length === 0
      ? []
      : [['unreadable', `Unreadable (${unreadable.length})`, unreadableList(unreadable)] as const]),
  ] as const;
  return html`${top(report)}
    <nav aria-label="Contents">${sections.map(([id, title]) => html`<a href="#${id}">${title}</a> `)}</nav>
    ${sections.map(
      ([id, title, content]) =>
        html`<h2 id="${id}">${title}</h2>
          ${content}`,
    )}`;
}

function controls({ frameworks }: Report): Html {
  return html`<p>
      Which controls the records support evidence for. Whether a control is met is for an auditor to say, who sees more
      than what drifts. “Not from here”: nothing that this program does bears on it.
    </p>
    ${frameworks.map(frameworkSection)}`;
}

function actions({ actions: all }: Report): Html {
  return html`<p>
      What was found, done, refused and undone, the latest first. What was looked at and found in order is counted
      above, and stands in the JSON file.
    </p>
    ${actionTables(all)}`;
}

function top(report: Report): Html {
  const { accounts, regions, madeAt, product, counts, open, timeToFix, integrity } = report;
  const tiles = kinds.map(
    (kind) => html`<li class="${kind}"><b>${counts[kind].toLocaleString('en-US')}</b>${kindWords[kind]}</li>`,
  );
  const median = timeToFix === undefined ? '' : html`<li><b>${duration(timeToFix.median)}</b>median time to fix</li>`;
  return html`<h1>Governance report</h1>
    <p class="soft">
      ${spanText(report)}, UTC.
      ${plural(accounts.length, 'account', 'accounts')}${accounts.length === 0 ? '' : `: ${accounts.slice(0, 20).join(', ')}`}.
      ${plural(regions.length, 'Region', 'Regions')}${regions.length === 0 ? '' : `: ${regions.join(', ')}`}. Made
      ${minute(madeAt)} by Redress ${product} from its evidence${integrityText(integrity)}
    </p>
    <ul class="tiles">
      ${tiles}
      <li><b>${open.length.toLocaleString('en-US')}</b>still open</li>
      ${median}
    </ul>`;
}

function charts({ timeline, counts, timeToFix, drifts, frameworks }: Report): Html {
  const took = timeToFix === undefined ? '' : timeChart(timeToFix);
  return html`<div class="charts">
    ${timelineChart(timeline)}${frameworkChart(frameworks)}${outcomeChart(counts)}${took}${driftChart(drifts)}
  </div>`;
}

function unreadableList(keys: readonly string[]): Html {
  return html`<p>These lie among the records and can’t be read as one, so nothing above is from them.</p>
    <ul>
      ${keys.slice(0, 100).map((key) => html`<li><code>${key}</code></li>`)}
    </ul>`;
}

function spanText({ from, to }: Report): string {
  if (from === undefined && to === undefined) return 'no records';
  return from === to ? `${from}` : `${from ?? 'the beginning'} to ${to ?? 'now'}`;
}
