import type { HintSubject } from "./hint-subject.ts";
import type { HintRow } from "./hint-row.ts";

/** What axum and serde write when they refuse a request, and what to do about it where Python takes it. */
const REFUSALS: readonly (Pick<HintRow, "code" | "gap"> & { readonly text: RegExp; readonly hint: string })[] = [
  {
    code: "query-refused",
    gap: "repeated and empty query values",
    text: /Failed to deserialize query string/,
    hint: "axum's `Query` refuses what FastAPI reads: repeated names and lists need `serde_html_form`, an empty or lenient value a `deserialize_with`.",
  },
  {
    code: "lenient-scalar",
    gap: "a text for a number or a bool in a body",
    text: /invalid type: (?:string|integer|floating point|boolean) .*?, expected (?:an? )?(?:[iuf]\d+|bool(?:ean)?|usize|isize|string)/,
    hint: 'Rust refuses a value that pydantic converts (`"16"`, `"true"`, `16.0`, 1): give the field a lenient `deserialize_with`, or make the contract strict on both sides.',
  },
  {
    code: "integer-range",
    gap: "whole numbers over the width of a field",
    text: /number out of range|invalid value: (?:integer|floating point) .*?, expected [iu]\d+/,
    hint: "Python's int has no limit, the field's type has one: use a wider type or a string, and say the limit in the contract.",
  },
  {
    code: "unknown-keys-refused",
    gap: "an unknown key that Rust forbids",
    text: /unknown field `/,
    hint: 'Rust refuses a member that it does not know. Either pydantic does not know it either and passes over it: remove `deny_unknown_fields`, or set `extra="forbid"` in Python; or Rust knows it by another name: `#[serde(rename)]`.',
  },
  {
    code: "duplicate-key-refused",
    gap: "the same key twice",
    text: /duplicate field `/,
    hint: "The same member stands twice: Python takes the last one, serde's derive refuses it; decide what the contract says.",
  },
  {
    code: "default-missing",
    gap: "a default for a missing member",
    text: /missing field `/,
    hint: "Rust requires a member that the request lacks. Either it has a default in Python: add `#[serde(default)]`, or `Option`; or the request names it otherwise, by an alias that Python knows: `#[serde(rename)]`.",
  },
  {
    code: "content-type-refused",
    gap: "a missing or wrong content type",
    text: /Expected request with `Content-Type: /,
    hint: "axum's extractor asks for a Content-Type that Python does not need: read the body as bytes, or accept the type that clients send.",
  },
  {
    code: "body-limit",
    gap: "an oversize body",
    text: /length limit exceeded/,
    hint: "axum takes bodies of up to 2 MB unless `DefaultBodyLimit` says otherwise; Starlette has no limit.",
  },
];

/** Requests that Python takes and Rust refuses, or the other way round. */
export const REJECTION_HINTS: readonly HintRow[] = [
  ...REFUSALS.map(({ code, gap, text, hint }): HintRow => ({
    code,
    gap,
    sentence: (subject) => (isRefusedByRust(subject) && text.test(textOf(subject, "rust")) ? hint : undefined),
  })),
  {
    code: "unknown-keys-allowed",
    gap: "an unknown key that Python forbids",
    sentence: (subject) =>
      isRefusedByPython(subject) && isAllUnknown(textOf(subject, "python"))
        ? "Python's model forbids unknown members, Rust passes over them: add `#[serde(deny_unknown_fields)]`."
        : undefined,
  },
  {
    code: "validation-left-out",
    gap: "a constraint that Rust lacks",
    sentence: (subject) =>
      isRefusedByPython(subject) && /"loc"\s*:\s*\[/.test(textOf(subject, "python"))
        ? "pydantic refuses this request, Rust takes it: check the constraint that the error names in Rust as well."
        : undefined,
  },
];

/** Whether unknown members are all that pydantic found; other errors beside them are causes as well. */
function isAllUnknown(errors: string): boolean {
  const types = [...errors.matchAll(/"type"\s*:\s*"(\w+)"/g)].map(([, type]) => type);
  return types.length > 0 && types.every((type) => type === "extra_forbidden");
}

function isRefusedByRust({ class: found, answers: { python, rust } }: HintSubject): boolean {
  return found === "status" && python.status < 300 && [400, 413, 415, 422].includes(rust.status);
}

function isRefusedByPython({ class: found, answers: { python, rust } }: HintSubject): boolean {
  return found === "status" && python.status === 422 && rust.status < 300;
}

function textOf({ answers }: HintSubject, side: "python" | "rust"): string {
  const { body } = answers[side];
  return body.kind === "text" ? body.text.slice(0, 10_000) : "";
}
