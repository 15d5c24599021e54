import { pointerNames } from "#core/text/json/json-pointer.ts";
import { readJson } from "#core/text/json/json-reader.ts";
import type { HintRow } from "./hint-row.ts";
import { ifReadAlike } from "./if-texts.ts";

/** Why two sides probably leave other rows behind. */
export const EFFECT_HINTS: readonly HintRow[] = [
  {
    code: "effect-missing",
    gap: "a row that Rust does not write",
    sentence: ({ class: found, pointer }) => {
      const done = found === "missing" ? whatIsDone(pointer) : undefined;
      if (done === undefined) return undefined;
      const forgotten = done.isTable
        ? "a statement that the port left out, or a transaction that is not committed"
        : "a call that the port left out";
      return `Python ${done.text}, Rust does not: look for ${forgotten}.`;
    },
  },
  {
    code: "effect-extra",
    gap: "a row that Python does not write",
    sentence: ({ class: found, pointer }) => {
      const done = found === "extra" ? whatIsDone(pointer) : undefined;
      if (done === undefined) return undefined;
      const added = done.isTable
        ? "a statement that the port added, or for what Python rolls back"
        : "a call that the port added";
      return `Rust ${done.text}, Python does not: look for ${added}.`;
    },
  },
  {
    code: "json-as-text",
    gap: "JSON in a text column",
    sentence: (subject) =>
      ifReadAlike(
        subject,
        plainJson,
        () =>
          'Both texts are the same JSON, spelt otherwise: Python\'s `json.dumps` writes a blank after `,` and `:` and escapes what is not ASCII, serde_json does neither: use `separators=(",", ":")` and `ensure_ascii=False`, or write it so in Rust.',
      ),
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

/** What one side does at this place of an effect; undefined for a value within a row. */
function whatIsDone(pointer: string): { readonly text: string; readonly isTable: boolean } | undefined {
  const [name = "", list = "", row, column] = pointerNames(pointer);
  if (column !== undefined) return undefined;
  const [, kind] = /^\$\{(data|service|stub)\b.*\}$/.exec(name) ?? [];
  const verbs = VERBS[kind ?? "table"];
  const verb = verbs?.[row === undefined ? "all" : "one"][list];
  return { text: verb === undefined ? `writes to ${name}` : `${verb} ${name}`, isTable: kind === undefined };
}

type Verbs = Readonly<Record<string, string>>;

/** By what it is done to, and by list of the effect: to what comes after it. */
const VERBS: Readonly<Record<string, Readonly<Record<"all" | "one", Verbs>>>> = {
  table: {
    all: { inserted: "inserts into", updated: "updates rows of", deleted: "deletes rows of" },
    one: { inserted: "inserts this row into", updated: "updates this row of", deleted: "deletes this row of" },
  },
  data: {
    all: { inserted: "makes files in", updated: "changes files in", deleted: "removes files from" },
    one: { inserted: "makes this file in", updated: "changes this file in", deleted: "removes this file from" },
  },
  service: {
    all: { inserted: "writes keys into", updated: "changes keys of", deleted: "removes keys from" },
    one: { inserted: "writes this key into", updated: "changes this key of", deleted: "removes this key from" },
  },
  stub: { all: { asked: "sends requests to" }, one: { asked: "sends this request to" } },
};
