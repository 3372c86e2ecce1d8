/** Cells in columns, each as wide as its widest cell. `painted` puts colour on a cell once it has its width. */
export function columns(
  rows: readonly (readonly string[])[],
  painted: (text: string, column: number, row: number) => string = (text) => text,
): string[] {
  const widths = rows.reduce<number[]>(
    (most, row) => row.map((cell, column) => Math.max(most[column] ?? 0, cell.length)),
    [],
  );
  return rows.map((row, index) =>
    row
      .map((cell, column) =>
        painted(column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0), column, index),
      )
      .join('  ')
      .trimEnd(),
  );
}
