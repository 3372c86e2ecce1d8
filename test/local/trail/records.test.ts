import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordsIn } from '../../../local/trail/records.ts';

async function read(text: string, size = 7): Promise<unknown[]> {
  const bytes = new TextEncoder().encode(text);
  const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  );
  const records: unknown[] = [];
  for await (const record of recordsIn(chunks)) records.push(record);
  return records;
}

describe('the records of a log file', () => {
  it('are what is in its list, whatever they hold and wherever the chunks end', async () => {
    const record = fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue());
    await fc.assert(
      fc.asyncProperty(fc.array(record), fc.integer({ min: 1, max: 40 }), fc.boolean(), async (list, size, pretty) => {
        const Records = JSON.parse(JSON.stringify(list)) as unknown[];
        const text = JSON.stringify({ Records }, undefined, pretty ? 1 : 0);

        expect(await read(text, size)).toEqual(Records);
      }),
    );
  });

  it('are none where the list holds none, or there is no list', async () => {
    expect(await read('{"Records":[]}')).toEqual([]);
    expect(await read('{"Records":[1,"{",null]}')).toEqual([]);
    expect(await read('{}')).toEqual([]);
  });

  it.each([
    ['an empty file', '', 'ends too early'],
    ['half a file', '{"Records":[{"a":1}', 'ends too early'],
    ['a string without end', '{"Records":[{"a":"]}}', 'ends too early'],
    ['a text', 'no JSON', 'ends too early'],
    ['a record that is no JSON', '{"Records":[{a}]}', 'JSON'],
    ['a record larger than any', `{"Records":[{"a":"${'x'.repeat(1_100_000)}"}]}`, 'too large'],
  ])('of %s are refused', async (_, text, problem) => {
    await expect(read(text, 4096)).rejects.toThrow(problem);
  });

  it('before a broken one are told', async () => {
    const found: unknown[] = [];
    const reading = async () => {
      for await (const record of recordsIn([new TextEncoder().encode('{"Records":[{"a":1},{"b"')])) found.push(record);
    };

    await expect(reading()).rejects.toThrow('ends too early');
    expect(found).toEqual([{ a: 1 }]);
  });

  it('of bytes that are no text are refused', async () => {
    const reading = async () => {
      for await (const _ of recordsIn([new Uint8Array([0x7b, 0xff, 0xfe])])) continue;
    };

    await expect(reading()).rejects.toThrow('encoded data');
  });
});
