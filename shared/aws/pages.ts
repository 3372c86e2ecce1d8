/** Every item of every page of a list. */
export async function* everyItem<P extends { readonly nextToken?: string | undefined }, T>(
  page: (token: { nextToken?: string }) => Promise<P>,
  itemsOf: (found: P) => readonly T[] | undefined,
): AsyncGenerator<T> {
  let nextToken: string | undefined;
  do {
    const found: P = await page(nextToken === undefined ? {} : { nextToken });
    yield* itemsOf(found) ?? [];
    nextToken = found.nextToken;
  } while (nextToken !== undefined);
}
