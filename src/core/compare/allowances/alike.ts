import { NOTHINGS, type Nothing } from "#core/model/rules/allowance.ts";
import {
  type JsonDocument,
  ARRAY,
  NONE,
  NULL,
  OBJECT,
  STRING,
  kindOf,
  sizeOf,
  stringOf,
} from "#core/text/json/json-document.ts";
import { listOf, refined, type Shape } from "#core/text/yaml/yaml-shape.ts";
import { choice } from "#core/text/yaml/yaml-values.ts";
import type { AllowanceKind } from "./allowance-kind.ts";

const word = choice(NOTHINGS);

/** YAML reads `null` as nothing, which is what is meant. */
const nothing: Shape<Nothing> = {
  schema: { anyOf: [word.schema, { type: "null" }] },
  read: (node, at) => (node.kind === "scalar" && node.value === null ? "null" : word.read(node, at)),
};

/** `alike: [null, empty list, absent]` */
export const ALIKE: AllowanceKind<readonly Nothing[]> = {
  role: "presence",
  meaning: (words) =>
    words === undefined
      ? "Which of these ways to say nothing are the same: null, absent, empty list, empty object, empty text. At least two."
      : `The same: ${words.join(", ")}.`,
  servesHeaders: false,
  shape: refined(listOf(nothing), { minItems: 2 }, (words, range, at) => {
    if (words.length > 1) return words;
    at.report("yaml-wrong-type", range, { key: at.path, expected: "a list of at least two", found: "a shorter one" });
    return undefined;
  }),
};

/** In which of these ways a node says nothing; undefined where it says something. `NONE` is absent. */
export function nothingOf(document: JsonDocument, node: number): Nothing | undefined {
  if (node === NONE) return "absent";
  const kind = kindOf(document, node);
  if (kind === NULL) return "null";
  if (kind === ARRAY) return sizeOf(document, node) === 0 ? "empty list" : undefined;
  if (kind === OBJECT) return sizeOf(document, node) === 0 ? "empty object" : undefined;
  return kind === STRING && stringOf(document, node) === "" ? "empty text" : undefined;
}
