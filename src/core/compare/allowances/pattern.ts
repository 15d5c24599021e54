import { STRING } from "#core/text/json/json-document.ts";
import { createIRegexp } from "#core/text/json-path/i-regexp.ts";
import { refined } from "#core/text/yaml/yaml-shape.ts";
import { text } from "#core/text/yaml/yaml-values.ts";
import type { AllowanceKind } from "./allowance-kind.ts";
import { textsOf } from "./scalar-pair.ts";

/** `pattern: "NODE-[0-9]{6}"` */
export const PATTERN: AllowanceKind<string> = {
  role: "value",
  meaning: (pattern) =>
    pattern === undefined
      ? "Both texts are, as a whole, what the pattern says (I-Regexp, RFC 9485): NODE-[0-9]{6}"
      : `Both texts are, as a whole, \`${pattern}\`.`,
  servesHeaders: true,
  shape: refined(text, {}, (value, range, at) => {
    const reading = createIRegexp(value);
    if (reading.kind === "regexp") return value;
    at.report("rule-pattern-unreadable", range, { key: at.path, text: value, reason: `${reading.reason}.` });
    return undefined;
  }),
  concerns: (kind) => kind === STRING,
  allows: (pair, pattern) => {
    const reading = createIRegexp(pattern);
    return reading.kind === "regexp" && textsOf(pair)?.every((each) => reading.regexp.matches(each)) === true;
  },
};
