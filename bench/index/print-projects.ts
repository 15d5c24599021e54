import { percentile } from "./measure-edits.ts";
import type { EditRatios } from "./measure-project-edits.ts";
import type { ProjectTimes } from "./measure-project.ts";

const KINDS: readonly EditRatios["kind"][] = ["in a handler", "in a path", "anywhere"];

/** What cold reading may cost of bare parsing: the median of all projects, and the worst of them. */
const TARGET = { median: 2, most: 4 };

/** A table of the projects that the caller brought, a line each, with ratios to bare parsing. */
export function printProjects(measured: ReadonlyMap<string, ProjectTimes>): void {
  const names = shortNames([...measured.keys()]);
  const header = ["project", "lines", "routes", "parsing", "cold", "first try", ...KINDS];
  const rows = [...measured.values()].map((times, index) => [
    `${names[index] ?? ""} (${times.side})`,
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
  const widths = header.map((_, column) => Math.max(...[header, ...rows].map((row) => row[column]?.length ?? 0)));
  console.log("\nProjects brought · CPU of one thread to bare parsing; edits to parsing the edited file, p95 (median)");
  for (const row of [header, ...rows]) {
    const cells = row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
    );
    console.log(`  ${cells.join("  ").trimEnd()}`);
  }
  const ratios = [...measured.values()].map(({ cold, parsing }) => cold / parsing);
  const [median, most] = [percentile(ratios, 0.5), Math.max(...ratios)];
  console.log(
    `  cold: median ${median.toFixed(2)} × (≤ ${TARGET.median} ${median <= TARGET.median ? "✓" : "✗"}), ` +
      `most ${most.toFixed(2)} × (≤ ${TARGET.most} ${most <= TARGET.most ? "✓" : "✗"})`,
  );
}

/** The last two parts of each folder. */
function shortNames(folders: readonly string[]): readonly string[] {
  return folders.map((folder) => folder.split("/").slice(-2).join("/"));
}
