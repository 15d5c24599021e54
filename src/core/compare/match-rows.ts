import type { JsonDocument } from "#core/text/json-document.ts";
import { NONE, NUMBER, STRING, childrenOf, kindOf, memberOf, stringOf } from "#core/text/json-document.ts";
import type { Alignment, Pair } from "./align-elements.ts";
import { hashOf } from "./element-hashes.ts";
import type { Elements } from "./match-elements.ts";
import { matchUnordered } from "./match-unordered.ts";
import type { IdRenaming } from "./renaming-ids.ts";
import { idText } from "./rule-allowances.ts";
import { UNMARKED } from "./rule-marks.ts";

/**
 * Which rows of two effects belong together; their order in a table means nothing. Rows of one key go together, where a
 * rule lets ids be renamed also those whose ids were already seen to go together in an answer or in another row. Where
 * keys say nothing, because they are random, the likest rows do, and what is then left in order.
 */
export function matchRows(python: Elements, rust: Elements, renaming: IdRenaming): Alignment {
  const names = keyNames(python);
  const rightsByKey = new Map(rust.nodes.flatMap((node, at) => keyed(keyOf(rust, node, names, String), at)));
  const takenRights = new Set<number>();
  const pairs: Pair[] = [];
  for (const [left, node] of python.nodes.entries()) {
    const key = keyOf(python, node, names, (id) => renaming.rustOf(id) ?? id);
    const right = key === undefined ? undefined : rightsByKey.get(key);
    if (right === undefined || takenRights.has(right)) continue;
    takenRights.add(right);
    pairs.push([left, right]);
  }
  const takenLefts = new Set(pairs.map(([left]) => left));
  const lefts = [...python.nodes.keys()].filter((at) => !takenLefts.has(at));
  const rights = [...rust.nodes.keys()].filter((at) => !takenRights.has(at));
  const rest = matchUnordered(partOf(python, lefts), partOf(rust, rights), undefined);
  pairs.push(...rest.pairs.map(([left, right]): Pair => [lefts[left] ?? 0, rights[right] ?? 0]));
  const common = Math.min(rest.lefts.length, rest.rights.length);
  for (let at = 0; at < common; at++) {
    pairs.push([lefts[rest.lefts[at] ?? 0] ?? 0, rights[rest.rights[at] ?? 0] ?? 0]);
  }
  return {
    pairs: pairs.toSorted((a, b) => a[0] - b[0]),
    moved: [],
    lefts: rest.lefts.slice(common).map((at) => lefts[at] ?? 0),
    rights: rest.rights.slice(common).map((at) => rights[at] ?? 0),
  };
}

function keyed(key: string | undefined, at: number): readonly (readonly [string, number])[] {
  return key === undefined ? [] : [[key, at]];
}

/** The table says which columns its key has, beside its lists of rows. */
function keyNames({ document, nodes }: Elements): readonly string[] {
  const table = document.parents[document.parents[nodes[0] ?? 0] ?? NONE] ?? NONE;
  const key = table === NONE ? NONE : memberOf(document, table, "key");
  return key === NONE ? [] : childrenOf(document, key).map((name) => stringOf(document, name));
}

/**
 * The values of a row's key as one text, a renamed id as what it is on the other side; undefined where the row has no
 * key, or a rule takes a part of it from being compared.
 */
function keyOf(
  { document, hashes }: Elements,
  row: number,
  names: readonly string[],
  rename: (id: string) => string,
): string | undefined {
  const values = names.map((name) => {
    const node = memberOf(document, row, name);
    if (node === NONE) return undefined;
    const effect = hashes.effects.effect(hashes.marks?.[node] ?? UNMARKED);
    if (effect === undefined) return plainText(document, node, hashOf(hashes, node));
    const isRenamed = effect.swallow === undefined && effect.values.some(({ allow }) => allow === "renamed ids");
    return isRenamed && isId(document, node) ? rename(idText(document, node)) : undefined;
  });
  return values.length === 0 || values.includes(undefined) ? undefined : JSON.stringify(values);
}

function plainText(document: JsonDocument, node: number, hash: number): string {
  return isId(document, node) ? idText(document, node) : String(hash);
}

function isId(document: JsonDocument, node: number): boolean {
  const kind = kindOf(document, node);
  return kind === STRING || kind === NUMBER;
}

function partOf(elements: Elements, positions: readonly number[]): Elements {
  return { ...elements, nodes: positions.map((at) => elements.nodes[at] ?? NONE) };
}
