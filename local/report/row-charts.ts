import { html } from '../../functions/operations/html.ts';
import type { Html } from '../../functions/operations/html.ts';
import { figure, fixed, key, wide } from './drawing.ts';
import { shownKinds } from './figures.ts';
import type { Drift } from './figures.ts';
import type { ReportedFramework } from './states.ts';
import { kindWords, stateWords } from './words.ts';

/** What drifted most, ten of it at most. */
export function driftChart(drifts: readonly Drift[]): Html {
  const shown = drifts.slice(0, 10);
  const most = Math.max(1, ...shown.map(({ all }) => all));
  const rows = shown.map((drift) => ({
    label: drift.remediation,
    parts: shownKinds.map((kind) => ({ tone: kind, word: kindWords[kind], count: drift[kind] })),
    of: most,
    said: String(drift.all),
  }));
  const rest = drifts.length > shown.length ? ` The first ${shown.length} of ${drifts.length}.` : '';
  return rowsFigure('What drifted most', `By the remediation that answers it.${rest}`, rows, key());
}

/** Of each framework, how many of its controls the records say what about. */
export function frameworkChart(frameworks: readonly ReportedFramework[]): Html {
  const states = ['in-order', 'open', 'quiet', 'elsewhere'] as const;
  const rows = frameworks.map(({ name, controls }) => {
    const parts = states.map((state) => {
      const [word, tone] = stateWords[state];
      return { tone, word, count: controls.filter((control) => control.state === state).length };
    });
    const covered = controls.filter(({ state }) => state !== 'elsewhere').length;
    return { label: name, parts, of: controls.length, said: `${covered} of ${controls.length}` };
  });
  const marks = states.map((state) => {
    const [word, tone] = stateWords[state];
    return html`<li><span class="mark ${tone}">${word}</span></li>`;
  });
  return rowsFigure(
    'Controls that the records support evidence for',
    'Each framework’s controls, by what the records say.',
    rows,
    html`<ul class="key">
      ${marks}
    </ul>`,
  );
}

interface Row {
  readonly label: string;
  readonly parts: readonly { readonly tone: string; readonly word: string; readonly count: number }[];
  /** What the whole width stands for. */
  readonly of: number;
  readonly said: string;
}

/** One bar a row, made of parts that lie side by side. */
function rowsFigure(title: string, text: string, rows: readonly Row[], below: Html): Html {
  const [left, tall, long] = [400, 26, wide - 400 - 80];
  const drawn = rows.map(({ label, parts, of, said }, index) => {
    const y = index * tall;
    let x = left;
    const bars = parts.flatMap(({ tone, count }) => {
      const width = (count / Math.max(1, of)) * long;
      const at = x;
      x += width;
      return count === 0
        ? []
        : [html`<rect class="${tone}" x="${fixed(at)}" y="${y + 3}" width="${fixed(width)}" height="${tall - 8}" />`];
    });
    const told = parts.filter(({ count }) => count > 0).map(({ word, count }) => `${count} ${word}`);
    return html`<g
      ><title>${`${label}: ${told.join(', ') || 'nothing'}`}</title
      ><text x="0" y="${y + 17}">${cut(label, 66)}</text>${bars}<text x="${fixed(x + 8)}" y="${y + 17}"
        >${said}</text
      ></g
    >`;
  });
  return figure(title, text, drawn, { wide: true, tall: Math.max(1, rows.length) * tall, below });
}

function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}
