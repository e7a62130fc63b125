/** A row: what stands in each column. */
export type Cells = Readonly<Record<string, string | number>>;

/** Prints rows in columns, with what they say above them. */
export function table(title: string, rows: readonly Cells[]): void {
  const heads = Object.keys(rows[0] ?? {});
  const cells = [heads, ...rows.map((row) => heads.map((head) => String(row[head] ?? '')))];
  const widths = heads.map((_, at) => Math.max(...cells.map((row) => row[at]?.length ?? 0)));
  console.log(`\n${title}`);
  for (const row of cells) {
    console.log(`  ${row.map((cell, at) => cell.padStart(widths[at] ?? 0)).join('  ')}`);
  }
}
