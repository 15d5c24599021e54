import { VALIDATION_BODY } from "#core/model/run/difference.ts";
import type { Answer } from "#core/model/run/exchange.ts";
import type { HintSubject } from "./hint-subject.ts";
import { isFastApiError } from "./refused-field.ts";
import type { HintRow } from "./hint-row.ts";
import { readJson } from "#core/text/json/json-reader.ts";
import { headerValue, readMediaType } from "#core/text/http/media-type.ts";

/** With what axum's extractors reject. */
const REJECTING: ReadonlySet<number> = new Set([400, 413, 415, 422]);

/** Differences of a whole answer: its status, its headers, a body of another kind. */
export const ANSWER_HINTS: readonly HintRow[] = [
  {
    code: "validation-status",
    gap: "the status of a validation error",
    sentence: ({ class: found, answers: { python, rust } }) => {
      if (found !== "status" || !REJECTING.has(rust.status)) return undefined;
      if (python.status !== 422 && python.status !== 400) return undefined;
      const isFastApis = python.status === 422 && isFastApiError(python);
      // A handler may answer with such a status for reasons of its own.
      if (!isFastApis && !isAxumRejection(rust)) return undefined;
      const shape = isFastApis
        ? `FastAPI's \`{"detail": […]}\``
        : "the shape of errors that the application has of its own";
      return `${isFastApis ? "FastAPI" : "Python"} answers ${python.status} to input that it refuses; axum's extractors reject with ${rust.status}: map the rejection to ${python.status} with ${shape}.`;
    },
  },
  {
    code: VALIDATION_BODY,
    gap: "the errors that a refused request is answered with",
    sentence: ({ part, class: found, answers: { python, rust } }) =>
      part === "body" && found !== "not-json" && python.status === 422 && rust.status === 422 && isFastApiError(python)
        ? 'Both refuse the request, and tell the errors otherwise: FastAPI answers `{"detail": […]}` with `type`, `loc`, `msg` and `input` of each error. Write the same list where Rust maps its rejections, which mends all of them.'
        : undefined,
  },
  {
    code: "rejection-as-text",
    gap: "the body of a validation error",
    sentence: (subject) =>
      subject.class === "not-json" &&
      REJECTING.has(statusOf(subject).rust) &&
      essenceOf(subject, "rust") === "text/plain" &&
      isAxumRejection(subject.answers.rust)
        ? "Rust answered with the plain text of an axum rejection: map it to the JSON that Python answers."
        : undefined,
  },
  {
    code: "empty-error",
    gap: "an unknown path, a wrong method, or a status alone",
    sentence: (subject) =>
      subject.class === "missing" &&
      subject.answers.rust.body.kind === "empty" &&
      [404, 405].includes(statusOf(subject).rust) &&
      statusOf(subject).python === statusOf(subject).rust
        ? 'axum answers an unknown path or method with an empty body, as does a handler that returns a `StatusCode` alone; Starlette writes `{"detail": …}`: add fallback handlers, or write the body in the handler.'
        : undefined,
  },
  {
    code: "head-answered",
    gap: "HEAD on a GET route",
    sentence: (subject) =>
      isAnsweredByRustAlone(subject) && subject.request?.method === "HEAD"
        ? "Python does not allow HEAD here and Rust answers it: axum answers HEAD on each GET route; decide, and refuse it where the contract does not list it."
        : undefined,
  },
  {
    code: "method-answered",
    gap: "a method that Python does not allow",
    sentence: (subject) =>
      isAnsweredByRustAlone(subject) && subject.request?.method !== "HEAD"
        ? "Python does not allow this method here and Rust answers it: leave the route out in Rust, or add it to the contract and to Python."
        : undefined,
  },
  {
    code: "trailing-slash",
    gap: "a slash at the end of the path",
    sentence: ({ class: found, request, answers }) =>
      found === "status" &&
      answers.python.status === 307 &&
      answers.rust.status === 404 &&
      isSlashRedirect(answers.python.headers, request?.url ?? "")
        ? "Starlette redirects to the path with or without its slash at the end, axum answers 404: add `NormalizePath` or a redirect."
        : undefined,
  },
  {
    code: "body-charset",
    gap: "a body in Latin-1 without a word of it",
    sentence: ({ class: found, answers: { python, rust } }) => {
      if (found !== "encoding") return undefined;
      const isLatin1 = (one: Answer, other: Answer): boolean =>
        one.body.kind === "binary" && other.body.kind === "text" && one.body.latin1 === other.body.text;
      if (isLatin1(python, rust))
        return "Python sends Latin-1 without naming it, Rust the same text in UTF-8: name the charset in its Content-Type, or send UTF-8.";
      return isLatin1(rust, python)
        ? "Rust sends Latin-1 without naming it, Python the same text in UTF-8: send UTF-8."
        : undefined;
    },
  },
  {
    code: "cut-off",
    gap: "a body that breaks off",
    sentence: ({ class: found, answers: { python, rust } }) =>
      found === "not-json" && isCutOff(python, rust)
        ? "One body is the beginning of the other and breaks off: look for a limit, a time-out, or a panic while it was written."
        : undefined,
  },
  {
    code: "byte-order-mark",
    gap: "a byte order mark",
    sentence: ({ class: found, answers: { python, rust } }) => {
      const [left, right] = [python.body, rust.body].map(
        (body) => body.kind === "text" && body.text.startsWith("\uFEFF"),
      );
      return found === "not-json" && left !== right
        ? `${left === true ? "Python" : "Rust"} begins the body with a byte order mark, which JSON must not have (RFC 8259, section 8.1); leave it out (\`utf-8\`, not \`utf-8-sig\`).`
        : undefined;
    },
  },
  {
    code: "nan",
    gap: "NaN and infinities",
    sentence: ({ class: found, answers: { python, rust } }) =>
      found === "not-json" &&
      // What both have makes neither of them worse than the other.
      [python, rust].filter(({ body }) => body.kind === "text" && hasNotFinite(body.text)).length === 1
        ? "One side wrote `NaN` or `Infinity`, which is not JSON; Python's `json` does so unless it is told `allow_nan=False`, serde_json writes `null`: decide what the contract says."
        : undefined,
  },
];

/** Python says that the method is not allowed, and Rust answers with success. */
function isAnsweredByRustAlone({ class: found, answers }: HintSubject): boolean {
  return found === "status" && answers.python.status === 405 && answers.rust.status < 300;
}

/** What axum's own rejections begin with (axum 0.7 and 0.8, `extract::rejection`). */
function isAxumRejection({ body }: Answer): boolean {
  return (
    body.kind === "text" &&
    /^(?:Failed to (?:deserialize|parse|buffer)|Expected request with|Invalid URL)/.test(body.text)
  );
}

/** Whether a number that is not finite stands where JSON has a value; within a text it is a word like others. */
function hasNotFinite(body: string): boolean {
  const bare = body.slice(0, 100_000).replaceAll(/"(?:[^"\\]|\\.)*(?:"|$)/g, '""');
  return /(?:^|[:[,])\s*-?(?:NaN|Infinity)\s*(?:[,\]}]|$)/.test(bare);
}

/** Whether one body is the beginning of the other. */
function isCutOff(python: Answer, rust: Answer): boolean {
  const [left, right] = [python.body, rust.body].map((body) => (body.kind === "text" ? body.text : ""));
  if (left === undefined || right === undefined || left === "" || right === "") return false;
  const [short, long] = left.length < right.length ? [left, right] : [right, left];
  // Where the shorter one is whole, the other has something behind its end.
  return short.length < long.length && long.startsWith(short) && readJson(short).kind === "malformed";
}

function statusOf({ answers }: HintSubject): { readonly python: number; readonly rust: number } {
  return { python: answers.python.status, rust: answers.rust.status };
}

function essenceOf({ answers }: HintSubject, side: "python" | "rust"): string {
  return readMediaType(headerValue(answers[side].headers, "content-type") ?? "").essence;
}

/** Does it lead to the path that was asked for, but for a slash at its end? Only the path is looked at: the host is the side's own. */
function isSlashRedirect(headers: Answer["headers"], url: string): boolean {
  const asked = URL.parse(url);
  const target = URL.parse(headerValue(headers, "location") ?? "", url);
  if (asked === null || target === null || asked.pathname === target.pathname) return false;
  return asked.pathname.replace(/\/$/, "") === target.pathname.replace(/\/$/, "");
}
