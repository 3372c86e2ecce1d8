/** A line that tells how far a search has come, on a terminal alone. */
export interface Progress {
  /** Shows the text in place of what was shown before; not every call shows. */
  tell(text: () => string): void;
  /** Takes the line away, before anything else is written. */
  clear(): void;
}

/** As often as a person can make out. */
const every = 20;

export function progressOn(stream: NodeJS.WriteStream): Progress {
  let count = 0;
  let isShown = false;
  return {
    tell(text) {
      count += 1;
      if (!stream.isTTY || count % every !== 1) return;
      stream.write(`\r${text()}\u001B[K`);
      isShown = true;
    },
    clear() {
      if (isShown) stream.write('\r\u001B[K');
      isShown = false;
    },
  };
}
