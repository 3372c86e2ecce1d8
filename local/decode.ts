import { Readable, pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';

/**
 * Text from bytes, whichever way it was kept: compressed by gzip, as AWS delivers log files and snapshots, or in UTF-16
 * with a byte order mark, as PowerShell writes what a command has printed. All else is UTF-8. The first bytes tell.
 */
export async function* decoded(bytes: AsyncIterable<Buffer | string>): AsyncGenerator<string> {
  const all = bytes[Symbol.asyncIterator]();
  const start: Buffer[] = [];
  let size = 0;
  // Two bytes are enough; a pipe may bring them one by one.
  while (size < 2) {
    const { done, value } = await all.next();
    if (done === true) break;
    const part = Buffer.from(value);
    start.push(part);
    size += part.length;
  }
  const whole = joined(Buffer.concat(start), all);
  const mark = Buffer.concat(start).toString('latin1', 0, 2);
  if (mark === '\u001F\u008B') yield* decoded(gunzipped(whole));
  else yield* textOf(whole, { '\u00FF\u00FE': 'utf-16le', '\u00FE\u00FF': 'utf-16be' }[mark] ?? 'utf-8');
}

async function* joined(start: Buffer, rest: AsyncIterator<Buffer | string>): AsyncGenerator<Buffer> {
  try {
    if (start.length > 0) yield start;
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield Buffer.from(next.value);
  } finally {
    await rest.return?.();
  }
}

function gunzipped(bytes: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  // What goes wrong is thrown to whoever reads from the last one.
  return pipeline(Readable.from(bytes), createGunzip(), () => undefined) as AsyncIterable<Buffer>;
}

/** The decoder takes the byte order mark away. */
async function* textOf(bytes: AsyncIterable<Buffer>, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const part of bytes) yield decoder.decode(part, { stream: true });
  yield decoder.decode();
}
