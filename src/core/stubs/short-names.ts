/** What a stub names, as it is written in full; the last part is its short name. */
const NAMES = [
  "axum::Json",
  "axum::extract::Path",
  "axum::http::StatusCode",
  "serde::Deserialize",
  "serde::Serialize",
  "serde_json::Value",
  "std::collections::BTreeMap",
  "utoipa::ToSchema",
  "uuid::Uuid",
] as const;

/** Rust code in which what is imported is called by its short name. */
export function shortened(text: string, imports: readonly string[]): string {
  return imports.reduce((code, name) => code.replaceAll(name, shortOf(name)), text);
}

/** The names that some code uses in full and that could be imported, because it has nothing else of that name. */
export function importable(text: string): readonly string[] {
  return NAMES.filter((name) => text.includes(name) && !isDeclared(text, shortOf(name)));
}

/** The same, of which a file has imported each. `code` is the file without comments and strings. */
export function imported(text: string, code: string): readonly string[] {
  const uses = code.match(/^\s*(?:pub\s+)?use\s[^;]+;/gm) ?? [];
  return importable(text).filter((name) => {
    const [crate = ""] = name.split("::");
    const short = new RegExp(String.raw`\b${shortOf(name)}\s*[,;}]`);
    return uses.some((use) => new RegExp(String.raw`use\s+${crate}\b`).test(use) && short.test(use));
  });
}

function isDeclared(text: string, name: string): boolean {
  return new RegExp(String.raw`\b(?:struct|enum)\s+${name}\b`).test(text);
}

function shortOf(name: string): string {
  return name.split("::").at(-1) ?? name;
}
