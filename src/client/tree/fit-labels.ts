/** Characters that label and description of a row have in a side bar as wide as VS Code makes it, two levels deep. */
const ROOM = 28;

/** A description takes so many at least, so that a row keeps its label while it runs. */
const LEAST = "running…".length;

/** A row that is called after a path: what stands before the path, the path, and the description behind it. */
export interface PathRow {
  readonly before: string;
  readonly path: string;
  readonly description: string;
}

/**
 * The labels of rows that stand together. Of a path that leaves no room for a description the first segments are left
 * out, but never so many that two rows look the same.
 * `GET /api/nodes/{node_id}/readings` → `GET …/{node_id}/readings`
 */
export function fitLabels(rows: readonly PathRow[]): readonly string[] {
  const kept = rows.map((row) => fittingSegments(row));
  for (;;) {
    const labels = rows.map((row, at) => labelOf(row, kept[at] ?? 0));
    const seen = new Set<string>();
    const doubled = new Set(labels.filter((label) => seen.size === seen.add(label).size));
    const growing = rows.flatMap((row, at) =>
      doubled.has(labels[at] ?? "") && (kept[at] ?? 0) < segmentsOf(row.path).length ? [at] : [],
    );
    if (growing.length === 0) return labels;
    for (const at of growing) kept[at] = (kept[at] ?? 0) + 1;
  }
}

/** How many segments, counted from the end, there is room for; always one that says something. */
function fittingSegments(row: PathRow): number {
  const { length } = segmentsOf(row.path);
  const least = row.path.endsWith("/") ? 2 : 1;
  const fits = (count: number): boolean => labelOf(row, count).length + Math.max(row.description.length, LEAST) <= ROOM;
  let count = length;
  while (count > least && !fits(count)) count -= 1;
  return count;
}

function labelOf({ before, path }: PathRow, segments: number): string {
  const all = segmentsOf(path);
  return segments >= all.length ? `${before}${path}` : `${before}…${all.slice(all.length - segments).join("")}`;
}

/** `a/b/c` → `a`, `/b`, `/c` */
function segmentsOf(path: string): readonly string[] {
  return path.split(/(?=\/)/);
}
