import type { RustExpression } from "#core/model/sources/rust-facts.ts";
import { assign } from "./assign.ts";
import { placeOf, type Frame, type Machine } from "../values/machine.ts";
import { knownText, unknown, type Argument, type Value } from "../values/values.ts";

type List = Extract<Value, { kind: "list" }>;

/** Methods by which a list gets more, and a map, which is a list of pairs here. */
const GROWS = new Set(["extend", "extend_from_slice", "append", "push", "push_back", "insert"]);

/** A method of a list, an iterator or a map; `expression` is its call, so that a list that grows is known as such. */
export function listMethod(
  machine: Machine,
  of: List,
  name: string,
  args: readonly Argument[],
  expression: Extract<RustExpression, { kind: "method" }>,
  frame: Frame,
): Value {
  const place = placeOf(frame, expression.at);
  const [first, second] = args.map(({ value }) => value);
  if (GROWS.has(name)) {
    assign(machine, expression.of, grown(of, name, first, second), frame);
    return { kind: "list", items: [] };
  }
  switch (name) {
    case "fold": {
      let folded = first ?? unknown("nothing to begin with", place);
      for (const item of of.items) if (second && machine.step()) folded = machine.call(second, [folded, item], place);
      return folded;
    }
    case "map":
      return {
        kind: "list",
        items: of.items.map((item) => (first && machine.step() ? machine.call(first, [item], place) : item)),
      };
    case "for_each":
      for (const item of of.items) if (first && machine.step()) machine.call(first, [item], place);
      return { kind: "list", items: [] };
    case "chain":
      return first?.kind === "list" ? { kind: "list", items: [...of.items, ...first.items] } : of;
    case "join":
    case "concat":
      return { kind: "text", parts: of.items.flatMap((item, index) => joinPart(item, index, first)) };
    case "enumerate":
      return {
        kind: "list",
        items: of.items.map((item, index) => ({ kind: "list", items: [{ kind: "number", value: index }, item] })),
      };
    case "rev":
      return { kind: "list", items: of.items.toReversed() };
    case "keys":
    case "into_keys":
      return { kind: "list", items: of.items.map((item) => partOf(item, 0)) };
    case "values":
    case "into_values":
      return { kind: "list", items: of.items.map((item) => partOf(item, 1)) };
    case "get":
      return first ? (elementOf(of, first) ?? unknown("there is no such element", place)) : of;
    // `MethodFilter::GET.or(…).or(…)`
    case "or":
      return first?.kind === "external" ? { kind: "list", items: [...of.items, first] } : of;
    default:
      return of;
  }
}

function grown(of: List, name: string, first: Value | undefined, second: Value | undefined): Value {
  if (name !== "insert") {
    const isOne = name === "push" || name === "push_back";
    const added = !isOne && first?.kind === "list" ? first.items : first ? [first] : [];
    return { kind: "list", items: [...of.items, ...added] };
  }
  // Of a vector it is told where, of a set only what.
  if (!first || !second) return { kind: "list", items: [...of.items, ...(first ? [first] : [])] };
  if (first.kind === "number") return { kind: "list", items: of.items.toSpliced(first.value, 0, second) };
  const key = knownText(first);
  const others = of.items.filter((item) => key === undefined || knownText(partOf(item, 0)) !== key);
  return { kind: "list", items: [...others, { kind: "list", items: [first, second] }] };
}

/** The element at a place, or what a map has under a key. */
function elementOf(of: List, at: Value): Value | undefined {
  if (at.kind === "number") return of.items[at.value];
  const key = knownText(at);
  const pair = key === undefined ? undefined : of.items.find((item) => knownText(partOf(item, 0)) === key);
  return pair && partOf(pair, 1);
}

/** Of a pair; what is none stands for itself. */
function partOf(item: Value, index: number): Value {
  return (item.kind === "list" && item.items[index]) || item;
}

function joinPart(item: Value, index: number, separator: Value | undefined) {
  const between = index > 0 && separator?.kind === "text" ? separator.parts : [];
  return item.kind === "text" ? [...between, ...item.parts] : between;
}
