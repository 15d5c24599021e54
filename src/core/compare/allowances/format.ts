import { FORMATS, type Format } from "#core/model/rules/allowance.ts";
import { STRING } from "#core/text/json/json-document.ts";
import { choice } from "#core/text/yaml/yaml-values.ts";
import type { AllowanceKind } from "./allowance-kind.ts";
import { isRandomText } from "#core/text/opaque/random-text.ts";
import { holdFormat } from "./formats.ts";
import { readMoment } from "#core/text/time/moments.ts";
import { textsOf } from "./scalar-pair.ts";

/** `format: uuid` */
export const FORMAT: AllowanceKind<Format> = {
  role: "value",
  meaning: (format) => (format === undefined ? "Both texts are spelt so." : `Both values are spelt as ${format}.`),
  servesHeaders: true,
  shape: choice(FORMATS),
  concerns: (kind) => kind === STRING,
  allows: (pair, format) => {
    const texts = textsOf(pair);
    return texts !== undefined && holdFormat(format, ...texts);
  },
  proposes: (pair) => {
    const texts = textsOf(pair);
    if (texts === undefined) return [];
    if (texts.every((text) => readMoment(text) !== undefined)) return ["rfc3339"];
    const found = [...TELLING, ...VAGUE].find((each) => holdFormat(each, ...texts));
    // Many a word is spelt in a vague one.
    const isTold = found !== undefined && (!VAGUE.includes(found) || texts.every((text) => isRandomText(text)));
    return isTold ? [found] : [];
  },
};

const VAGUE: readonly Format[] = ["hex", "base64"];

/** From the most telling to those that many texts are spelt in. */
const TELLING: readonly Format[] = FORMATS.filter((format) => format !== "rfc3339" && !VAGUE.includes(format));
