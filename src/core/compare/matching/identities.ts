import {
  NONE,
  NUMBER,
  OBJECT,
  STRING,
  childrenOf,
  kindOf,
  memberOf,
  nameOf,
  originOf,
} from "#core/text/json/json-document.ts";
import type { Elements } from "./elements.ts";
import { hashOf } from "./element-hashes.ts";
import { HashSet } from "./hash-set.ts";

/** Members by which rows are told apart, the likeliest first; a name that ends in `_id` or `Id` comes after them. */
const IDENTITY_NAMES = ["id", "uuid", "_id", "key", "name", "slug", "code"];

/**
 * The hashes of the member that identifies the elements: all elements are objects that have it, as a text or a
 * number, no two on one side share it, and at least half of the shorter side's are found on the other.
 */
export function identitiesOf(
  python: Elements,
  rust: Elements,
): { readonly left: readonly number[]; readonly right: readonly number[] } | undefined {
  const first = python.nodes[0];
  if (first === undefined || rust.nodes.length === 0 || kindOf(python.document, first) !== OBJECT) return undefined;
  const names = new Set(childrenOf(python.document, first).map((child) => nameOf(python.document, child) ?? ""));
  const likely = [...IDENTITY_NAMES, ...[...names].filter((name) => /(?:_id|[a-z]Id)$/.test(name)).toSorted()];
  const copies = copiesOf(python, rust);
  for (const name of likely) {
    if (!names.has(name)) continue;
    const left = idsOf(python, name);
    const known = left && distinct(left);
    if (left === undefined || known === undefined) continue;
    const right = copies === undefined ? idsOf(rust, name) : idsBeside(rust, name, copies, left);
    if (right === undefined) continue;
    const common = copies === undefined ? commonOf(right, known) : commonBeside(right, known, copies);
    if (common !== undefined && common * 2 >= Math.min(left.length, right.length)) return { left, right };
  }
  return undefined;
}

/**
 * For each of Rust's elements the position of that of Python's of which it was copied while reading, -1 where it was not;
 * each has one copy at most. Undefined where that is not so, or where rules may make two of a text count otherwise.
 */
function copiesOf(python: Elements, rust: Elements): Int32Array | undefined {
  if (python.hashes.marks !== undefined || rust.hashes.marks !== undefined) return undefined;
  const copies = new Int32Array(rust.nodes.length);
  let at = 0;
  for (const [position, node] of rust.nodes.entries()) {
    const origin = originOf(rust.document, node, python.document);
    copies[position] = NONE;
    if (origin === NONE) continue;
    // The elements that were copied come in the order in which they stood, or else one was copied twice.
    while (at < python.nodes.length && (python.nodes[at] ?? 0) < origin) at++;
    if (python.nodes[at] !== origin) return undefined;
    copies[position] = at++;
  }
  return copies;
}

/** The hashes of one member of each element; undefined where an element lacks it. */
function idsOf(elements: Elements, name: string): number[] | undefined {
  const ids: number[] = [];
  for (const node of elements.nodes) {
    const id = idOf(elements, node, name);
    if (id === undefined) return undefined;
    ids.push(id);
  }
  return ids;
}

/** The same, where those of copies are known. */
function idsBeside(rust: Elements, name: string, copies: Int32Array, left: readonly number[]): number[] | undefined {
  const ids: number[] = [];
  for (const [position, node] of rust.nodes.entries()) {
    const id = left[copies[position] ?? NONE] ?? idOf(rust, node, name);
    if (id === undefined) return undefined;
    ids.push(id);
  }
  return ids;
}

function idOf({ document, hashes }: Elements, node: number, name: string): number | undefined {
  if (kindOf(document, node) !== OBJECT) return undefined;
  const member = memberOf(document, node, name);
  const kind = member === NONE ? OBJECT : kindOf(document, member);
  return kind === STRING || kind === NUMBER ? hashOf(hashes, member) : undefined;
}

/** All of them as a set; undefined where two are one. */
function distinct(ids: readonly number[]): HashSet | undefined {
  const known = new HashSet(ids.length);
  for (const [before, id] of ids.entries()) {
    known.add(id);
    if (known.size === before) return undefined;
  }
  return known;
}

/** How many of the ids are known; undefined where two are one. */
function commonOf(ids: readonly number[], known: HashSet): number | undefined {
  if (distinct(ids) === undefined) return undefined;
  return ids.reduce((sum, id) => sum + (known.has(id) ? 1 : 0), 0);
}

/** The same, where those of copies are known to be distinct. */
function commonBeside(ids: readonly number[], known: HashSet, copies: Int32Array): number | undefined {
  const others = ids.filter((_, position) => copies[position] === NONE);
  const own = distinct(others);
  if (own === undefined) return undefined;
  if (own.size > 0 && ids.some((id, position) => copies[position] !== NONE && own.has(id))) return undefined;
  return others.reduce((sum, id) => sum + (known.has(id) ? 1 : 0), ids.length - others.length);
}
