import { isSame, knownText, type Value } from "../values/values.ts";

/** Longer than any path; ends `"x" * 10**9`. */
const MAX_TEXT = 1000;

/** What `-`, `*`, `//`, … come to for numbers, texts and sets that are known; undefined for all others. */
export function calculate(operator: string, left: Value, right: Value): Value | undefined {
  const [one, other] = [numberIn(left), numberIn(right)];
  if (one !== undefined && other !== undefined) {
    const result = NUMBERS[operator]?.(one, other);
    return result !== undefined && Number.isFinite(result) ? { kind: "constant", value: result } : undefined;
  }
  if (operator === "*") return repeat(left, other) ?? repeat(right, one);
  if (left.kind === "list" && right.kind === "list") return ofSets(operator, left.items, right.items);
  return undefined;
}

const NUMBERS: Readonly<Record<string, (one: number, other: number) => number>> = {
  "+": (one, other) => one + other,
  "-": (one, other) => one - other,
  "*": (one, other) => one * other,
  "//": (one, other) => Math.floor(one / other),
  "%": (one, other) => one - other * Math.floor(one / other),
  "**": (one, other) => one ** other,
};

/** `"/x" * 2`, `[a] * 2` */
function repeat(of: Value, times: number | undefined): Value | undefined {
  if (times === undefined) return undefined;
  const text = knownText(of);
  if (of.kind === "text" && text !== undefined && text.length * times <= MAX_TEXT)
    return { ...of, parts: [text.repeat(Math.max(0, times))] };
  if (of.kind !== "list" || of.items.length * times > MAX_TEXT) return undefined;
  return { kind: "list", items: Array.from({ length: Math.max(0, times) }, () => of.items).flat() };
}

function ofSets(operator: string, left: readonly Value[], right: readonly Value[]): Value | undefined {
  const has = (items: readonly Value[], item: Value): boolean => items.some((each) => isSame(each, item));
  switch (operator) {
    case "-":
      return { kind: "list", items: left.filter((item) => !has(right, item)) };
    case "&":
      return { kind: "list", items: left.filter((item) => has(right, item)) };
    case "|":
      return { kind: "list", items: [...left, ...right.filter((item) => !has(left, item))] };
    case "^": {
      const [onlyLeft, onlyRight] = [
        left.filter((item) => !has(right, item)),
        right.filter((item) => !has(left, item)),
      ];
      return { kind: "list", items: [...onlyLeft, ...onlyRight] };
    }
    default:
      return undefined;
  }
}

function numberIn(value: Value): number | undefined {
  return value.kind === "constant" && typeof value.value === "number" ? value.value : undefined;
}
