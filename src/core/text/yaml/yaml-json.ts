import type { YamlNode, YamlScalar } from "./yaml.ts";

/** The number's grammar of RFC 8259, section 6. */
const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?$/;

/**
 * A YAML value as JSON text without blanks. Keys keep their order, and a number keeps its spelling where JSON has it
 * too, so that no digit of a 64-bit integer is lost: `{a: 9007199254740993, b: [1.0]}` →
 * `{"a":9007199254740993,"b":[1.0]}`.
 */
export function jsonText(node: YamlNode): string {
  if (node.kind === "map") {
    return `{${node.entries.map(({ key, value }) => `${JSON.stringify(key)}:${jsonText(value)}`).join(",")}}`;
  }
  if (node.kind === "list") return `[${node.items.map(jsonText).join(",")}]`;
  return typeof node.value === "number" ? numberText(node) : JSON.stringify(node.value);
}

/** The first value below `node` that JSON cannot say: `.inf`, `-.inf`, `.nan`. */
export function findNotJson(node: YamlNode): YamlScalar | undefined {
  if (node.kind === "scalar") return isNotFinite(node) ? node : undefined;
  const inside = node.kind === "map" ? node.entries.map(({ value }) => value) : node.items;
  return inside.map(findNotJson).find((found) => found !== undefined);
}

/** Written as an infinity or as not a number; `1e999` is a number that JSON can say. */
function isNotFinite({ value, source }: YamlScalar): boolean {
  return typeof value === "number" && !Number.isFinite(value) && !JSON_NUMBER.test(source);
}

/** A YAML number as JSON text, no digit lost: `0x1F` → `31`. */
export function numberText({ value, source }: Pick<YamlScalar, "value" | "source">): string {
  if (JSON_NUMBER.test(source)) return source;
  // YAML also has `+1`, `007`, `.5`, `1.`, `0x1F`, `0o17`.
  const plain = source.replace(/^\+/, "").replace(/^(-?)0+(?=\d)/, "$1");
  if (JSON_NUMBER.test(plain)) return plain;
  return /^0[xo]/.test(source) ? BigInt(source).toString() : JSON.stringify(value);
}
