import { html } from '../../functions/operations/html.ts';
import type { Html } from '../../functions/operations/html.ts';
import type { Kind } from './action.ts';
import { figure, fixed, height, key, narrow, wide } from './drawing.ts';
import { shownKinds } from './figures.ts';
import type { Counts, Period, TimeToFix } from './figures.ts';
import { duration, kindWords, plural } from './words.ts';

const floor = height - 24;

/** What a period is called, by the length of its name. */
const grains: Readonly<Record<number, string>> = { 7: 'month', 10: 'day' };

/** Stacked bars, one for each hour, day or month. The same numbers stand below as a table. */
export function timelineChart(periods: readonly Period[]): Html {
  const totals = periods.map((period) => shownKinds.reduce((sum, kind) => sum + period[kind], 0));
  const most = Math.max(1, ...totals);
  const slot = (wide - 40) / Math.max(1, periods.length);
  // A label is some hundred units wide.
  const every = Math.ceil(periods.length / Math.min(8, Math.max(1, Math.floor((wide - 40) / 110))));
  const bars = periods.map((period, index) =>
    bar(period, 36 + index * slot, Math.max(1, Math.min(slot - 2, 140)), most),
  );
  const labels = periods.flatMap(({ period }, index) =>
    index % every === 0 ? [html`<text x="${fixed(36 + index * slot)}" y="${height - 6}">${period}</text>`] : [],
  );
  const all = totals.reduce((sum, one) => sum + one, 0);
  const grain = grains[periods[0]?.period.length ?? 0] ?? 'hour';
  const text = `${plural(all, 'event', 'events')} over ${plural(periods.length, grain, `${grain}s`)}, at most ${most} in one ${grain}.`;
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
  const text = `Median ${duration(took.median)}, nine of ten within ${duration(took.p90)}, of ${plural(took.count, 'fix', 'fixes')}, from the event to the verified fix.`;
  return figure(
    'Time to fix',
    text,
    html`<line class="axis" x1="0" x2="${narrow}" y1="${floor}" y2="${floor}" />${bars}`,
    { below: slowest(took) },
  );
}

function slowest(took: TimeToFix): Html {
  const items = took.slowest.map(
    ({ seconds, resource, id }) =>
      html`<li>${duration(seconds)}: <code>${resource}</code> <span class="soft">${id}</span></li>`,
  );
  return html`<details>
    <summary>The slowest</summary>
    <ol>
      ${items}
    </ol>
  </details>`;
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
