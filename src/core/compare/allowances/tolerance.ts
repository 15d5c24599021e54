import type { AllowanceValues } from "#core/model/rules/allowance.ts";
import { NUMBER, kindOf } from "#core/text/json/json-document.ts";
import { optional, record, reportType, type Shape } from "#core/text/yaml/yaml-shape.ts";
import { integer } from "#core/text/yaml/yaml-values.ts";
import type { AllowanceKind } from "./allowance-kind.ts";
import { isTolerated, ulpsBetween } from "./number-distance.ts";
import { rawsOf } from "./scalar-pair.ts";

type Measures = AllowanceValues["tolerance"];

/** A decimal that is not negative, as it is written: `0.001`, `1e-9`. */
const decimal: Shape<string> = {
  schema: { type: "number", minimum: 0 },
  read: (node, at) => {
    const source = node.kind === "scalar" && typeof node.value === "number" ? node.source : "";
    return /^(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d{1,3})?$/.test(source)
      ? source
      : reportType(node, at, "a number that is not negative");
  },
};

const measures = record({
  absolute: optional("The largest distance.", decimal),
  relative: optional("The largest distance as a share of the greater number: 1e-9", decimal),
  ulps: optional("The largest distance in neighbouring doubles.", integer(1, 1_000_000)),
});

/** `tolerance: { relative: 1e-9 }` */
export const TOLERANCE: AllowanceKind<Measures> = {
  role: "value",
  meaning: (value) =>
    value === undefined
      ? "Two numbers are at most so far apart, by one of the measures given."
      : "The numbers are at most so far apart.",
  servesHeaders: true,
  shape: {
    schema: { ...measures.schema, minProperties: 1 },
    read: (node, at) => {
      if (node.kind === "map" && node.entries.length === 0)
        return reportType(node, at, "a mapping with absolute, relative or ulps");
      const written = measures.read(node, at);
      if (written === undefined) return undefined;
      const { absolute, relative, ulps } = written;
      return {
        ...(absolute !== undefined && { absolute }),
        ...(relative !== undefined && { relative }),
        ...(ulps !== undefined && { ulps }),
      };
    },
  },
  concerns: (kind) => kind === NUMBER,
  allows: (pair, value) => isTolerated(...rawsOf(pair), value),
  proposes: (pair) => (kindOf(pair.python, pair.pythonNode) === NUMBER ? near(...rawsOf(pair)) : []),
};

const NEAR_ULPS = [1, 4, 16];

/** From 10⁻¹⁸ to 10¹², as a person writes them. */
const POWERS_OF_TEN = Array.from({ length: 31 }, (_, at) => {
  const exponent = at - 18;
  if (exponent < -6) return `1e${exponent}`;
  return exponent < 0 ? `0.${"0".repeat(-exponent - 1)}1` : `1${"0".repeat(exponent)}`;
});

function near(left: string, right: string): readonly Measures[] {
  const isInteger = [left, right].every((raw) => /^-?\d+$/.test(raw));
  const distance = ulpsBetween(Number(left), Number(right));
  const ulps = isInteger ? undefined : NEAR_ULPS.find((each) => distance <= each);
  const relative = isInteger
    ? undefined
    : POWERS_OF_TEN.find((each) => Number(each) <= 0.01 && isTolerated(left, right, { relative: each }));
  const absolute = POWERS_OF_TEN.find((each) => isTolerated(left, right, { absolute: each }));
  return [
    ...(ulps === undefined ? [] : [{ ulps }]),
    ...(relative === undefined ? [] : [{ relative }]),
    ...(absolute === undefined ? [] : [{ absolute }]),
  ];
}
