import { isPlain, knownText, type Value } from "./values.ts";

/** What is true whatever it holds. */
const ALWAYS_TRUE: ReadonlySet<Value["kind"]> = new Set(["router", "function", "class", "module", "lambda", "native"]);

/** Whether a value counts as true; undefined where source does not tell, also of what may have been filled unseen. */
export function truthOf(value: Value): boolean | undefined {
  if (value.kind === "constant") return Boolean(value.value);
  if (value.kind === "text") return truthOfText(value);
  if ((value.kind === "list" || value.kind === "dictionary") && value.isEmptied) return false;
  if (value.kind === "list") return value.items.length > (value.uncertain ?? 0) || undefined;
  if (value.kind === "dictionary") return value.entries.length > (value.uncertain ?? 0) || undefined;
  if (value.kind !== "either") return ALWAYS_TRUE.has(value.kind) ? true : undefined;
  const [first, ...others] = value.options.map((option) => (isPlain(option) ? truthOf(option) : undefined));
  return others.every((other) => other === first) ? first : undefined;
}

function truthOfText(value: Extract<Value, { kind: "text" }>): boolean | undefined {
  const known = knownText(value);
  if (known !== undefined) return known !== "";
  return value.parts.some((part) => typeof part === "string" && part !== "") || undefined;
}
