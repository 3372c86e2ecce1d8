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

/** As a shell counts a program that SIGPIPE (13) has ended: 128 + 13. */
const brokenPipe = 141;

/**
 * Ends the program when its output has nowhere to go, as with `| head`, or on a full disk: what is left to do would be
 * seen by nobody. Never with 0, for a verdict that nobody has heard is none. Messages that can't be written are left out.
 *
 * @param exit ends the process
 */
export function endOnBrokenOutput(
  { stdout, stderr }: Pick<NodeJS.Process, 'stdout' | 'stderr'>,
  exit: (code: number) => void,
): void {
  stderr.on('error', () => undefined);
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return exit(brokenPipe);
    stderr.write(`redress: the output can't be written: ${error.message}\n`, () => exit(1));
  });
}
