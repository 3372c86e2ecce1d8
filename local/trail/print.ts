import { csvCells } from '../../shared/evidence/csv.ts';
import { columns } from '../print/table.ts';
import type { Principal, TrailRow } from './row.ts';

/** The answer as a table; every text in a row has been cleaned where it was read. */
export function trailTable(rows: readonly TrailRow[]): string[] {
  const lines = rows.map((row) => [
    row.time.replace('.000Z', 'Z'),
    who(row.principal),
    row.action,
    short(row.resource),
    row.outcome,
    row.sourceIp,
    short(row.via),
  ]);
  return columns([['TIME', 'WHO', 'ACTION', 'RESOURCE', 'OUTCOME', 'FROM', 'VIA'], ...lines]);
}

const cells: readonly (readonly [name: string, of: (row: TrailRow) => string | undefined])[] = [
  ['time', ({ time }) => time],
  ['person', ({ principal }) => principal.person?.name],
  ['person told by', ({ principal }) => principal.person?.from],
  ['principal', ({ principal }) => principal.arn],
  ['role', ({ principal }) => principal.role],
  ['action', ({ action }) => action],
  ['resource', ({ resource }) => resource],
  ['outcome', ({ outcome }) => outcome],
  ['message', ({ message }) => message],
  ['source ip', ({ sourceIp }) => sourceIp],
  ['via', ({ via }) => via],
  ['account', ({ account }) => account],
  ['region', ({ region }) => region],
  ['event', ({ id }) => id],
];

/** RFC 4180; names that a spreadsheet would take for formulas are defused. */
export function* trailCsv(rows: readonly TrailRow[]): Generator<string> {
  yield csvCells(cells.map(([name]) => name));
  for (const row of rows) yield csvCells(cells.map(([, of]) => of(row) ?? ''));
}

/** `alice (DataScientist)`: the person, as far as known, and the role; else the ARN's last part. */
function who({ arn, role, session, person }: Principal): string {
  const roleName = role?.split('/').at(-1) ?? (session === undefined ? undefined : arn.split('/')[1]);
  const name = person?.name ?? session ?? arn.split(/[/:]/).at(-1) ?? arn;
  return roleName === undefined ? short(name) : `${short(name)} (${short(roleName)})`;
}

function short(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
