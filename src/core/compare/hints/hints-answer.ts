import type { HintSubject } from "./hint-subject.ts";
import type { HintRow } from "./hint-row.ts";
import { headerValue, readMediaType } from "../bodies/media-type.ts";

/** With what axum's extractors reject. */
const REJECTING: ReadonlySet<number> = new Set([400, 413, 415, 422]);

/** Differences of a whole answer: its status, its headers, a body of another kind. */
export const ANSWER_HINTS: readonly HintRow[] = [
  {
    code: "validation-status",
    sentence: (subject) =>
      subject.class === "status" && subject.answers.python.status === 422 && REJECTING.has(subject.answers.rust.status)
        ? `FastAPI answers ${subject.answers.python.status} to input that it refuses; axum's extractors reject with ${subject.answers.rust.status}: map the rejection to 422 with FastAPI's \`{"detail": […]}\`.`
        : undefined,
  },
  {
    code: "rejection-as-text",
    sentence: (subject) =>
      subject.class === "not-json" &&
      REJECTING.has(statusOf(subject).rust) &&
      essenceOf(subject, "rust") === "text/plain"
        ? "Rust answered with the plain text of an axum rejection: map it to the JSON that Python answers."
        : undefined,
  },
  {
    code: "empty-error",
    sentence: (subject) =>
      subject.class === "missing" &&
      subject.answers.rust.body.kind === "empty" &&
      [404, 405].includes(statusOf(subject).rust) &&
      statusOf(subject).python === statusOf(subject).rust
        ? 'axum answers an unknown path or method with an empty body, Starlette with `{"detail": …}`: add fallback handlers.'
        : undefined,
  },
  {
    code: "head-answered",
    sentence: ({ class: found, answers }) =>
      found === "status" && answers.python.status === 405 && answers.rust.status < 300
        ? "Python does not allow this method here and Rust answers it; axum answers HEAD on each GET route: decide, and refuse it where the contract does not list it."
        : undefined,
  },
  {
    code: "trailing-slash",
    sentence: ({ class: found, answers }) =>
      found === "status" &&
      answers.python.status === 307 &&
      answers.rust.status === 404 &&
      isSlashRedirect(answers.python.headers)
        ? "Starlette redirects to the path with or without its slash at the end, axum answers 404: add `NormalizePath` or a redirect."
        : undefined,
  },
  {
    code: "nan",
    sentence: ({ class: found, answers: { python, rust } }) =>
      found === "not-json" &&
      [python, rust].some(({ body }) => body.kind === "text" && NOT_FINITE.test(body.text.slice(0, 100_000)))
        ? "One side wrote `NaN` or `Infinity`, which is not JSON; Python's `json` does so unless it is told `allow_nan=False`, serde_json writes `null`: decide what the contract says."
        : undefined,
  },
];

/** A number that is not finite where JSON has a value. */
const NOT_FINITE = /[:[,]\s*-?(?:NaN|Infinity)\s*[,\]}]/;

function statusOf({ answers }: HintSubject): { readonly python: number; readonly rust: number } {
  return { python: answers.python.status, rust: answers.rust.status };
}

function essenceOf({ answers }: HintSubject, side: "python" | "rust"): string {
  return readMediaType(headerValue(answers[side].headers, "content-type") ?? "").essence;
}

function isSlashRedirect(headers: HintSubject["answers"]["python"]["headers"]): boolean {
  return headers.some(([name]) => name === "location");
}
