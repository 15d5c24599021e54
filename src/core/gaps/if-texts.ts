import type { HintSubject } from "./hint-subject.ts";

/** The sentence about two texts that differ; undefined where one of the values is no text, or an empty one. */
export function ifTexts(
  { class: found, python, rust }: HintSubject,
  sentence: (python: string, rust: string) => string | undefined,
): string | undefined {
  if (found !== "value" || python?.kind !== "string" || rust?.kind !== "string") return undefined;
  return python.text === "" || rust.text === "" ? undefined : sentence(python.text, rust.text);
}

/** The sentence where `read` makes the same of both texts; it gives undefined for a text that is not of the sort. */
export function ifReadAlike(
  subject: HintSubject,
  read: (text: string) => bigint | string | undefined,
  sentence: (python: string, rust: string) => string,
): string | undefined {
  return ifTexts(subject, (python, rust) => {
    const [left, right] = [read(python), read(rust)];
    return left !== undefined && left === right ? sentence(python, rust) : undefined;
  });
}
