import type { LedgerRow, Status } from "#core/model/ledger.ts";
import type { EndpointVerdict } from "#core/model/run/verdict.ts";

const minuteMs = 60_000;

/**
 * How long ago something was, in words that change at most once a minute.
 * `at` is ISO 8601, `nowMs` milliseconds since 1970. 90 s → `1 min ago`
 */
export function ageText(at: string, nowMs: number): string {
  const minutes = Math.floor((nowMs - Date.parse(at)) / minuteMs);
  if (!(minutes >= 1)) return "just now";
  if (minutes < 60) return `${minutes} min ago`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours} h ago`;
  const days = Math.floor(hours / 24);
  return days === 1 ? "yesterday" : `${days} days ago`;
}

/** What came out, without age: `12 of 12`, `6 of 6 generated`, `1 of 12 differs`, `could not be compared`. */
export function verdictText(verdict: EndpointVerdict): string {
  return `${outcomeText(verdict)}${verdict.isGenerated && verdict.verdict !== "failed" ? " generated" : ""}`;
}

function outcomeText(verdict: EndpointVerdict): string {
  const different = verdict.cases - verdict.matched;
  switch (verdict.verdict) {
    case "match":
      return `${verdict.matched} of ${verdict.cases}`;
    case "differs":
      return `${different} of ${verdict.cases} ${different === 1 ? "differs" : "differ"}`;
    case "failed":
      return "could not be compared";
  }
}

/** A status in words, for people. */
export function statusText(status: Status): string {
  return STATUS_TEXTS[status];
}

const STATUS_TEXTS: Readonly<Record<Status, string>> = {
  kept: "stays with Python",
  "not-comparable": "not comparable",
  unported: "not ported",
  "rust-only": "only in Rust",
  "contract-only": "only in the contract",
  stub: "stub",
  "no-cases": "no case",
  ported: "never compared",
  stale: "changed since",
  verified: "verified",
  differs: "differs",
  failed: "failed",
};

const MARKS: Readonly<Partial<Record<Status, string>>> = { verified: "✓", differs: "✗", failed: "⚠" };

/**
 * One endpoint's state in a line: the last verdict with its age, or why there is none.
 * `12 of 12 · 2 min ago`, `1 of 12 differs · just now`, `12 of 12 · changed since`, `not ported`
 */
export function rowText({ verdict, status }: LedgerRow, nowMs: number): string {
  if (verdict !== undefined && MARKS[status] !== undefined)
    return `${verdictText(verdict)} · ${ageText(verdict.at, nowMs)}`;
  if (verdict !== undefined && status === "stale") return `${verdictText(verdict)} · ${statusText(status)}`;
  return statusText(status);
}

/**
 * As `rowText`, for where there is little room and an icon tells the status: `12 of 12`, `6 generated`, `1 differs`,
 * `never run`
 */
export function shortRowText({ verdict, status }: LedgerRow): string {
  if (verdict === undefined || (status !== "verified" && status !== "differs"))
    return SHORT_TEXTS[status] ?? statusText(status);
  const { cases, matched, isGenerated } = verdict;
  if (status === "differs") return `${cases - matched} ${cases - matched === 1 ? "differs" : "differ"}`;
  return isGenerated === true ? `${matched} generated` : `${matched} of ${cases}`;
}

const SHORT_TEXTS: Readonly<Partial<Record<Status, string>>> = {
  kept: "kept",
  "contract-only": "only in contract",
  ported: "never run",
  stale: "stale",
};

/** As `rowText`, for where no icon stands beside it: `✓ 12 of 12 · 2 min ago` */
export function markedRowText(row: LedgerRow, nowMs: number): string {
  const mark = row.verdict === undefined ? undefined : MARKS[row.status];
  return mark === undefined ? rowText(row, nowMs) : `${mark} ${rowText(row, nowMs)}`;
}

/** Whether a Rust handler can be written for it. */
export function canBeStubbed({ status, python, method }: LedgerRow): boolean {
  return status === "unported" && python.length > 0 && method !== "ANY" && method !== "CONNECT";
}

/** Whether both sides have a handler to ask: anything else cannot be run. */
export function isRunnable(row: LedgerRow): boolean {
  return !["kept", "not-comparable", "unported", "rust-only", "contract-only"].includes(row.status);
}
