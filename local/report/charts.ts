import { html } from '../../functions/operations/html.ts';
import type { Html } from '../../functions/operations/html.ts';
import type { Kind } from './action.ts';
import { shownKinds } from './figures.ts';
import type { Counts, Period, TimeToFix } from './figures.ts';
import { duration, kindWords, plural } from './words.ts';

/** Units of the drawing are about pixels, so that texts are as large in one chart as in another. */
const wide = 1080;
const narrow = 500;
const height = 200;
const floor = height - 24;

/** Stacked bars, one for each day or month. The same numbers stand below as a table. */
export function timelineChart(periods: readonly Period[]): Html {
  const totals = periods.map((period) => shownKinds.reduce((sum, kind) => sum + period[kind], 0));
  const most = Math.max(1, ...totals);
  const slot = (wide - 40) / Math.max(1, periods.length);
  const every = Math.ceil(periods.length / 8);
  const bars = periods.map((period, index) =>
    bar(period, 36 + index * slot, Math.max(1, Math.min(slot - 2, 48)), most),
  );
  const labels = periods.flatMap(({ period }, index) =>
    index % every === 0 ? [html`<text x="${fixed(36 + index * slot)}" y="${height - 6}">${period}</text>`] : [],
  );
  const all = totals.reduce((sum, one) => sum + one, 0);
  const text = `${plural(all, 'event', 'events')} over ${plural(periods.length, 'period', 'periods')}, at most ${most} in one.`;
  return figure(
    'What happened when',
    text,
    html`<line class="axis" x1="34" x2="${wide}" y1="${floor}" y2="${floor}" /><text x="0" y="14">${most}</text
      ><text x="0" y="${floor}">0</text>${bars}${labels}`,
    { wide: true, below: html`${key()}${periodTable(periods)}` },
  );
}

function bar(period: Period, x: number, thick: number, most: number): Html {
  let top = floor;
  const parts = shownKinds.flatMap((kind) => {
    const tall = (period[kind] / most) * (floor - 8);
    if (tall === 0) return [];
    top -= tall;
    const rect = html`<rect
      class="${kind}"
      x="${fixed(x)}"
      y="${fixed(top)}"
      width="${fixed(thick)}"
      height="${fixed(tall)}"
    />`;
    return [rect];
  });
  const said = shownKinds.filter((kind) => period[kind] > 0).map((kind) => `${period[kind]} ${kindWords[kind]}`);
  return html`<g><title>${`${period.period}: ${said.join(', ') || 'nothing'}`}</title>${parts}</g>`;
}

/** Which share of outcomes was what. */
export function outcomeChart(counts: Counts): Html {
  const all = Math.max(
    1,
    Object.values(counts).reduce((sum, one) => sum + one, 0),
  );
  const rows = [...shownKinds, 'quiet' as const].map((kind, index) => shareRow(kind, counts[kind], all, index));
  const said = [...shownKinds, 'quiet' as const].map((kind) => `${counts[kind]} ${kindWords[kind]}`).join(', ');
  return figure('What came of it', said, rows);
}

function shareRow(kind: Kind, count: number, all: number, index: number): Html {
  const y = 10 + index * 31;
  const share = count / all;
  const long = share * (narrow - 200);
  return html`<text x="0" y="${y + 14}">${kindWords[kind]}</text
    ><rect class="${kind}" x="100" y="${y}" width="${fixed(Math.max(long, count > 0 ? 2 : 0))}" height="20" /><text
      x="${fixed(110 + long)}"
      y="${y + 14}"
      >${count.toLocaleString('en-US')} (${(share * 100).toFixed(share > 0 && share < 0.01 ? 1 : 0)} %)</text
    >`;
}

/** How long it took from the event to the verified fix. */
export function timeChart(took: TimeToFix): Html {
  const most = Math.max(1, ...took.spread.map(({ count }) => count));
  const slot = (narrow - 20) / took.spread.length;
  const bars = took.spread.map(({ upTo, count }, index) => {
    const tall = (count / most) * (floor - 24);
    const x = 10 + index * slot;
    return html`<rect
        class="fixed"
        x="${fixed(x)}"
        y="${fixed(floor - tall)}"
        width="${fixed(slot - 10)}"
        height="${fixed(tall)}"
      /><text x="${fixed(x)}" y="${fixed(floor - tall - 5)}">${count}</text
      ><text x="${fixed(x)}" y="${height - 6}">${upTo === 'longer' ? upTo : `≤ ${upTo}`}</text>`;
  });
  const text = `Median ${duration(took.median)}, nine of ten within ${duration(took.p90)}, of ${plural(took.count, 'fix', 'fixes')}.`;
  return figure(
    'Time to fix',
    text,
    html`<line class="axis" x1="0" x2="${narrow}" y1="${floor}" y2="${floor}" />${bars}`,
  );
}

function figure(
  title: string,
  text: string,
  drawing: Html | readonly Html[],
  more: { readonly wide?: boolean; readonly below?: Html } = {},
): Html {
  return html`<figure class="${more.wide === true ? 'wide' : ''}">
    <figcaption>${title}</figcaption>
    <svg viewBox="0 0 ${more.wide === true ? wide : narrow} ${height}" role="img" aria-label="${`${title}. ${text}`}">
      ${drawing}
    </svg>
    <p class="soft">${text}</p>
    ${more.below ?? ''}
  </figure>`;
}

function key(): Html {
  return html`<ul class="key">
    ${shownKinds.map((kind) => html`<li><span class="mark ${kind}">${kindWords[kind]}</span></li>`)}
  </ul>`;
}

function periodTable(periods: readonly Period[]): Html {
  const rows = periods.map(
    (period) =>
      html`<tr>
        <th scope="row">${period.period}</th>
        ${[...shownKinds, 'quiet' as const].map((kind) => html`<td class="n">${period[kind]}</td>`)}
      </tr>`,
  );
  return html`<details>
    <summary>As a table</summary>
    <table>
      <thead>
        <tr>
          <th scope="col">When (UTC)</th>
          ${[...shownKinds, 'quiet' as const].map((kind) => html`<th scope="col" class="n">${kindWords[kind]}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </details>`;
}

function fixed(number: number): string {
  return number.toFixed(1);
}
