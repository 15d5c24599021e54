import type { Side } from "#core/model/endpoint.ts";
import { type JsonDocument, NONE, nameOf } from "#core/text/json/json-document.ts";

/** Values that a reader sees side by side; `NONE` where a side has nothing there. */
export type NodePair = Readonly<Record<Side, number>>;

/** Two elements, and the how-manieth of its array each is. */
export interface ElementPair extends NodePair {
  readonly pythonAt: number;
  readonly rustAt: number;
}

/** Elements as they are laid side by side: in their order, but for those that stand alone. */
export function pairTurns(
  left: readonly number[],
  right: readonly number[],
  isAlone: Readonly<Record<Side, (at: number) => boolean>>,
): readonly ElementPair[] {
  const pairs: ElementPair[] = [];
  let pythonAt = 0;
  let rustAt = 0;
  while (pythonAt < left.length || rustAt < right.length) {
    const isPythonAlone = pythonAt < left.length && isAlone.python(pythonAt);
    const isRustAlone = !isPythonAlone && rustAt < right.length && isAlone.rust(rustAt);
    pairs.push({
      python: isRustAlone ? NONE : (left[pythonAt] ?? NONE),
      rust: isPythonAlone ? NONE : (right[rustAt] ?? NONE),
      pythonAt,
      rustAt,
    });
    if (!isRustAlone) pythonAt += 1;
    if (!isPythonAlone) rustAt += 1;
  }
  return pairs;
}

/** A member and that of the same name on the other side; of a name that is repeated the last goes with the last. */
export interface MemberPair extends NodePair {
  readonly key: string;
  readonly name: string;
}

/** The members of two objects, each side's in its own order. */
export function pairMembersByName(
  pythonDocument: JsonDocument,
  left: readonly number[],
  rustDocument: JsonDocument,
  right: readonly number[],
): { readonly lefts: readonly MemberPair[]; readonly rights: readonly MemberPair[] } {
  const [lefts, rights] = [keyed(pythonDocument, left), keyed(rustDocument, right)];
  const rustByKey = new Map(rights.map(({ key, node }) => [key, node]));
  const pythonByKey = new Map(lefts.map(({ key, node }) => [key, node]));
  return {
    lefts: lefts.map(({ key, name, node }) => ({ key, name, python: node, rust: rustByKey.get(key) ?? NONE })),
    rights: rights.map(({ key, name, node }) => ({ key, name, python: pythonByKey.get(key) ?? NONE, rust: node })),
  };
}

function keyed(
  document: JsonDocument,
  members: readonly number[],
): readonly { readonly key: string; readonly name: string; readonly node: number }[] {
  const left = new Map<string, number>();
  const names = members.map((node) => nameOf(document, node) ?? "");
  for (const name of names) left.set(name, (left.get(name) ?? 0) + 1);
  return members.map((node, at) => {
    const name = names[at] ?? "";
    const turn = left.get(name) ?? 0;
    left.set(name, turn - 1);
    return { key: `${turn} ${name}`, name, node };
  });
}
