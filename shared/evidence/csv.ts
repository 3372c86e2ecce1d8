import { printable } from '../aws/failure.ts';
import type { EvidenceRecord } from './parse-record.ts';

/** What a spreadsheet takes of a record, column by column. */
const columns: readonly (readonly [name: string, of: (record: EvidenceRecord, key: string) => string | undefined])[] = [
  ['ended', ({ endedAt }) => endedAt],
  ['started', ({ startedAt }) => startedAt],
  ['action', ({ id }) => id],
  ['account', ({ account }) => account],
  ['region', ({ region }) => region],
  ['remediation', ({ remediation }) => remediation],
  ['severity', ({ severity }) => severity],
  ['resource type', ({ resource }) => resource.type],
  ['resource', ({ resource }) => resource.arn ?? resource.id],
  ['outcome', ({ status }) => status],
  ['mode', ({ mode }) => mode],
  ['reason', ({ reason }) => reason],
  ['why', ({ why }) => why?.join('; ')],
  ['guard', ({ guard }) => guard],
  ['left to do', ({ todo }) => todo?.join('; ')],
  [
    'calls',
    ({ calls }) => calls?.map(({ service, operation, result }) => `${service}.${operation} ${result}`).join('; '),
  ],
  ['failure', ({ failure }) => failure && `${failure.step}: ${failure.error.name}: ${failure.error.message}`],
  ['plan', ({ planDigest }) => planDigest],
  ['undoes', ({ rollsBack }) => rollsBack],
  ['signal source', ({ signal }) => signal.source],
  ['signal event', ({ signal }) => signal.event],
  ['actor', ({ actor }) => actor?.arn],
  ['answered by', ({ answeredBy }) => answeredBy],
  ['evidence', (_, key) => key],
];

/** Characters of a cell; a spreadsheet holds 32,767. */
const longest = 8000;

/** RFC 4180: the names of the columns. Lines end with CR and LF. */
export function csvHead(): string {
  return csvLine(columns.map(([name]) => name));
}

/** RFC 4180: a record as one line. */
export function csvRow(record: EvidenceRecord, key: string): string {
  return csvCells(columns.map(([, of]) => of(record, key) ?? ''));
}

/** RFC 4180: a line of cells, none of which a spreadsheet takes for a formula. */
export function csvCells(cells: readonly string[]): string {
  return csvLine(cells.map((text) => cell(printable(text, longest))));
}

function csvLine(cells: readonly string[]): string {
  return `${cells.map(quoted).join(',')}\r\n`;
}

/**
 * A text that a spreadsheet would take for a formula gets an apostrophe in front: names of resources are chosen by
 * others. https://owasp.org/www-community/attacks/CSV_Injection
 */
function cell(text: string): string {
  return /^\s*[=+\-@＝＋－＠\t\r]/.test(text) ? `'${text}` : text;
}

function quoted(text: string): string {
  return /[",\r\n;\t']|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
