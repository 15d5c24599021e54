import type { Difference } from "#core/model/run/difference.ts";

/** One header of the two answers; a side that did not send it has no value. */
export interface HeaderRow {
  readonly key: string;
  readonly name: string;
  readonly python?: string;
  readonly rust?: string;
  /** The comparison found a difference in it. Headers that merely are not the same, such as `date`, have none. */
  readonly isDifferent: boolean;
}

type Headers = readonly (readonly [name: string, value: string])[];

/** Headers side by side by name, in Python's order, then what only Rust sent; the nth repetition beside the nth. */
export function pairHeaders(python: Headers, rust: Headers, differences: readonly Difference[]): readonly HeaderRow[] {
  const different = new Set(
    differences.flatMap(({ part, pointers }) => (part === "header" ? [pointers.python, pointers.rust] : [])),
  );
  const left = keyed(python);
  const right = keyed(rust);
  return [...new Set([...left.keys(), ...right.keys()])].map((key) => {
    const onLeft = left.get(key);
    const onRight = right.get(key);
    const name = onLeft?.name ?? onRight?.name ?? "";
    return {
      key,
      name,
      ...(onLeft && { python: onLeft.value }),
      ...(onRight && { rust: onRight.value }),
      isDifferent: different.has(name),
    };
  });
}

function keyed(headers: Headers): ReadonlyMap<string, { readonly name: string; readonly value: string }> {
  const turns = new Map<string, number>();
  return new Map(
    headers.map(([name, value]) => {
      const turn = turns.get(name) ?? 0;
      turns.set(name, turn + 1);
      return [`${name} ${turn}`, { name, value }];
    }),
  );
}
