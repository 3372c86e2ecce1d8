import { csvCells } from '../../shared/evidence/csv.ts';
import { columns } from '../print/table.ts';
import type { Principal, TrailRow } from './row.ts';

/** What is known only once all rows have been written. */
export interface Ending {
  readonly looked: number;
  readonly notes: readonly string[];
}

/** Writes rows as they come, however many there are. Every text in a row has been cleaned where it was read. */
export interface TrailPrinter {
  begin(): string;
  row(row: TrailRow): string;
  end(ending: Ending): string;
}

/** Rows that a table's columns are as wide as; the rest may be wider. */
const blockSize = 200;

export function tablePrinter(): TrailPrinter {
  let block: string[][] = [['TIME', 'WHO', 'ACTION', 'RESOURCE', 'OUTCOME', 'FROM', 'VIA']];
  let ruler: string[] | undefined;
  const flush = (): string => {
    // A first row as wide as the block before, which is then left out.
    const lines = ruler === undefined ? columns(block) : columns([ruler, ...block]).slice(1);
    ruler ??= (block[0] ?? []).map((_, column) =>
      ' '.repeat(Math.max(...block.map((row) => row[column]?.length ?? 0))),
    );
    block = [];
    return lines.map((line) => `${line}\n`).join('');
  };
  return {
    begin: () => '',
    row(row) {
      block.push(lineOf(row));
      return block.length > blockSize ? flush() : '';
    },
    end: flush,
  };
}

function lineOf(row: TrailRow): string[] {
  return [
    row.time.replace('.000Z', 'Z'),
    who(row.principal),
    row.action,
    // The action tells the service; Region and account have no room.
    short(row.resource.replace(/^arn(?::[^:]*){4}:/, '')),
    row.outcome,
    row.sourceIp,
    short(row.via),
  ];
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
export function csvPrinter(): TrailPrinter {
  return {
    begin: () => csvCells(cells.map(([name]) => name)),
    row: (row) => csvCells(cells.map(([, of]) => of(row) ?? '')),
    end: () => '',
  };
}

/** One object, whose rows stand one on a line. */
export function jsonPrinter(about: object): TrailPrinter {
  let isFirst = true;
  return {
    begin: () => `${JSON.stringify(about).slice(0, -1)},"rows":[`,
    row(row) {
      const text = `${isFirst ? '' : ','}\n${JSON.stringify(row)}`;
      isFirst = false;
      return text;
    },
    end: (ending) => `],${JSON.stringify(ending).slice(1)}\n`,
  };
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
