import type { Difference } from "#core/model/difference.ts";
import type { AnswerPair } from "./hint-subject.ts";
import { hintFor } from "./hints.ts";
import { headerValue, readMediaType } from "./media-type.ts";
import { SEVERITIES } from "./severity.ts";

/**
 * Compares the Content-Type of two answers: another media type breaks a client, another parameter is a change.
 * Case, blanks, quotes and the order of parameters do not count.
 */
export function compareHeaders(answers: AnswerPair): readonly Difference[] {
  const name = "content-type";
  const python = headerValue(answers.python.headers, name);
  const rust = headerValue(answers.rust.headers, name);
  if (python === undefined && rust === undefined) return [];
  const left = readMediaType(python ?? "");
  const right = readMediaType(rust ?? "");
  const isSameEssence = left.essence === right.essence;
  if (isSameEssence && left.parameters.join(";") === right.parameters.join(";")) return [];
  const hint = hintFor({
    class: "header",
    part: "header",
    answers,
    pointer: name,
    ...(python !== undefined && { python: { kind: "string", text: python, names: [] } }),
    ...(rust !== undefined && { rust: { kind: "string", text: rust, names: [] } }),
  });
  return [
    {
      class: "header",
      severity: isSameEssence ? SEVERITIES.header : "breaking",
      part: "header",
      pointers: { ...(python !== undefined && { python: name }), ...(rust !== undefined && { rust: name }) },
      values: { ...(python !== undefined && { python }), ...(rust !== undefined && { rust }) },
      ...(hint !== undefined && { hint }),
    },
  ];
}
