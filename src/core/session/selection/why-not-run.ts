import type { Status } from "#core/model/ledger.ts";

/** Why an endpoint is not for both sides to answer, as the end of a sentence; undefined where it is. */
export function whyNotRun(status: Status): string | undefined {
  return NOT_RUN[status];
}

const NOT_RUN: Readonly<Partial<Record<Status, string>>> = {
  unported: "Rust does not serve the endpoint yet",
  stub: "Rust's handler is a stub",
  kept: "the endpoint stays with Python, as `not_migrated` says",
  "not-comparable": "what the endpoint does cannot be compared as a request and its answer",
};
