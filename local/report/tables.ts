import { html } from '../../functions/operations/html.ts';
import type { Html } from '../../functions/operations/html.ts';
import type { ReportedAction } from './action.ts';
import type { Person } from './figures.ts';
import type { OpenItem } from './open.ts';
import type { ReportedControl, ReportedFramework } from './states.ts';
import { duration, kindWords, minute, plural, stateWords } from './words.ts';

/** The browser lays out a chunk only when it is looked at: ten thousand rows at once would take it seconds. */
const rowsInChunk = 100;
/** Open items and people beyond that are in the JSON twin. */
const mostItems = 500;

export function openTable(open: readonly OpenItem[]): Html {
  if (open.length === 0) return html`<p>Nothing: whatever was found is put right, gone or exempted.</p>`;
  const rows = open.slice(0, mostItems).map(
    ({ severity = 'unknown', since, remediation, resource, account, region, status, reason, todo }) =>
      html`<tr>
        <td>${severity}</td>
        <td>${minute(since)}</td>
        <th scope="row"><code>${resource}</code><br />${account}, ${region}</th>
        <td>${remediation}</td>
        <td>
          ${status}:
          ${reason}${
            todo.length === 0
              ? ''
              : html`<ol>
                  ${todo.map((one) => html`<li>${one}</li>`)}
                </ol>`
          }
        </td>
      </tr>`,
  );
  return html`${table(['Severity', 'Since (UTC)', 'Resource', 'Remediation', 'What stands in the way'], ['w3', 'w1', 'w4', 'w4', ''], rows)}${rest(open.length)}`;
}

export function peopleTable(people: readonly Person[]): Html {
  if (people.length === 0) return html`<p>Nobody: nothing drifted.</p>`;
  const kinds = ['fixed', 'found', 'refused', 'failed', 'undone'] as const;
  const rows = people.slice(0, mostItems).map(
    (person) =>
      html`<tr>
        <th scope="row">${person.by === '' ? 'not said by the event' : html`<code>${person.by}</code>`}</th>
        ${kinds.map((kind) => html`<td class="n">${person[kind]}</td>`)}
      </tr>`,
  );
  const heads = ['By whose change or wish', ...kinds.map((kind) => kindWords[kind])];
  return html`${table(heads, ['', 'w2', 'w2', 'w2', 'w2', 'w2'], rows)}${rest(people.length)}`;
}

/** What happened, the latest first, by day. The days are folded but for the last: that is what a reader comes for. */
export function actionTables(actions: readonly ReportedAction[]): Html {
  const told = actions.filter(({ kind }) => kind !== 'quiet').toReversed();
  if (told.length === 0) return html`<p>None.</p>`;
  const days = [...Map.groupBy(told, ({ startedAt }) => startedAt.slice(0, 10))];
  return html`${days.map(([day, own], index) => {
    const head = html`<summary>${day}: ${plural(own.length, 'action', 'actions')}</summary>`;
    const chunks = chunked(own).map((chunk) => html`<div class="chunk">${actionTable(chunk)}</div>`);
    return index === 0 ? html`<details open>${head}${chunks}</details>` : html`<details>${head}${chunks}</details>`;
  })}`;
}

function actionTable(actions: readonly ReportedAction[]): Html {
  const rows = actions.map(
    ({
      kind,
      mode,
      endedAt,
      remediation,
      resource,
      account,
      region,
      reason,
      by,
      answeredBy,
      guard,
      secondsToFix,
      evidence,
    }) =>
      html`<tr>
        <td>${minute(endedAt)}</td>
        <td><span class="mark ${kind}">${kindWords[kind]}</span><br />${mode}</td>
        <th scope="row"><code>${resource}</code><br />${account}, ${region}</th>
        <td>${remediation}</td>
        <td>
          ${reason}${guard === undefined ? '' : ` Guard: ${guard}.`}${secondsToFix === undefined ? '' : ` It took ${duration(secondsToFix)}.`}${by === undefined ? '' : html`<br /><span class="soft">by ${by}</span>`}${answeredBy === undefined ? '' : html`<br /><span class="soft">answered by ${answeredBy}</span>`}<br /><span
            class="soft"
            >${evidence}</span
          >
        </td>
      </tr>`,
  );
  return table(
    ['Ended (UTC)', 'Outcome', 'Resource', 'Remediation', 'What was done, by whom, and its record'],
    ['w1', 'w2', 'w4', 'w4', ''],
    rows,
  );
}

export function frameworkSection({ name, source, note, controls }: ReportedFramework): Html {
  const covered = controls.filter(({ state }) => state !== 'elsewhere').length;
  const open = controls.filter(({ state }) => state === 'open').length;
  return html`<details>
    <summary>
      ${name}: supports evidence for ${covered} of ${plural(controls.length, 'control', 'controls')}
      listed${open === 0 ? '' : `, ${open} with something open`}
    </summary>
    <p class="soft">${note} <a href="${source}" rel="noreferrer">Source</a></p>
    ${table(['Control', 'What it asks for', 'State', 'Records', 'Put right', 'Open', 'Supports evidence for it'], ['w1', 'w4', 'w1', 'w3', 'w3', 'w3', ''], controls.map(controlRow))}
  </details>`;
}

function controlRow({ id, title, state, records, fixed, open, remediations }: ReportedControl): Html {
  const [word, tone] = stateWords[state];
  return html`<tr>
    <th scope="row">${id}</th>
    <td>${title}</td>
    <td><span class="mark ${tone}">${word}</span></td>
    <td class="n">${records}</td>
    <td class="n">${fixed}</td>
    <td class="n">${open}</td>
    <td>${remediations.join(', ')}</td>
  </tr>`;
}

function table(heads: readonly string[], widths: readonly string[], rows: readonly Html[]): Html {
  return html`<table>
    <thead>
      <tr>
        ${heads.map((head, index) => html`<th scope="col" class="${widths[index] ?? ''}">${head}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
}

function rest(count: number): Html | string {
  return count > mostItems
    ? html`<p class="soft">The first ${mostItems} of ${plural(count, 'line', 'lines')}; the JSON file has all.</p>`
    : '';
}

function chunked(actions: readonly ReportedAction[]): readonly (readonly ReportedAction[])[] {
  const count = Math.ceil(actions.length / rowsInChunk);
  return Array.from({ length: count }, (_, index) => actions.slice(index * rowsInChunk, (index + 1) * rowsInChunk));
}
