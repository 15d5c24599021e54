import { readJson } from "#core/text/json/json-reader.ts";
import type { HintRow } from "./hint-row.ts";

/** Why two sides probably leave other rows behind. */
export const EFFECT_HINTS: readonly HintRow[] = [
  {
    code: "effect-missing",
    sentence: ({ class: found, pointer }) => {
      const [, table = "", list, row, column] = pointer.split("/");
      if (found !== "missing" || column !== undefined) return undefined;
      const what = row === undefined ? VERBS[list ?? ""]?.(nameOf(table)) : ROWS[list ?? ""]?.(nameOf(table));
      return `Python ${what ?? `writes to ${nameOf(table)}`}, Rust does not: look for a statement that the port left out, or a transaction that is not committed.`;
    },
  },
  {
    code: "effect-extra",
    sentence: ({ class: found, pointer }) => {
      const [, table = "", list, row, column] = pointer.split("/");
      if (found !== "extra" || column !== undefined) return undefined;
      const what = row === undefined ? VERBS[list ?? ""]?.(nameOf(table)) : ROWS[list ?? ""]?.(nameOf(table));
      return `Rust ${what ?? `writes to ${nameOf(table)}`}, Python does not: look for a statement that the port added, or for what Python rolls back.`;
    },
  },
  {
    code: "json-as-text",
    sentence: ({ class: found, python, rust }) => {
      if (found !== "value" || python?.kind !== "string" || rust?.kind !== "string") return undefined;
      const [left, right] = [plainJson(python.text), plainJson(rust.text)];
      return left !== undefined && left === right
        ? 'Both texts are the same JSON, spelt otherwise: Python\'s `json.dumps` writes a blank after `,` and `:` and escapes what is not ASCII, serde_json does neither: use `separators=(",", ":")` and `ensure_ascii=False`, or write it so in Rust.'
        : undefined;
    },
  },
];

/** A JSON object or array without blanks and escapes between which no reader tells; undefined for any other text. */
function plainJson(text: string): string | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  const reading = readJson(text);
  if (reading.kind === "malformed") return undefined;
  return text.replaceAll(/"(?:[^"\\]|\\.)*"|\s+/g, (part) => (part.startsWith('"') ? respelt(part) : ""));
}

function respelt(json: string): string {
  return JSON.stringify(JSON.parse(json));
}

const VERBS: Readonly<Record<string, (table: string) => string>> = {
  inserted: (table) => `inserts into ${table}`,
  updated: (table) => `updates rows of ${table}`,
  deleted: (table) => `deletes rows of ${table}`,
};

const ROWS: Readonly<Record<string, (table: string) => string>> = {
  inserted: (table) => `inserts this row into ${table}`,
  updated: (table) => `updates this row of ${table}`,
  deleted: (table) => `deletes this row of ${table}`,
};

function nameOf(token: string): string {
  return token.replaceAll("~1", "/").replaceAll("~0", "~");
}
