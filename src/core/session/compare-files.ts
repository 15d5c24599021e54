import { type ComparisonResult, compareExchanges } from "#core/compare/compare-exchanges.ts";
import { ruleFindings } from "#core/compare/rules/rule-findings.ts";
import type { AnswerBody, Exchange } from "#core/model/run/exchange.ts";
import type { Finding } from "#core/model/finding.ts";
import type { Rule } from "#core/model/rules/rule.ts";
import { UserError } from "#core/model/user-error.ts";
import { secretsInBody } from "#core/secrets/find-secrets.ts";
import { SecretGate } from "#core/secrets/secret-gate.ts";
import { readJson } from "#core/text/json/json-reader.ts";
import { readSavedExchange } from "./kept/saved-exchange.ts";

/** A file to compare: a body, or an exchange that a run saved. */
export interface ComparedFile {
  readonly name: string;
  readonly body: AnswerBody;
}

export interface FileComparison {
  readonly result: ComparisonResult;
  /** What is wrong with the rules: unused, expired, too broad. */
  readonly findings: readonly Finding[];
}

/** What is compared, with which rules, and what the clock says. */
export interface FileComparisonOptions {
  readonly left: ComparedFile;
  readonly right: ComparedFile;
  /** They apply whatever endpoint they are for. */
  readonly rules: readonly Rule[];
  readonly isTimeUp: () => boolean;
  /** A date, `2026-11-23`. */
  readonly today: string;
}

/**
 * Compares two files as a run compares two answers: the left one stands for Python's, the right one for Rust's. Bodies
 * are JSON, JSON Lines or events by the ending of a name, or JSON where both are. Throws a UserError where one is a
 * saved exchange and the other is not.
 */
export function compareFiles({ left, right, rules, isTimeUp, today }: FileComparisonOptions): FileComparison {
  const saved = { python: savedIn(left), rust: savedIn(right) };
  if ((saved.python === undefined) !== (saved.rust === undefined)) {
    const [exchange, body] = saved.python === undefined ? [right, left] : [left, right];
    throw new UserError(
      `${exchange.name} is a saved exchange and ${body.name} is a body; compare two exchanges or two bodies.`,
    );
  }
  const type = contentType(left, right);
  const result = compareExchanges({
    python: saved.python ?? asExchange(left, type),
    rust: saved.rust ?? asExchange(right, type),
    rules: rules.map((rule, index) => ({ rule, index })),
    isTimeUp,
  });
  return {
    result: maskComparison(saved.python === undefined ? withoutStatus(result) : result, [left, right]),
    findings: ruleFindings(rules, result.ruleHits, { today }),
  };
}

/** What the two bodies hold as secrets is not printed. */
function maskComparison(result: ComparisonResult, files: readonly ComparedFile[]): ComparisonResult {
  const gate = new SecretGate();
  for (const { body } of files) if (body.kind === "text") gate.learnAnswered(secretsInBody(body.text));
  return gate.comparison(result);
}

function savedIn({ body }: ComparedFile): Exchange | undefined {
  return body.kind === "text" ? readSavedExchange(body.text) : undefined;
}

/** Two bodies have no status to be compared; without it, two empty ones have nothing at all. */
function withoutStatus(result: ComparisonResult): ComparisonResult {
  const { compared, ignored, loosened } = result.coverage;
  const coverage = { compared: Math.max(0, compared - 2), ignored, loosened };
  if (result.verdict !== "match" || coverage.compared + ignored + loosened > 0) return { ...result, coverage };
  return { ...result, verdict: "failed", reason: "Both files are empty, so that nothing was compared.", coverage };
}

const TYPES_BY_ENDING: readonly (readonly [ending: RegExp, type: string])[] = [
  [/\.json$/i, "application/json"],
  [/\.(?:ndjson|jsonl)$/i, "application/x-ndjson"],
  [/\.sse$/i, "text/event-stream"],
];

/** One type for both, so that the names of the files make no difference. */
function contentType(left: ComparedFile, right: ComparedFile): string | undefined {
  const named = TYPES_BY_ENDING.find(([ending]) => ending.test(left.name) || ending.test(right.name));
  if (named !== undefined) return named[1];
  return isJson(left) && isJson(right) ? "application/json" : undefined;
}

function isJson({ body }: ComparedFile): boolean {
  return body.kind === "text" && readJson(body.text).kind === "document";
}

function asExchange({ body }: ComparedFile, type: string | undefined): Exchange {
  return {
    request: { method: "GET", url: "http://127.0.0.1/", headers: [] },
    outcome: {
      kind: "answer",
      status: 200,
      headers: type === undefined ? [] : [["content-type", type]],
      body,
      durationMs: 0,
    },
  };
}
