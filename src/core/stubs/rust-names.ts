/** Words that Rust keeps for itself (Reference, "Keywords"), those that raw identifiers allow. */
const KEYWORDS = new Set(
  "abstract as async await become box break const continue do dyn else enum extern false final fn for gen if impl in let loop macro match mod move mut override priv pub ref return static struct trait true try type typeof unsafe unsized use virtual where while yield".split(
    " ",
  ),
);

/** Those that no raw identifier may be. */
const NEVER_RAW = new Set(["crate", "self", "super", "Self", "_", ""]);

/** A name for a field, variable or function: `createdAt` → `created_at`, `type` → `r#type`. */
export function snakeName(text: string): string {
  const words = wordsOf(text).map((word) => word.toLowerCase());
  const joined = words.join("_");
  const name = /^\d/.test(joined) ? `_${joined}` : joined;
  if (NEVER_RAW.has(name)) return `${name}_`.replace(/^_$/, "field");
  return KEYWORDS.has(name) ? `r#${name}` : name;
}

/** A name for a type or variant: `node_page` → `NodePage`, `Page[Node]` → `PageNode`. */
export function typeName(text: string): string {
  const joined = wordsOf(text)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
  const name = joined === "" ? "Empty" : joined;
  return /^\d/.test(name) || NEVER_RAW.has(name) ? `V${name}` : name;
}

function wordsOf(text: string): readonly string[] {
  return text
    .normalize("NFKD")
    .replaceAll(/([a-z\d])([A-Z])/g, "$1 $2")
    .replaceAll(/([A-Z])([A-Z][a-z])/g, "$1 $2")
    .split(/[^A-Za-z\d]+/)
    .filter((word) => word !== "");
}
