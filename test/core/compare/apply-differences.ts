import type { Difference } from "#core/model/run/difference.ts";

/**
 * Turns Python's body into Rust's with nothing but the differences: the proof that they tell all. For bodies whose
 * values are short enough to stand whole in a difference, and whose numbers JavaScript holds. Members may come out in
 * another order.
 */
export function applyDifferences(python: unknown, differences: readonly Difference[]): unknown {
  const at = (side: "python" | "rust"): ReadonlyMap<string, readonly Difference[]> =>
    Map.groupBy(
      differences.filter(({ pointers }) => pointers[side] !== undefined),
      ({ pointers }) => pointers[side] ?? "",
    );
  return applyAt({ byPython: at("python"), byRust: at("rust"), all: differences }, python, "", "");
}

interface Index {
  readonly byPython: ReadonlyMap<string, readonly Difference[]>;
  readonly byRust: ReadonlyMap<string, readonly Difference[]>;
  readonly all: readonly Difference[];
}

/** What tells the new value whole. The order of many elements is shown by the array as it became. */
const REPLACING = new Set(["value", "type", "spelling", "precision", "escape", "element-order"]);

function applyAt(index: Index, value: unknown, python: string, rust: string): unknown {
  const own = index.byPython.get(python) ?? [];
  const replacing = own.find((found) => REPLACING.has(found.class) && found.pointers.rust === rust);
  if (replacing !== undefined) return JSON.parse(replacing.values.rust ?? "");
  if (Array.isArray(value)) return applyToArray(index, value, python, rust);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value)
    .filter(([name]) => !isGone(index, `${python}/${escaped(name)}`))
    .map(([name, member]: [string, unknown]) => {
      const step = `/${escaped(name)}`;
      return [name, applyAt(index, member, python + step, rust + step)];
    });
  const added = addedBelow(index, rust).map(({ name, text }) => [name, JSON.parse(text) as unknown]);
  return Object.fromEntries([...kept, ...added]);
}

function applyToArray(index: Index, elements: readonly unknown[], python: string, rust: string): unknown {
  const fixed = new Map(addedBelow(index, rust).map(({ name, text }) => [Number(name), JSON.parse(text) as unknown]));
  const staying: number[] = [];
  for (const [position, element] of elements.entries()) {
    const pointer = `${python}/${position}`;
    if (isGone(index, pointer)) continue;
    const moved = (index.byPython.get(pointer) ?? []).find((found) => found.class === "moved");
    if (moved === undefined) {
      staying.push(position);
      continue;
    }
    const target = moved.pointers.rust ?? "";
    fixed.set(Number(target.slice(target.lastIndexOf("/") + 1)), applyAt(index, element, pointer, target));
  }
  const count = fixed.size + staying.length;
  return Array.from({ length: count }, (_, position) => {
    if (fixed.has(position)) return fixed.get(position);
    const from = staying.shift() ?? 0;
    return applyAt(index, elements[from], `${python}/${from}`, `${rust}/${position}`);
  });
}

/** Only Python has it. */
function isGone(index: Index, pointer: string): boolean {
  return (index.byPython.get(pointer) ?? []).some(({ pointers }) => pointers.rust === undefined);
}

/** What only Rust has in a container. */
function addedBelow(index: Index, container: string): readonly { readonly name: string; readonly text: string }[] {
  return index.all.flatMap(({ pointers, values }) => {
    const slash = pointers.rust?.lastIndexOf("/") ?? -1;
    if (pointers.rust === undefined || pointers.python !== undefined || slash < 0) return [];
    if (pointers.rust.slice(0, slash) !== container) return [];
    const name = pointers.rust
      .slice(slash + 1)
      .replaceAll("~1", "/")
      .replaceAll("~0", "~");
    return [{ name, text: values.rust ?? "" }];
  });
}

function escaped(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}
