import type { Hint, Severity } from "#core/model/run/difference.ts";
import { joinTexts } from "../matching/ids-in-texts.ts";
import type { IdRenaming } from "../matching/renaming-ids.ts";
import type { AnswerPair } from "#core/gaps/hint-subject.ts";

const UUID = /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/gi;

/**
 * Where something new was made, its id is random on each side: two addresses that differ in nothing but ids that the
 * run knows to go together, or in UUIDs that nobody knows, are told and do not fail. An id that stands for another one
 * elsewhere does, and so does one that is not the id in the side's own body where the other side's is.
 */
export function disagreementOfIds(
  python: string,
  rust: string,
  answers: AnswerPair,
  renaming: IdRenaming,
): { readonly severity: Severity; readonly hint?: Hint } {
  const isUuid = (text: string): boolean => text.replaceAll(UUID, "") === "" && text !== "";
  const copy = renaming.copy();
  const joined = joinTexts(python, rust, {
    renaming: copy,
    mayJoin: (left, right) => isUuid(left) && isUuid(right),
  });
  if (joined === "differs") return { severity: "breaking" };
  if (joined !== "passes") return { severity: "breaking", hint: joined };
  const isInBody = { python: areIdsInBody(python, answers.python), rust: areIdsInBody(rust, answers.rust) };
  return isInBody.python === isInBody.rust ? { severity: "cosmetic" } : { severity: "breaking", hint: OTHER_ID };
}

/** Whether two headers differ in nothing but ids that the run knows to go together. */
export function areSameButKnownIds(python: string, rust: string, renaming: IdRenaming): boolean {
  return joinTexts(python, rust, { renaming: renaming.copy(), mayJoin: () => false }) === "passes";
}

const OTHER_ID: Hint = {
  code: "location-other-id",
  text: "On one side the id in Location is the one in the body, on the other it is not: Location leads to something else than what was made.",
};

/** Whether the UUIDs of an address stand in the body beside it. */
function areIdsInBody(address: string, { body }: AnswerPair["python"]): boolean {
  const ids = address.match(UUID) ?? [];
  return body.kind === "text" && ids.some((id) => body.text.toLowerCase().includes(id.toLowerCase()));
}
