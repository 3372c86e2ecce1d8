import { expect, it } from 'vitest';
import { bucketStore } from '../../../local/trail/log-files.ts';

/** What AWS answers with, as far as a store asks. */
function bucket(pages: readonly object[], body?: AsyncIterable<Uint8Array>) {
  const asked: object[] = [];
  const left = [...pages];
  const send = async ({ input }: { readonly input: object }): Promise<object> => {
    asked.push(input);
    return body === undefined ? (left.shift() ?? {}) : { Body: body };
  };
  const store = bucketStore('logs', 'audit/', {
    clientFor: () => ({ send: async (command) => send(command as { readonly input: object }) }),
    region: 'eu-central-1',
  });
  return { store, asked };
}

it('lists a folder of a bucket over all pages, without the trail’s prefix', async () => {
  const { store, asked } = bucket([
    { CommonPrefixes: [{ Prefix: 'audit/AWSLogs/b/' }], NextContinuationToken: 'next' },
    { Contents: [{ Key: 'audit/AWSLogs/a.json' }] },
  ]);

  expect(await store.list('AWSLogs/')).toEqual(['AWSLogs/a.json', 'AWSLogs/b/']);
  expect(asked).toEqual([
    { Bucket: 'logs', Prefix: 'audit/AWSLogs/', Delimiter: '/' },
    { Bucket: 'logs', Prefix: 'audit/AWSLogs/', Delimiter: '/', ContinuationToken: 'next' },
  ]);
});

it('reads an object as it comes', async () => {
  const stream = (async function* () {
    yield new Uint8Array([1]);
    yield new Uint8Array([2]);
  })();
  const { store, asked } = bucket([], stream);
  const bytes: number[] = [];

  for await (const chunk of await store.open('AWSLogs/a.json')) bytes.push(...chunk);

  expect(bytes).toEqual([1, 2]);
  expect(asked).toEqual([{ Bucket: 'logs', Key: 'audit/AWSLogs/a.json' }]);
});
