import type { HintSubject } from "./hint-subject.ts";
import type { HintRow } from "./hint-row.ts";
import { readMediaType } from "#core/text/http/media-type.ts";

/** Differences in a header. */
export const HEADER_HINTS: readonly HintRow[] = [
  {
    code: "content-type-charset",
    gap: "the charset of a content type",
    sentence: (subject) =>
      both(subject, "content-type", (python, rust) => isSameButCharset(python, rust))
        ? "The same media type with another charset; set the header to what Python sends."
        : undefined,
  },
  {
    code: "cookie-token",
    gap: "a session cookie",
    sentence: ({ class: found, severity, pointer, python, rust }) =>
      found === "header" &&
      severity === "cosmetic" &&
      pointer === "set-cookie" &&
      isOnlyValue(python?.text) &&
      isOnlyValue(rust?.text)
        ? "The cookie's value is another, as that of a token must be; each side has to accept what the other made."
        : undefined,
  },
  {
    code: "cookie-attribute",
    gap: "the attributes of a cookie",
    sentence: ({ class: found, pointer, python, rust }) =>
      found === "header" &&
      pointer === "set-cookie" &&
      // Another value, and one that only Rust sets, was asked for by somebody.
      rust === undefined &&
      /^[^=;]+: (?:Path=\/|SameSite=lax)$/i.test(python?.text ?? "")
        ? "Rust's cookie lacks an attribute: Starlette sets `Path=/` and `SameSite=lax` by itself, the `cookie` crate sets nothing that it is not told."
        : undefined,
  },
  {
    code: "cookie-protection",
    gap: "Secure and HttpOnly of a cookie",
    sentence: ({ class: found, pointer, python, rust }) => {
      if (found !== "header" || pointer !== "set-cookie") return undefined;
      const name = /^[^=;]+: (Secure|HttpOnly|Partitioned)$/.exec(python?.text ?? rust?.text ?? "")?.[1];
      if (name === undefined || (python !== undefined && rust !== undefined)) return undefined;
      const [has, lacks] = rust === undefined ? ["Python", "Rust"] : ["Rust", "Python"];
      const mend =
        rust === undefined
          ? `call \`.${SETTERS[name] ?? "secure"}(true)\` on the cookie`
          : "leave it out, or set it in Python too";
      return `${has} protects this cookie by \`${name}\`, ${lacks} does not: ${mend}.`;
    },
  },
  {
    code: "cors-header",
    gap: "CORS",
    sentence: ({ class: found, pointer, rust, answers }) => {
      if (found !== "header" || !pointer.startsWith("access-control-") || rust !== undefined) return undefined;
      return answers.rust.headers.some(([name]) => name.startsWith("access-control-"))
        ? "Rust answers with other headers of CORS and not with this one: set its `CorsLayer` up as Python's `CORSMiddleware` is."
        : "Python's `CORSMiddleware` sends this header, Rust does not: add tower-http's `CorsLayer` with the same origins.";
    },
  },
  {
    code: "compression",
    gap: "the threshold of compression",
    sentence: ({ class: found, pointer, python, rust }) =>
      found === "header" && pointer === "content-encoding" && (python === undefined || rust === undefined)
        ? "Only one side compresses this answer: Starlette's `GZipMiddleware` starts at 500 bytes, tower-http's `CompressionLayer` at 32; set the same threshold, or neither."
        : undefined,
  },
  {
    code: "location-id",
    gap: "the address of something new",
    sentence: ({ class: found, pointer, python, rust }) =>
      found === "header" && pointer === "location" && isSameButIds(python?.text, rust?.text)
        ? "The two addresses differ only in a random id, as they must; whether the id is right shows where it is used."
        : undefined,
  },
  {
    code: "redirect-address",
    gap: "the address of a redirect",
    sentence: ({ class: found, severity, pointer, python, rust }) => {
      if (found !== "header" || pointer !== "location" || severity !== "cosmetic") return undefined;
      if (isPathOf(python?.text, rust?.text))
        return "Starlette writes the whole address of a redirect, Rust its path; clients follow both.";
      return isPathOf(rust?.text, python?.text)
        ? "Rust writes the whole address of a redirect, Python its path; clients follow both."
        : undefined;
    },
  },
];

const SETTERS: Readonly<Record<string, string>> = {
  Secure: "secure",
  HttpOnly: "http_only",
  Partitioned: "partitioned",
};

/** Is the one the path of the other's whole address? Then clients end up at the same place. */
function isPathOf(address: string | undefined, path: string | undefined): boolean {
  return /^https?:/.test(address ?? "") && address?.replace(/^https?:\/\/[^/]*/, "") === path;
}

function isSameButCharset(python: string, rust: string): boolean {
  const [left, right] = [readMediaType(python), readMediaType(rust)];
  const others = ({ parameters }: typeof left): string =>
    parameters.filter((each) => !each.startsWith("charset=")).join(";");
  return left.essence === right.essence && others(left) === others(right);
}

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
