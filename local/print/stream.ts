/** Writes that can be waited for, so that a slow reader does not fill up the memory. */
export function backPressured(stream: NodeJS.WriteStream): ((text: string) => void) & { drained(): Promise<void> } {
  const write = (text: string): void => void stream.write(text);
  const drained = async (): Promise<void> => {
    // Asked now, not remembered from the write: the stream may have drained since, and won't say so again.
    if (stream.writableNeedDrain) await new Promise((resolve) => stream.once('drain', resolve));
  };
  return Object.assign(write, { drained });
}

/** One line of a terminal that is written over as work goes on; nothing where `shown` is false. */
export function progressOn(stderr: NodeJS.WriteStream, shown: boolean): { tell(text: string): void; clear(): void } {
  const clear = (): void => {
    if (shown) stderr.write('\r\u001B[K');
  };
  return {
    tell(text) {
      clear();
      if (shown) stderr.write(text);
    },
    clear,
  };
}
