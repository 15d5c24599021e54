import { compareDecimals } from "./decimal-distance.ts";
import type { JsonDocument } from "./json-document.ts";
import {
  ARRAY,
  FALSE,
  NONE,
  NUMBER,
  OBJECT,
  ROOT,
  STRING,
  TRUE,
  childrenOf,
  kindOf,
  nameOf,
  nextOf,
  rawOf,
  sizeOf,
  stringOf,
} from "./json-document.ts";
import { readDecimal } from "./json-number.ts";
import type {
  JsonComparable,
  JsonFilter,
  JsonOperator,
  JsonPath,
  JsonQuery,
  JsonSelector,
} from "./json-path-reader.ts";

/** The nodes that a path takes in a document, in the order of the text, each once. Of duplicate names it takes all. */
export function nodesAt(path: JsonPath, document: JsonDocument, from: number = ROOT): readonly number[] {
  let nodes: readonly number[] = [from];
  for (const { isDescendant, selectors } of path.segments) {
    const inputs = isDescendant ? containersIn(document, nodes) : nodes;
    const taken = inputs.flatMap((node) => selectors.flatMap((selector) => select(selector, document, node)));
    nodes = isDescendant || selectors.length > 1 ? inOrder(taken) : taken;
  }
  return nodes.length > 1 ? inOrder(nodes) : nodes;
}

/** All containers that lie in the nodes, these included, each once. */
function containersIn(document: JsonDocument, nodes: readonly number[]): readonly number[] {
  const containers: number[] = [];
  let done = ROOT;
  for (const first of inOrder(nodes)) {
    const end = nextOf(document, first);
    for (let node = Math.max(first, done); node < end; node++) {
      if (kindOf(document, node) >= ARRAY) containers.push(node);
    }
    done = Math.max(done, end);
  }
  return containers;
}

function inOrder(nodes: readonly number[]): readonly number[] {
  return [...new Set(nodes)].toSorted((a, b) => a - b);
}

function select(selector: JsonSelector, document: JsonDocument, node: number): readonly number[] {
  const kind = kindOf(document, node);
  switch (selector.kind) {
    case "wildcard":
      return kind === ARRAY || kind === OBJECT ? childrenOf(document, node) : [];
    case "name":
      return kind === OBJECT
        ? childrenOf(document, node).filter((child) => nameOf(document, child) === selector.name)
        : [];
    case "index": {
      const child = kind === ARRAY ? elementAt(document, node, selector.index) : NONE;
      return child === NONE ? [] : [child];
    }
    case "slice":
      return kind === ARRAY ? sliceOf(childrenOf(document, node), selector) : [];
    case "filter":
      return kind === ARRAY || kind === OBJECT
        ? childrenOf(document, node).filter((child) => holdsAt(selector.filter, document, child))
        : [];
  }
}

function elementAt(document: JsonDocument, array: number, index: number): number {
  const size = sizeOf(document, array);
  const wanted = index < 0 ? size + index : index;
  if (wanted < 0 || wanted >= size) return NONE;
  let child = array + 1;
  for (let ordinal = 0; ordinal < wanted; ordinal++) child = nextOf(document, child);
  return child;
}

/** RFC 9535, section 2.3.4.2.2. */
function sliceOf(
  elements: readonly number[],
  { start, end, step }: Extract<JsonSelector, { kind: "slice" }>,
): readonly number[] {
  if (step === 0) return [];
  const size = elements.length;
  const counted = (index: number): number => (index < 0 ? size + index : index);
  const within = (index: number, low: number, high: number): number => Math.min(Math.max(index, low), high);
  const taken: number[] = [];
  if (step > 0) {
    const upper = within(counted(end ?? size), 0, size);
    for (let at = within(counted(start ?? 0), 0, size); at < upper; at += step) taken.push(elements[at] ?? NONE);
    return taken;
  }
  const lower = end === undefined ? -1 : within(counted(end), -1, size - 1);
  for (let at = within(counted(start ?? size - 1), -1, size - 1); at > lower; at += step)
    taken.push(elements[at] ?? NONE);
  return taken;
}

/** Whether a logical expression holds, `@` being `node`. */
export function holdsAt(filter: JsonFilter, document: JsonDocument, node: number): boolean {
  switch (filter.kind) {
    case "or":
      return filter.parts.some((part) => holdsAt(part, document, node));
    case "and":
      return filter.parts.every((part) => holdsAt(part, document, node));
    case "not":
      return !holdsAt(filter.part, document, node);
    case "exists":
      return nodesOf(filter.query, document, node).length > 0;
    case "comparison": {
      const left = operandOf(filter.left, document, node);
      const right = operandOf(filter.right, document, node);
      return compares(filter.operator, left, right);
    }
  }
}

/** A value to compare; `nothing` where a query took no node. An array or an object is its text. */
type Operand = { readonly kind: "nothing" } | { readonly kind: "text" | "number" | "other"; readonly value: string };

function nodesOf({ from, path }: JsonQuery, document: JsonDocument, node: number): readonly number[] {
  return nodesAt(path, document, from === "@" ? node : ROOT);
}

function operandOf(comparable: JsonComparable, document: JsonDocument, at: number): Operand {
  switch (comparable.kind) {
    case "text":
      return { kind: "text", value: comparable.value };
    case "number":
      return { kind: "number", value: comparable.raw };
    case "word":
      return { kind: "other", value: comparable.word };
    case "query": {
      const node = nodesOf(comparable.query, document, at)[0] ?? NONE;
      if (node === NONE) return { kind: "nothing" };
      const kind = kindOf(document, node);
      if (kind === STRING) return { kind: "text", value: stringOf(document, node) };
      if (kind === NUMBER) return { kind: "number", value: rawOf(document, node) };
      if (kind === TRUE || kind === FALSE) return { kind: "other", value: kind === TRUE ? "true" : "false" };
      return { kind: "other", value: rawOf(document, node) };
    }
  }
}

/** RFC 9535, section 2.3.5.2.2; arrays and objects are equal where they are written alike. */
function compares(operator: JsonOperator, left: Operand, right: Operand): boolean {
  switch (operator) {
    case "==":
      return isEqual(left, right);
    case "!=":
      return !isEqual(left, right);
    case "<":
      return isLess(left, right);
    case ">":
      return isLess(right, left);
    case "<=":
      return isLess(left, right) || isEqual(left, right);
    case ">=":
      return isLess(right, left) || isEqual(left, right);
  }
}

function isEqual(left: Operand, right: Operand): boolean {
  if (left.kind === "nothing" || right.kind === "nothing") return left.kind === right.kind;
  if (left.kind === "number" && right.kind === "number") return order(left.value, right.value) === 0;
  return left.kind === right.kind && left.value === right.value;
}

/** Only numbers and texts have an order. */
function isLess(left: Operand, right: Operand): boolean {
  if (left.kind === "number" && right.kind === "number") return order(left.value, right.value) < 0;
  return left.kind === "text" && right.kind === "text" && left.value < right.value;
}

function order(left: string, right: string): number {
  return compareDecimals(readDecimal(left), readDecimal(right));
}
