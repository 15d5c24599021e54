import type { ComparisonResult } from "#core/compare/compare-exchanges.ts";
import { compareExchanges } from "#core/compare/compare-exchanges.ts";
import { endpointKey } from "#core/model/endpoint.ts";
import type { AnswerBody, Exchange } from "#core/model/run/exchange.ts";
import { type TestRule, jsonAnswer } from "./check-compare.ts";

/** What one side answered; JSON where nothing else is said. */
export interface Side {
  readonly status?: number;
  readonly headers?: readonly (readonly [name: string, value: string])[];
  readonly body?: string | AnswerBody;
  readonly method?: string;
}

/** Compares what two servers on two ports answered: Python's on 18001, Rust's on 18002. */
export function compareSides(python: Side, rust: Side, rules: readonly TestRule[] = []): ComparisonResult {
  const start = { line: 0, character: 0 };
  return compareExchanges({
    python: exchange(18001, python),
    rust: exchange(18002, rust),
    rules: rules.map(([target, allow], index) => ({
      index,
      rule: {
        endpoints: [endpointKey("GET", "/api/x")],
        target: typeof target === "string" ? { part: "body", path: target } : target,
        allow,
        reason: "as the test says",
        place: { file: "portolan.yaml", range: { start, end: start } },
      },
    })),
  });
}

/** The verdict, and the codes of the hints. */
export function checkSides(python: Side, rust: Side, rules: readonly TestRule[] = []): string {
  const { verdict, differences } = compareSides(python, rust, rules);
  return [verdict, ...differences.flatMap(({ hint }) => hint?.code ?? [])].join(" ");
}

/** The same of two JSON bodies. */
export function checkBodies(python: string, rust: string, rules: readonly TestRule[] = []): string {
  return checkSides({ body: python }, { body: rust }, rules);
}

/** The same of two headers beside equal bodies. */
export function checkHeaders(name: string, python: string, rust: string, rest: Side = {}): string {
  return checkSides({ ...rest, headers: [[name, python]] }, { ...rest, headers: [[name, rust]] });
}

function exchange(port: number, { status = 200, headers = [], body = "{}", method = "GET" }: Side): Exchange {
  const hasType = headers.some(([name]) => name === "content-type");
  return {
    request: { method, url: `http://127.0.0.1:${port}/api/x`, headers: [] },
    outcome: {
      ...jsonAnswer("", status),
      headers: hasType ? headers : [["content-type", "application/json"], ...headers],
      body: typeof body === "string" ? { kind: "text", text: body } : body,
    },
  };
}
