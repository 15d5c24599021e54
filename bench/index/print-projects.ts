import { percentile } from "./measure-edits.ts";
import type { EditRatios } from "./measure-project-edits.ts";
import type { ProjectTimes } from "./measure-project.ts";

const KINDS: readonly EditRatios["kind"][] = ["in a handler", "in a path", "anywhere"];

/** What cold reading may cost of bare parsing: the median of all projects, and the worst of them. */
const TARGET = { median: 2, most: 4 };

const COLUMNS = ["lines", "routes", "parsing", "cold", "first try", ...KINDS];
const WIDTHS = [44, 7, 6, 8, 8, 9, 15, 15, 15];

/** The head of a table of the projects that the caller brought, with ratios to bare parsing. */
export function printProjectsHeader(): void {
  console.log("\nProjects brought · CPU of one thread to bare parsing; edits to parsing the edited file, p95 (median)");
  printRow(["project", ...COLUMNS]);
}

/** A line of it, as soon as it is measured. */
export function printProject(folder: string, times: ProjectTimes): void {
  printRow([
    `${folder.split("/").slice(-2).join("/")} (${times.side})`,
    `${times.lines}`,
    `${times.routes}`,
    `${times.parsing.toFixed(0)} ms`,
    `${(times.cold / times.parsing).toFixed(2)} ×`,
    `${(times.first / times.parsing).toFixed(2)} ×`,
    ...KINDS.map((kind) => {
      const edit = times.edits.find((each) => each.kind === kind);
      return edit ? `${edit.p95.toFixed(1)} × (${edit.median.toFixed(1)})` : "";
    }),
  ]);
}

/** What all of them come to. */
export function printProjectsSummary(measured: readonly ProjectTimes[]): void {
  const ratios = measured.map(({ cold, parsing }) => cold / parsing);
  const [median, most] = [percentile(ratios, 0.5), Math.max(...ratios)];
  console.log(
    `  cold: median ${median.toFixed(2)} × (≤ ${TARGET.median} ${median <= TARGET.median ? "✓" : "✗"}), ` +
      `most ${most.toFixed(2)} × (≤ ${TARGET.most} ${most <= TARGET.most ? "✓" : "✗"})`,
  );
}

function printRow(row: readonly string[]): void {
  const cells = row.map((cell, column) =>
    column === 0 ? cell.padEnd(WIDTHS[column] ?? 0) : cell.padStart(WIDTHS[column] ?? 0),
  );
  console.log(`  ${cells.join("  ").trimEnd()}`);
}
