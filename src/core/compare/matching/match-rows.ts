import type { JsonDocument } from "#core/text/json/json-document.ts";
import { NONE, NUMBER, ROOT, STRING, childrenOf, kindOf, memberOf, stringOf } from "#core/text/json/json-document.ts";
import type { Alignment, Pair } from "./align-elements.ts";
import { hashOf } from "./element-hashes.ts";
import type { Elements } from "./elements.ts";
import { matchUnordered } from "./match-unordered.ts";
import type { IdRenaming } from "./renaming-ids.ts";
import { idText } from "../allowances/scalar-pair.ts";
import { UNMARKED, renamesIds } from "../rules/rule-marks.ts";

/**
 * Which rows of two effects belong together; their order in a table means nothing. Rows of one key go together, also where a
 * scenario hands on two that stand for one another, and where a rule lets ids be renamed those whose ids were already seen to go together in an answer or in another row. Where
 * keys say nothing, because they are random, equal rows do, of several the first with the first, then the likest, and
 * what is then left in order.
 */
export function matchRows(python: Elements, rust: Elements, renaming: IdRenaming): Alignment {
  const names = keyNames(python);
  const rename: RenameId = (id, isRuled) => (isRuled ? renaming.rustOf(id) : renaming.handedOn?.rustOf(id)) ?? id;
  const all: Alignment = { pairs: [], moved: [], lefts: [...python.nodes.keys()], rights: [...rust.nodes.keys()] };
  const byKey = pairAlike(
    all,
    (at) => keyOf(python, python.nodes[at] ?? NONE, names, rename),
    (at) => keyOf(rust, rust.nodes[at] ?? NONE, names, (id) => id),
  );
  const equal = pairAlike(
    byKey,
    (at) => String(hashOf(python.hashes, python.nodes[at] ?? NONE)),
    (at) => String(hashOf(rust.hashes, rust.nodes[at] ?? NONE)),
  );
  const found = pairLikest(equal, python, rust);
  const common = Math.min(found.lefts.length, found.rights.length);
  const rest = found.lefts.slice(0, common).map((left, at): Pair => [left, found.rights[at] ?? 0]);
  return {
    pairs: [...found.pairs, ...rest].toSorted((a, b) => a[0] - b[0]),
    moved: [],
    lefts: found.lefts.slice(common),
    rights: found.rights.slice(common),
  };
}

/** Whether an array of an effect is a list of a table's rows; what stands in a row, and requests in their order, have an order that counts. */
export function areRows(document: JsonDocument, array: number): boolean {
  const table = document.parents[array] ?? NONE;
  return table !== NONE && document.parents[table] === ROOT && memberOf(document, table, "key") !== NONE;
}

/** What one of Python's ids is called on the other side, `isRuled` where a rule lets it be renamed. */
type RenameId = (id: string, isRuled: boolean) => string;

/** Pairs what is left and has the same text on both sides, in order; what has none stays left. */
function pairAlike(
  { pairs, moved, lefts, rights }: Alignment,
  leftText: (at: number) => string | undefined,
  rightText: (at: number) => string | undefined,
): Alignment {
  const rightsByText = Map.groupBy(rights.toReversed(), rightText);
  const found = lefts.flatMap((left): Pair[] => {
    const text = leftText(left);
    const right = text === undefined ? undefined : rightsByText.get(text)?.pop();
    return right === undefined ? [] : [[left, right]];
  });
  const isPaired = { left: new Set(found.map(([left]) => left)), right: new Set(found.map(([, right]) => right)) };
  return {
    pairs: [...pairs, ...found],
    moved,
    lefts: lefts.filter((at) => !isPaired.left.has(at)),
    rights: rights.filter((at) => !isPaired.right.has(at)),
  };
}

function pairLikest({ pairs, moved, lefts, rights }: Alignment, python: Elements, rust: Elements): Alignment {
  const likest = matchUnordered(partOf(python, lefts), partOf(rust, rights), undefined);
  return {
    pairs: [...pairs, ...likest.pairs.map(([left, right]): Pair => [lefts[left] ?? 0, rights[right] ?? 0])],
    moved,
    lefts: likest.lefts.map((at) => lefts[at] ?? 0),
    rights: likest.rights.map((at) => rights[at] ?? 0),
  };
}

function partOf(elements: Elements, positions: readonly number[]): Elements {
  return { ...elements, nodes: positions.map((at) => elements.nodes[at] ?? NONE) };
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
  rename: RenameId,
): string | undefined {
  const values = names.map((name) => {
    const node = memberOf(document, row, name);
    if (node === NONE) return undefined;
    const leeway = hashes.leeways.leeway(hashes.marks?.[node] ?? UNMARKED);
    if (leeway === undefined)
      return isId(document, node) ? rename(idText(document, node), false) : String(hashOf(hashes, node));
    const isRenamed = leeway.swallow === undefined && renamesIds(leeway);
    return isRenamed && isId(document, node) ? rename(idText(document, node), true) : undefined;
  });
  return values.length === 0 || values.includes(undefined) ? undefined : JSON.stringify(values);
}

function isId(document: JsonDocument, node: number): boolean {
  const kind = kindOf(document, node);
  return kind === STRING || kind === NUMBER;
}
