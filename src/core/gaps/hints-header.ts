import type { HintSubject } from "./hint-subject.ts";
import type { HintRow } from "./hint-row.ts";
import { readMediaType } from "#core/text/http/media-type.ts";

/** Differences in a header. */
export const HEADER_HINTS: readonly HintRow[] = [
  {
    code: "content-type-charset",
    sentence: (subject) =>
      both(subject, "content-type", (python, rust) => readMediaType(python).essence === readMediaType(rust).essence)
        ? "The same media type with another charset; set the header to what Python sends."
        : undefined,
  },
  {
    code: "cookie-token",
    sentence: ({ class: found, pointer, python, rust }) =>
      found === "header" && pointer === "set-cookie" && isOnlyValue(python?.text) && isOnlyValue(rust?.text)
        ? "The cookie's value is another. Where it is a token this must be so; then each side has to accept what the other made."
        : undefined,
  },
  {
    code: "cookie-attribute",
    sentence: ({ class: found, pointer, python, rust }) =>
      found === "header" &&
      pointer === "set-cookie" &&
      [python, rust].some((side) => /^[^=;]+: /.test(side?.text ?? ""))
        ? "An attribute of the cookie is another: Starlette sets `Path=/` and `SameSite=lax` by itself, the `cookie` crate sets nothing that it is not told."
        : undefined,
  },
  {
    code: "cors-header",
    sentence: ({ class: found, pointer, rust }) =>
      found === "header" && pointer.startsWith("access-control-") && rust === undefined
        ? "Python's `CORSMiddleware` sends this header, Rust does not: add tower-http's `CorsLayer` with the same origins."
        : undefined,
  },
  {
    code: "compression",
    sentence: ({ class: found, pointer, python, rust }) =>
      found === "header" && pointer === "content-encoding" && (python === undefined || rust === undefined)
        ? "Only one side compresses this answer: Starlette's `GZipMiddleware` starts at 500 bytes, tower-http's `CompressionLayer` at 32; set the same threshold, or neither."
        : undefined,
  },
  {
    code: "location-id",
    sentence: ({ class: found, pointer, python, rust }) =>
      found === "header" && pointer === "location" && isSameButIds(python?.text, rust?.text)
        ? "The two addresses differ only in a random id, as they must; whether the id is right shows where it is used."
        : undefined,
  },
  {
    code: "redirect-address",
    sentence: ({ class: found, pointer, python, rust }) =>
      found === "header" && pointer === "location" && /^https?:/.test(python?.text ?? "") && rust?.text.startsWith("/")
        ? "Starlette writes the whole address of a redirect, Rust its path; clients follow both."
        : undefined,
  },
];

function both(
  { class: found, pointer, python, rust }: HintSubject,
  name: string,
  isCause: (python: string, rust: string) => boolean,
): boolean {
  return (
    found === "header" &&
    pointer === name &&
    python !== undefined &&
    rust !== undefined &&
    isCause(python.text, rust.text)
  );
}

const UUID = /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/gi;

function isSameButIds(python: string | undefined, rust: string | undefined): boolean {
  if (python === undefined || rust === undefined || python === rust) return false;
  const bare = (text: string): string => text.replace(/^https?:\/\/[^/]*/, "").replaceAll(UUID, "");
  return bare(python) === bare(rust) && python.search(UUID) >= 0;
}

/** `session=abc`, without attributes: the values are what differs. */
function isOnlyValue(text: string | undefined): boolean {
  return text !== undefined && /^[^=;:]+=[^;]*$/.test(text);
}
