import type { Hint, Severity } from "#core/model/run/difference.ts";
import type { AnswerPair, HintSubject } from "./hint-subject.ts";
import type { HintRow } from "./hint-row.ts";
import { ANSWER_HINTS } from "./hints-answer.ts";
import { EFFECT_HINTS } from "./hints-effect.ts";
import { FORM_HINTS } from "./hints-form.ts";
import { HEADER_HINTS } from "./hints-header.ts";
import { NUMBER_HINTS } from "./hints-number.ts";
import { REJECTION_HINTS } from "./hints-rejection.ts";
import { SHAPE_HINTS } from "./hints-shape.ts";
import { SPELLING_HINTS } from "./hints-spelling.ts";
import { TEXT_HINTS } from "./hints-text.ts";
import { TIME_HINTS } from "./hints-time.ts";

/** All causes that are known, the surest first. */
export const HINTS: readonly HintRow[] = [
  ...REJECTION_HINTS,
  ...ANSWER_HINTS,
  ...HEADER_HINTS,
  ...TIME_HINTS,
  ...SPELLING_HINTS,
  ...NUMBER_HINTS,
  ...TEXT_HINTS,
  ...FORM_HINTS,
  ...SHAPE_HINTS,
];

/** Those that can be why rows differ: what is about JSON as it is sent explains no row. */
const ROW_HINTS: readonly HintRow[] = [
  ...EFFECT_HINTS,
  ...TIME_HINTS,
  ...SPELLING_HINTS,
  ...NUMBER_HINTS,
  ...FORM_HINTS,
];

/** The first cause that explains a difference; no hint rather than a doubtful one. */
export function hintFor(subject: HintSubject): Hint | undefined {
  for (const { code, sentence } of subject.part === "effect" ? ROW_HINTS : HINTS) {
    const text = sentence(subject);
    if (text !== undefined) return { code, text };
  }
  return undefined;
}

/** The same for a header's values; a side that lacks it has none. `severity` is how much it matters that they differ. */
export function hintForHeader(
  answers: AnswerPair,
  name: string,
  python: string | undefined,
  rust: string | undefined,
  severity?: Severity,
): Hint | undefined {
  return hintFor({
    ...(severity !== undefined && { severity }),
    class: "header",
    part: "header",
    answers,
    pointer: name,
    ...(python !== undefined && { python: { kind: "string", text: python, names: [] } }),
    ...(rust !== undefined && { rust: { kind: "string", text: rust, names: [] } }),
  });
}
