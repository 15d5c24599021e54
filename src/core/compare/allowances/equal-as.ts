import { MEASURES, type Measure } from "#core/model/rules/allowance.ts";
import { STRING } from "#core/text/json/json-document.ts";
import { isSameDecimal, readDecimal } from "#core/text/json/json-number.ts";
import { isSameJsonText } from "#core/text/json/same-json-text.ts";
import { normalPercentEncoding } from "#core/text/http/percent-encoding.ts";
import { readDuration } from "#core/text/time/durations.ts";
import { isNear, readAnyMoment } from "#core/text/time/moments.ts";
import { choice } from "#core/text/yaml/yaml-values.ts";
import type { AllowanceKind } from "./allowance-kind.ts";
import { textsOf } from "./scalar-pair.ts";

/** `equal as: decimal` */
export const EQUAL_AS: AllowanceKind<Measure> = {
  role: "value",
  meaning: (measure) =>
    measure === undefined
      ? "Two texts that are the same, read as this: decimal (1.50, 1.5), json, duration (P1D, 24h), moment (the same one in another zone), url."
      : `Both texts are the same ${measure}, however it is spelt.`,
  servesHeaders: true,
  shape: choice(MEASURES),
  concerns: (kind) => kind === STRING,
  allows: (pair, measure) => {
    const texts = textsOf(pair);
    return texts !== undefined && SAME[measure](...texts);
  },
  proposes: (pair) => {
    const texts = textsOf(pair);
    return texts === undefined ? [] : MEASURES.filter((measure) => SAME[measure](...texts));
  },
};

const DECIMAL = /^-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?$/;

const SAME: Readonly<Record<Measure, (python: string, rust: string) => boolean>> = {
  decimal: (python, rust) =>
    [python, rust].every((text) => DECIMAL.test(text)) && isSameDecimal(readDecimal(python), readDecimal(rust)),
  json: (python, rust) => isSameJsonText(python, rust),
  duration: (python, rust) => {
    const length = readDuration(python);
    return length !== undefined && length === readDuration(rust);
  },
  moment: (python, rust) => {
    const [left, right] = [readAnyMoment(python), readAnyMoment(rust)];
    if (left === undefined || right === undefined) return false;
    return (left.offset === "") === (right.offset === "") && isNear(left, right, 0);
  },
  url: (python, rust) => {
    const [left, right] = [URL.parse(python), URL.parse(rust)];
    return left !== null && right !== null && normalPercentEncoding(left.href) === normalPercentEncoding(right.href);
  },
};
