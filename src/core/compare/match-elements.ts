import type { JsonDocument } from "#core/text/json-document.ts";
import { NONE, NUMBER, OBJECT, STRING, childrenOf, kindOf, memberOf, nameOf } from "#core/text/json-document.ts";
import type { Alignment, Pair } from "./align-elements.ts";
import { alignElements } from "./align-elements.ts";
import { type ElementHashes, hashOf } from "./element-hashes.ts";

/** One side's elements: nodes of a document, and its hashes. */
export interface Elements {
  readonly document: JsonDocument;
  readonly nodes: readonly number[];
  readonly hashes: ElementHashes;
}

/** Members by which rows are told apart, the likeliest first; a name that ends in `_id` or `Id` comes after them. */
const IDENTITY_NAMES = ["id", "uuid", "_id", "key", "name", "slug", "code"];

/**
 * Which elements of two arrays belong together, as positions in `nodes`: by the member that identifies them, where
 * the values show one, else by equality. What is left between two matches is paired in order, so that a changed
 * element is compared with what it was; only the surplus is left over.
 */
export function matchElements(python: Elements, rust: Elements): Alignment {
  const identities = identitiesOf(python, rust);
  if (identities !== undefined) {
    return pairGaps(alignElements(identities.left, identities.right), (left, right) =>
      isAlike(python, python.nodes[left] ?? 0, rust, rust.nodes[right] ?? 0),
    );
  }
  const alignment = alignElements(
    python.nodes.map((node) => hashOf(python.hashes, node)),
    rust.nodes.map((node) => hashOf(rust.hashes, node)),
  );
  const matched = alignment.pairs.length + alignment.moved.length;
  return python.nodes.length === rust.nodes.length && matched * 2 < python.nodes.length
    ? inOrder(python.nodes.length)
    : pairGaps(alignment, () => true);
}

/** Of two arrays as long as each other with little in common, a chance match would pair everything else wrongly. */
function inOrder(length: number): Alignment {
  return { pairs: Array.from({ length }, (_, at): Pair => [at, at]), moved: [], lefts: [], rights: [] };
}

/** Pairs what is left over in the gaps between pairs in order, first with first. */
function pairGaps(alignment: Alignment, isPair: (left: number, right: number) => boolean): Alignment {
  const pairs: Pair[] = [];
  const lefts: number[] = [];
  const rights: number[] = [];
  let left = 0;
  let right = 0;
  for (const anchor of [...alignment.pairs, [Infinity, Infinity] as const]) {
    const leftGap: number[] = [];
    const rightGap: number[] = [];
    for (; (alignment.lefts[left] ?? Infinity) < anchor[0]; left++) leftGap.push(alignment.lefts[left] ?? 0);
    for (; (alignment.rights[right] ?? Infinity) < anchor[1]; right++) rightGap.push(alignment.rights[right] ?? 0);
    const common = Math.min(leftGap.length, rightGap.length);
    for (let at = 0; at < Math.max(leftGap.length, rightGap.length); at++) {
      const l = leftGap[at];
      const r = rightGap[at];
      if (at < common && l !== undefined && r !== undefined && isPair(l, r)) {
        pairs.push([l, r]);
        continue;
      }
      if (l !== undefined) lefts.push(l);
      if (r !== undefined) rights.push(r);
    }
    if (anchor[0] !== Infinity) pairs.push(anchor);
  }
  return { pairs, moved: alignment.moved, lefts, rights };
}

/** Do two objects have at least half of their members in common? */
function isAlike(python: Elements, pythonNode: number, rust: Elements, rustNode: number): boolean {
  const membersOf = ({ document, hashes }: Elements, node: number): ReadonlyMap<string, number> =>
    new Map(childrenOf(document, node).map((child) => [nameOf(document, child) ?? "", hashOf(hashes, child)]));
  const left = membersOf(python, pythonNode);
  const right = membersOf(rust, rustNode);
  let common = 0;
  for (const [name, hash] of left) if (right.get(name) === hash) common++;
  return common * 2 >= Math.max(left.size, right.size);
}

/**
 * The hashes of the member that identifies the elements: all elements are objects that have it, as a text or a
 * number, no two on one side share it, and at least half of the shorter side's are found on the other.
 */
function identitiesOf(
  python: Elements,
  rust: Elements,
): { readonly left: readonly number[]; readonly right: readonly number[] } | undefined {
  const first = python.nodes[0];
  if (first === undefined || rust.nodes.length === 0 || kindOf(python.document, first) !== OBJECT) return undefined;
  const names = new Set(childrenOf(python.document, first).map((child) => nameOf(python.document, child) ?? ""));
  const likely = [...IDENTITY_NAMES, ...[...names].filter((name) => /(?:_id|[a-z]Id)$/.test(name)).toSorted()];
  for (const name of likely) {
    if (!names.has(name)) continue;
    const left = distinctMembers(python, name);
    const right = left && distinctMembers(rust, name);
    if (left === undefined || right === undefined) continue;
    const known = new Set(right);
    const common = left.reduce((sum, id) => sum + (known.has(id) ? 1 : 0), 0);
    if (common * 2 >= Math.min(left.length, right.length)) return { left, right };
  }
  return undefined;
}

/** The hashes of one member of each element; undefined where an element lacks it or two share it. */
function distinctMembers({ document, nodes, hashes }: Elements, name: string): readonly number[] | undefined {
  const seen = new Set<number>();
  for (const node of nodes) {
    if (kindOf(document, node) !== OBJECT) return undefined;
    const member = memberOf(document, node, name);
    const kind = member === NONE ? OBJECT : kindOf(document, member);
    if (kind !== STRING && kind !== NUMBER) return undefined;
    seen.add(hashOf(hashes, member));
  }
  return seen.size === nodes.length ? [...seen] : undefined;
}
