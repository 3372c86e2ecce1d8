import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createWorld } from './world.ts';

const contents = { 'a/1.json': { one: 1 }, 'a/b/2.json.gz': { two: '2' }, 'c.json': 3, '__proto__/4.json': 4 };
const withObjects = () => createWorld({ s3: { buckets: { logs: { contents }, empty: {} } } });

describe('listing objects', () => {
  it('tells keys and sizes in order, what lies below a delimiter as folders', async () => {
    const { s3 } = withObjects();

    const all = await s3.ListObjectsV2({ Bucket: 'logs' });
    const top = await s3.ListObjectsV2({ Bucket: 'logs', Delimiter: '/' });
    const below = await s3.ListObjectsV2({ Bucket: 'logs', Prefix: 'a/', Delimiter: '/' });

    expect(all.Contents?.map(({ Key }) => Key)).toEqual(['__proto__/4.json', 'a/1.json', 'a/b/2.json.gz', 'c.json']);
    expect(all).toMatchObject({ KeyCount: 4, IsTruncated: false });
    expect(top.CommonPrefixes).toEqual([{ Prefix: '__proto__/' }, { Prefix: 'a/' }]);
    expect(top.Contents).toEqual([{ Key: 'c.json', Size: 1 }]);
    expect([below.CommonPrefixes, below.Contents]).toEqual([[{ Prefix: 'a/b/' }], [{ Key: 'a/1.json', Size: 9 }]]);
    expect((await s3.ListObjectsV2({ Bucket: 'empty' })).Contents).toBeUndefined();
    expect((await s3.ListObjectsV2({ Bucket: 'logs', Delimiter: '' })).Contents).toHaveLength(4);
  });

  it('goes on where a page ended', async () => {
    const { s3 } = withObjects();
    const keys: (string | undefined)[] = [];
    let token: string | undefined;
    do {
      const page = await s3.ListObjectsV2({
        Bucket: 'logs',
        MaxKeys: 3,
        ...(token !== undefined && { ContinuationToken: token }),
      });
      keys.push(...(page.Contents ?? []).map(({ Key }) => Key));
      token = page.NextContinuationToken;
    } while (token !== undefined);

    expect(keys).toHaveLength(4);
    await expect(s3.ListObjectsV2({ Bucket: 'logs', ContinuationToken: 'x' })).rejects.toMatchObject({
      name: 'InvalidArgument',
    });
  });

  it('refuses what is not simulated', async () => {
    await expect(withObjects().s3.ListObjectsV2({ Bucket: 'logs', StartAfter: 'a' })).rejects.toThrow('StartAfter');
  });
});

describe('getting an object', () => {
  const get = async (Key: string, more: object = {}) => {
    const { Body } = await withObjects().s3.GetObject({ Bucket: 'logs', Key, ...more });
    return Body as unknown as Uint8Array;
  };

  it('gives its JSON, compressed where its key says so', async () => {
    expect(Buffer.from(await get('a/1.json')).toString()).toBe('{"one":1}');
    expect(gunzipSync(await get('a/b/2.json.gz')).toString()).toBe('{"two":"2"}');
  });

  it('is refused where there is none, and for a part of one', async () => {
    await expect(get('a')).rejects.toMatchObject({ name: 'NoSuchKey' });
    await expect(get('constructor')).rejects.toMatchObject({ name: 'NoSuchKey' });
    await expect(get('c.json', { Range: 'bytes=0-0' })).rejects.toThrow('Range');
  });
});
