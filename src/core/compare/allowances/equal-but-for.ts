import { TEXT_PARTS, type TextPart } from "#core/model/rules/allowance.ts";
import { STRING } from "#core/text/json/json-document.ts";
import { oneOrMore } from "#core/text/yaml/yaml-shape.ts";
import { choice } from "#core/text/yaml/yaml-values.ts";
import type { AllowanceKind } from "./allowance-kind.ts";
import { textsOf } from "./scalar-pair.ts";

/** `equal but for: [durations, uuids]` */
export const EQUAL_BUT_FOR: AllowanceKind<readonly TextPart[]> = {
  role: "value",
  meaning: (parts) =>
    parts === undefined
      ? "Two texts that are the same but for what stands in them: durations (12ms), numbers, uuids, moments."
      : `The same text but for the ${parts.join(" and ")} in it.`,
  servesHeaders: true,
  shape: oneOrMore(choice(TEXT_PARTS)),
  concerns: (kind) => kind === STRING,
  blank: (text, parts) => blanked(text, parts),
  allows: (pair, parts) => {
    const [python, rust] = textsOf(pair) ?? [];
    return python !== undefined && rust !== undefined && blanked(python, parts) === blanked(rust, parts);
  },
  proposes: (pair) => {
    const texts = textsOf(pair);
    // A text that is nothing else has narrower rules.
    const found = TEXT_PARTS.filter((part) => {
      const [python, rust] = (texts ?? []).map((text) => blanked(text, [part]));
      return python !== undefined && python === rust && python.trim().length > 1;
    });
    return found.slice(0, 1).map((part) => [part]);
  },
};

/** What each part looks like in a text; those that have others in them come first. */
const FORMS: Readonly<Record<TextPart, RegExp>> = {
  uuids: /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/gi,
  moments: /\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:?\d\d)?/g,
  durations:
    /(?<![\w.])\d+(?:\.\d+)?\s?(?:ns|us|µs|ms|s|m|h|d|secs?|seconds?|mins?|minutes?|hours?|days?|milliseconds?|microseconds?|nanoseconds?)\b/g,
  numbers: /(?<![\w.])-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?(?![\w])/g,
};

function blanked(text: string, parts: readonly TextPart[]): string {
  return TEXT_PARTS.filter((part) => parts.includes(part)).reduce(
    (left, part) => left.replaceAll(FORMS[part], "\u0000"),
    text,
  );
}
