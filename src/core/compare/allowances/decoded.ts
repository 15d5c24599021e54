import { STRING } from "#core/text/json/json-document.ts";
import { listOf } from "#core/text/yaml/yaml-shape.ts";
import { text } from "#core/text/yaml/yaml-values.ts";
import { compareOpaque } from "#core/text/opaque/compare-opaque.ts";
import type { AllowanceKind } from "./allowance-kind.ts";
import { textsOf } from "./scalar-pair.ts";

/** `decoded: [exp, iat]` */
export const DECODED: AllowanceKind<readonly string[]> = {
  role: "value",
  meaning: (names) =>
    names === undefined
      ? "A cursor, a token or a signed cookie: what it says is compared in its place, but for the members named; [] for all of them."
      : `What the two say once they are decoded is the same${names.length === 0 ? "" : `, but for ${names.join(", ")}`}.`,
  servesHeaders: true,
  shape: listOf(text),
  concerns: (kind) => kind === STRING,
  allows: (pair, names) => {
    const texts = textsOf(pair);
    return texts !== undefined && compareOpaque(...texts, new Set(names)).kind === "same payload";
  },
  proposes: (pair) => {
    const texts = textsOf(pair);
    return texts !== undefined && compareOpaque(...texts).kind === "same payload" ? [[]] : [];
  },
};
