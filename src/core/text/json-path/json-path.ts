import type { JsonDocument } from "../json/json-document.ts";
import { ARRAY, NONE, OBJECT, ROOT, childrenOf, kindOf, nameOf, nextOf, sizeOf } from "../json/json-document.ts";
import type {
  JsonComparable,
  JsonFilter,
  JsonPath,
  JsonQuery,
  JsonSelector,
  JsonTextTest,
} from "./json-path-syntax.ts";
import { NOTHING, type Operand, compares, lengthOf, regexpOf, valueOf } from "./json-path-values.ts";

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

/** How often a path takes each node, which is what functions count (RFC 9535, section 2.4.5): `@[0, 0]` takes one twice. */
function timesAt(path: JsonPath, document: JsonDocument, from: number): ReadonlyMap<number, number> {
  let times: ReadonlyMap<number, number> = new Map([[from, 1]]);
  for (const { isDescendant, selectors } of path.segments) {
    const taken = new Map<number, number>();
    for (const [node, count] of isDescendant ? timesWithin(document, times) : times) {
      for (const child of selectors.flatMap((selector) => select(selector, document, node))) {
        taken.set(child, (taken.get(child) ?? 0) + count);
      }
    }
    times = taken;
  }
  return times;
}

/** Each container once for each time that it, or a container around it, was taken. */
function timesWithin(document: JsonDocument, times: ReadonlyMap<number, number>): ReadonlyMap<number, number> {
  const within = new Map<number, number>();
  for (const node of containersIn(document, [...times.keys()])) {
    const around = document.parents[node] ?? NONE;
    within.set(node, (times.get(node) ?? 0) + (within.get(around) ?? 0));
  }
  return within;
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
    case "names": {
      const isWanted = namesLike(selector.pattern);
      return kind === OBJECT
        ? childrenOf(document, node).filter((child) => isWanted(nameOf(document, child) ?? ""))
        : [];
    }
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

/** Tells the names that a pattern means; `*` is any characters. Each part is looked for once, so that nothing is tried twice. */
function namesLike(pattern: string): (name: string) => boolean {
  const parts = pattern.split("*");
  const [first = "", last = ""] = [parts[0], parts.at(-1)];
  return (name) => {
    if (name.length < first.length + last.length || !name.startsWith(first) || !name.endsWith(last)) return false;
    let at = first.length;
    const end = name.length - last.length;
    return parts.slice(1, -1).every((part) => {
      const found = name.indexOf(part, at);
      at = found + part.length;
      return found >= 0 && at <= end;
    });
  };
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
    case "text-test":
      return isTextFound(filter, document, node);
    case "comparison": {
      const left = operandOf(filter.left, document, node);
      const right = operandOf(filter.right, document, node);
      return compares(filter.operator, left, right, document);
    }
  }
}

function nodesOf({ from, path }: JsonQuery, document: JsonDocument, node: number): readonly number[] {
  return nodesAt(path, document, from === "@" ? node : ROOT);
}

function timesOf({ from, path }: JsonQuery, document: JsonDocument, node: number): ReadonlyMap<number, number> {
  return timesAt(path, document, from === "@" ? node : ROOT);
}

function operandOf(comparable: JsonComparable, document: JsonDocument, at: number): Operand {
  switch (comparable.kind) {
    case "text":
      return { kind: "text", value: comparable.value };
    case "number":
      return { kind: "number", value: comparable.raw };
    case "word":
      return { kind: "word", value: comparable.word };
    case "query":
      return valueOf(nodesOf(comparable.query, document, at)[0], document);
    case "value": {
      const [first, another] = timesOf(comparable.query, document, at);
      return another === undefined && first?.[1] === 1 ? valueOf(first[0], document) : NOTHING;
    }
    case "count": {
      const count = timesOf(comparable.query, document, at)
        .values()
        .reduce((sum, times) => sum + times, 0);
      return { kind: "number", value: String(count) };
    }
    case "length":
      return lengthOf(operandOf(comparable.of, document, at), document);
  }
}

/** RFC 9535, sections 2.4.6 and 2.4.7. A pattern from the body that is none is not found. */
function isTextFound({ name, text, pattern }: JsonTextTest, document: JsonDocument, node: number): boolean {
  const given = operandOf(text, document, node);
  const regexp = pattern.kind === "regexp" ? pattern : regexpOf(operandOf(pattern, document, node));
  if (given.kind !== "text" || regexp === undefined) return false;
  return name === "match" ? regexp.matches(given.value) : regexp.isFoundIn(given.value);
}
