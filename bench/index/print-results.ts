/** One measured number, with what it should be at most. */
export interface Result {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** Absent where the number only explains another. */
  readonly target?: number;
  readonly note?: string;
}

/** A table of results: what, how much, target, ✓ or ✗. */
export function printResults(title: string, results: readonly Result[]): void {
  console.log(`\n${title}`);
  const rows = results.map(({ what, value, unit, target, note }) => [
    what,
    `${value.toFixed(unit === "×" ? 2 : 1)} ${unit}`,
    target === undefined ? "" : `≤ ${target} ${unit}`,
    target === undefined ? " " : value <= target ? "✓" : "✗",
    note ?? "",
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  for (const row of rows) {
    const cells = row.map((cell, column) =>
      column === 1 || column === 2 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
    );
    console.log(`  ${cells.join("  ").trimEnd()}`);
  }
}
