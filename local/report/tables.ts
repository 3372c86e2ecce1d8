import { html } from '../../functions/operations/html.ts';
import type { Html } from '../../functions/operations/html.ts';
import type { ReportedAction } from './action.ts';
import type { Answerer, Person } from './figures.ts';
import type { OpenItem } from './open.ts';
import type { ReportedControl, ReportedFramework } from './states.ts';
import { duration, kindWords, minute, outcomeWord, plural, stateWords } from './words.ts';

/** The browser lays out a chunk only when it is looked at: ten thousand rows at once would take it seconds. */
const rowsInChunk = 100;
/** Open items and people beyond that are in the JSON twin. */
const mostItems = 500;

export function openTable(open: readonly OpenItem[]): Html {
  if (open.length === 0) return html`<p>Nothing: whatever was found is put right, gone or exempted.</p>`;
  const rows = open.slice(0, mostItems).map(
    (item) =>
      html`<tr>
        <td><span class="mark ${item.severity ?? 'none'}">${item.severity ?? 'unknown'}</span></td>
        <td>${minute(item.since)}</td>
        ${resourceCell(item)}
        <td>${item.remediation}</td>
        <td>${whyText(item.why)}${item.status}: ${item.reason}${stepsOf(item.todo)}</td>
      </tr>`,
  );
  const heads = ['Severity', 'Since (UTC)', 'Resource', 'Remediation', 'What is wrong, and what stands in the way'];
  return html`<p>${bySeverity(open)}.</p>
    ${table(heads, ['w2', 'w1', 'w4', 'w4', ''], rows)}${rest(open.length)}`;
}

/** What may stay as it is. */
export function exceptionTable(items: readonly OpenItem[]): Html {
  if (items.length === 0) return html`<p>None.</p>`;
  const rows = items.slice(0, mostItems).map(
    (item) =>
      html`<tr>
        <td>${minute(item.since)}</td>
        ${resourceCell(item)}
        <td>${item.remediation}</td>
        <td>${whyText(item.why)}${item.reason}</td>
      </tr>`,
  );
  const heads = ['Since (UTC)', 'Resource', 'Remediation', 'What is wrong, and why it may stay (owner, last day)'];
  return html`${table(heads, ['w1', 'w4', 'w4', ''], rows)}${rest(items.length)}`;
}

function resourceCell({ resource, account, region }: Pick<OpenItem, 'resource' | 'account' | 'region'>): Html {
  return html`<th scope="row"><code>${resource}</code><br /><span class="soft">${account}, ${region}</span></th>`;
}

function whyText(why: readonly string[]): Html | string {
  return why.length === 0 ? '' : html`<b>${why.join('; ')}</b><br />`;
}

function stepsOf(todo: readonly string[]): Html | string {
  if (todo.length === 0) return '';
  return html`<details>
    <summary>${plural(todo.length, 'step', 'steps')} for a person</summary>
    <ol>
      ${todo.map((one) => html`<li>${one}</li>`)}
    </ol>
  </details>`;
}

/** `1 critical, 15 high`, in the order of the items. */
function bySeverity(open: readonly OpenItem[]): string {
  return [...Map.groupBy(open, ({ severity = 'unknown' }) => severity)]
    .map(([severity, own]) => `${own.length} ${severity}`)
    .join(', ');
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
  return html`${table(heads, ['', 'w2 n', 'w2 n', 'w2 n', 'w2 n', 'w2 n'], rows)}${rest(people.length)}`;
}

/** Who said yes or no, where people were asked. */
export function answererTable(answerers: readonly Answerer[]): Html {
  if (answerers.length === 0) return html`<p>Nobody was asked and answered.</p>`;
  const rows = answerers.slice(0, mostItems).map(
    ({ by, answered, carriedOut }) =>
      html`<tr>
        <th scope="row"><code>${by}</code></th>
        <td class="n">${answered}</td>
        <td class="n">${carriedOut}</td>
      </tr>`,
  );
  const heads = ['Who was asked about a plan', 'answered', 'then carried out'];
  return html`${table(heads, ['', 'w2 n', 'w1 n'], rows)}${rest(answerers.length)}`;
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
    (action) =>
      html`<tr>
        <td>${minute(action.endedAt)}</td>
        <td><span class="mark ${action.kind}">${outcomeWord(action)}</span><br />${action.mode}</td>
        ${resourceCell(action)}
        <td>${action.remediation}</td>
        <td>
          ${whyText(action.why)}${action.reason}${facts(action)}<br /><span class="soft">${action.evidence}</span>
        </td>
      </tr>`,
  );
  return table(
    ['Ended (UTC)', 'Outcome', 'Resource', 'Remediation', 'What was found and done, by whom, and its record'],
    ['w1', 'w2', 'w4', 'w4', ''],
    rows,
  );
}

function facts({ kind, guard, secondsToFix, rollsBack, by, answeredBy }: ReportedAction): Html {
  const [more, who] = [
    `${guard === undefined ? '' : ` Guard: ${guard}.`}${secondsToFix === undefined ? '' : ` It took ${duration(secondsToFix)}.`}`,
    kind === 'undone' ? 'undone at the wish of' : 'after a change by',
  ];
  const lines = [
    rollsBack === undefined ? '' : `undoes ${rollsBack}`,
    by === undefined ? '' : `${who} ${by}`,
    answeredBy === undefined ? '' : `answered by ${answeredBy}`,
  ].filter((line) => line !== '');
  return html`${more}${lines.map((line) => html`<br /><span class="soft">${line}</span>`)}`;
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
    ${table(['Control', 'What it asks for', 'State', 'Records', 'Put right', 'Open', 'Supports evidence for it'], ['w1', 'w4', 'w1', 'w3 n', 'w3 n', 'w3 n', ''], controls.map(controlRow))}
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
    <td>${supports(remediations)}</td>
  </tr>`;
}

function supports(remediations: readonly string[]): Html | string {
  if (remediations.length <= 6) return remediations.join(', ');
  return html`<details>
    <summary>${remediations.length} remediations</summary>
    ${remediations.join(', ')}
  </details>`;
}

/** On a narrow screen the table moves within the page, which a keyboard can reach. */
function table(heads: readonly string[], widths: readonly string[], rows: readonly Html[]): Html {
  return html`<div class="wide" tabindex="0">
    <table>
      <thead>
        <tr>
          ${heads.map((head, index) => html`<th scope="col" class="${widths[index] ?? ''}">${head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
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
