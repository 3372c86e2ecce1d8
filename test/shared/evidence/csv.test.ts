import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvHead, csvRow } from '../../../shared/evidence/csv.ts';
import { parseRecord } from '../../../shared/evidence/parse-record.ts';
import { bytesOf, evidenceDocument, fullDocument } from '../../kit/evidence-records.ts';

/** Reads RFC 4180 by its grammar, and takes nothing else. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let [row, at] = [[] as string[], 0];
  while (at < text.length) {
    const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
    field.lastIndex = at;
    const found = field.exec(text);
    if (found === null) throw new Error(`not RFC 4180 at ${at}: ${JSON.stringify(text.slice(at, at + 40))}`);
    row.push(found[1] === undefined ? (found[2] ?? '') : found[1].replaceAll('""', '"'));
    if (found[3] === '\r\n') {
      rows.push(row);
      row = [];
    }
    at = field.lastIndex;
  }
  return rows;
}

function rowOf(document: unknown): string {
  const record = parseRecord(bytesOf(document));
  if (record === undefined) throw new Error('no record');
  return csvRow(record, 'actions/2026-11-20/x.json');
}

describe('evidence for a spreadsheet', () => {
  it('has a cell for each column, and says what happened', () => {
    const [head, row] = parseCsv(csvHead() + rowOf(fullDocument));
    const cells = Object.fromEntries(head!.map((name, index) => [name, row![index]]));

    expect(row).toHaveLength(head!.length);
    expect(cells).toMatchObject({
      ended: '2026-11-20T08:01:25.500Z',
      resource: 'arn:aws:s3:::fraud-training-data',
      outcome: 'failed',
      failure: 'block: AccessDenied: no',
      calls: 'S3.PutPublicAccessBlock failed',
      actor: 'arn:aws:sts::111122223333:assumed-role/DataScientist/alice',
      'answered by': 'arn:aws:sts::111122223333:assumed-role/MlPlatform/bob',
      evidence: 'actions/2026-11-20/x.json',
    });
  });

  it.each(['=HYPERLINK("http://x")', '+1', '-1', '@SUM(A1)', ' =1', '\t=1', '\r=1', '＝1'])(
    'holds no formula: %j',
    (text) => {
      const cells = parseCsv(rowOf({ ...fullDocument, reason: text }))[0] ?? [];

      expect(cells).toContainEqual(expect.stringMatching(/^'[=+\-@＝]/));
      expect(cells.filter((cell) => /^\s*[=+\-@＝]/.test(cell))).toEqual([]);
    },
  );

  it('is one line a record, of as many cells, whatever the record holds', () => {
    fc.assert(
      fc.property(evidenceDocument, (document) => {
        const [head, row, ...more] = parseCsv(csvHead() + rowOf(document));
        expect(row).toHaveLength(head!.length);
        expect(more).toEqual([]);
        for (const cell of row!) expect(cell).not.toMatch(/^\s*[=+\-@＝＋－＠]|[\p{Cc}\p{Cf}]/u);
      }),
      { numRuns: 300 },
    );
  });
});
