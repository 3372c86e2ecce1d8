/** A record has 256 KB at most: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html */
const mostCharacters = 1_000_000;

/**
 * The records of a log file, `{"Records":[{…},{…}]}`, one after the other: a file is never held as a whole, however
 * large it is.
 *
 * @throws SyntaxError if the text ends too early, or a record is none, or larger than any is
 * @throws TypeError if the bytes are no UTF-8
 */
export async function* recordsIn(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const splitter = createSplitter();
  for await (const chunk of chunks) yield* splitter.take(decoder.decode(chunk, { stream: true }));
  yield* splitter.take(decoder.decode());
  if (!splitter.isDone()) throw new SyntaxError('the file ends too early');
}

/** The file's object, the list in it, and what is in the list. */
const insideRecord = 3;

function createSplitter() {
  const scanner = createScanner();
  let record = '';
  let isOpened = false;
  return {
    isDone: () => isOpened && scanner.depth() === 0,
    *take(text: string): Generator {
      let start = scanner.depth() >= insideRecord ? 0 : -1;
      for (let index = 0; index < text.length; index++) {
        const before = scanner.depth();
        const depth = scanner.step(text.charAt(index));
        isOpened ||= depth > 0;
        if (before < insideRecord && depth === insideRecord) start = index;
        if (before !== insideRecord || depth >= insideRecord) continue;
        yield JSON.parse(record + text.slice(start, index + 1));
        record = '';
        start = -1;
      }
      if (start >= 0) record += text.slice(start);
      if (record.length > mostCharacters) throw new SyntaxError('a record is too large');
    },
  };
}

/** Tells how deep in braces and brackets a text is, those in strings aside. */
function createScanner() {
  let depth = 0;
  let inString = false;
  let isEscaped = false;
  return {
    depth: () => depth,
    step(character: string): number {
      if (inString) {
        if (character === '"' && !isEscaped) inString = false;
        isEscaped = character === '\\' && !isEscaped;
      } else if (character === '"') inString = true;
      else if (character === '{' || character === '[') depth += 1;
      else if (character === '}' || character === ']') depth -= 1;
      return depth;
    },
  };
}
