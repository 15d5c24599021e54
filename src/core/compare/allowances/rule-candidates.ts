import { FORMATS, type Allowance, type Format } from "#core/model/rules/rule.ts";
import type { JsonDocument } from "#core/text/json/json-document.ts";
import { NUMBER, STRING, kindOf, rawOf, stringOf } from "#core/text/json/json-document.ts";
import { hasFormat } from "./rule-formats.ts";
import { isNear, readMoment } from "./rule-moments.ts";
import { isTolerated, ulpsBetween } from "./rule-numbers.ts";

/** Two scalars that disagree. */
export interface CandidatePair {
  readonly python: JsonDocument;
  readonly pythonNode: number;
  readonly rust: JsonDocument;
  readonly rustNode: number;
  /** The name of the member that they are, or that the array is in which they lie. */
  readonly name: string;
}

/** What could let two scalars pass, the narrowest first. They are still to be tried. */
export function candidatesFor(pair: CandidatePair): readonly Allowance[] {
  const kind = kindOf(pair.python, pair.pythonNode);
  return [...(kind === STRING ? forTexts(pair) : kind === NUMBER ? forNumbers(pair) : []), "type only", "ignore"];
}

/** From the most telling to those that nearly every text is spelt in. */
const TELLING: readonly Format[] = FORMATS.filter(
  (format) => !["rfc3339", "hex", "base64", "decimal"].includes(format),
);

const NEAR_MS = [1, 10, 100, 1000, 10_000, 60_000, 3_600_000, 86_400_000];

function forTexts({ python, pythonNode, rust, rustNode, name }: CandidatePair): readonly Allowance[] {
  const left = stringOf(python, pythonNode);
  const right = stringOf(rust, rustNode);
  const [leftMoment, rightMoment] = [readMoment(left), readMoment(right)];
  if (leftMoment !== undefined && rightMoment !== undefined) {
    const isSame = isNear(leftMoment, rightMoment, 0);
    const ms = isSame ? undefined : NEAR_MS.find((each) => isNear(leftMoment, rightMoment, each));
    return [
      { kind: "equal up to", parts: ["fraction digits"] },
      { kind: "equal up to", parts: ["offset"] },
      { kind: "equal up to", parts: ["offset", "fraction digits"] },
      ...(ms === undefined ? [] : [{ kind: "time tolerance", ms } as const]),
      { kind: "format", format: "rfc3339" },
    ];
  }
  const format = [...TELLING, ...FORMATS].find((each) => hasFormat(each, left) && hasFormat(each, right));
  const isId = isIdName(name) || format === "uuid" || format === "ulid";
  return [
    ...(isId ? (["renamed ids"] as const) : []),
    ...(format === undefined ? [] : [{ kind: "format", format } as const]),
  ];
}

const NEAR_ULPS = [1, 4, 16];
/** From 10⁻¹⁸ to 10¹², as a person writes them. */
const POWERS_OF_TEN = Array.from({ length: 31 }, (_, at) => {
  const exponent = at - 18;
  if (exponent < -6) return `1e${exponent}`;
  return exponent < 0 ? `0.${"0".repeat(-exponent - 1)}1` : `1${"0".repeat(exponent)}`;
});

function forNumbers({ python, pythonNode, rust, rustNode, name }: CandidatePair): readonly Allowance[] {
  const left = rawOf(python, pythonNode);
  const right = rawOf(rust, rustNode);
  const isInteger = [left, right].every((raw) => /^-?\d+$/.test(raw));
  const distance = ulpsBetween(Number(left), Number(right));
  const ulps = isInteger ? undefined : NEAR_ULPS.find((each) => distance <= each);
  const relative = isInteger
    ? undefined
    : POWERS_OF_TEN.find((each) => Number(each) <= 0.01 && isTolerated(left, right, { relative: each }));
  const absolute = POWERS_OF_TEN.find((each) => isTolerated(left, right, { absolute: each }));
  return [
    ...(isInteger && isIdName(name) ? (["renamed ids"] as const) : []),
    ...(ulps === undefined ? [] : [{ kind: "tolerance", ulps } as const]),
    ...(relative === undefined ? [] : [{ kind: "tolerance", relative } as const]),
    ...(absolute === undefined ? [] : [{ kind: "tolerance", absolute } as const]),
  ];
}

function isIdName(name: string): boolean {
  return /(?:^|_)(?:id|uuid|guid)s?$|[a-z](?:Id|Uuid)s?$/i.test(name);
}
