/**
 * Runs cases side by side: the durable SDK lets some 20 ms pass whenever an execution is suspended, in which
 * another world can get on. Results come in the order of the items.
 */
export async function inParallel<T, R>(items: readonly T[], run: (item: T) => Promise<R>, most = 16): Promise<R[]> {
  const results: R[] = [];
  const rest = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of rest) results[index] = await run(item);
  };
  await Promise.all(Array.from({ length: most }, worker));
  return results;
}
