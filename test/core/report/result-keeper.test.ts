import { expect, it } from "vitest";
import type { Exchange } from "#core/model/run/exchange.ts";
import type { CaseResult, Verdict } from "#core/model/run/verdict.ts";
import { ResultKeeper } from "#core/report/run/result-keeper.ts";
import { endpointKey } from "#core/model/endpoint.ts";

const BODY = "x".repeat(2_000);

function exchange(): Exchange {
  return {
    request: { method: "GET", url: "http://127.0.0.1:1/x", headers: [] },
    outcome: { kind: "answer", status: 200, headers: [], body: { kind: "text", text: BODY }, durationMs: 1 },
  };
}

function result(id: string, verdict: Verdict): CaseResult {
  const start = { line: 0, character: 0 };
  return {
    case: {
      id,
      endpoint: endpointKey("GET", "/x"),
      name: id,
      method: "GET",
      target: "/x",
      headers: [],
      body: { kind: "none" },
      isWriting: false,
      place: { file: "a.yaml", range: { start, end: start } },
    },
    verdict,
    differences: [],
    exchanges: { python: exchange(), rust: exchange() },
    effects: { python: BODY, rust: BODY },
    coverage: { compared: 1, ignored: 0, loosened: 0 },
    ruleHits: [],
  };
}

it("keeps what was said of each case, and bodies up to a budget, of cases that differ apart from those that match", () => {
  const keeper = new ResultKeeper({ match: 50_000, other: 20_000 });
  for (let index = 0; index < 10_000; index += 1) keeper.add(result(`match ${index}`, "match"));
  keeper.add(result("differs", "differs"));
  expect(keeper.results).toHaveLength(10_001);
  const withBodies = keeper.results.filter(({ exchanges, effects }) => exchanges.python && effects);
  expect(withBodies.map((each) => each.case.id)).toEqual(["match 0", "match 1", "match 2", "match 3", "differs"]);
  expect(JSON.stringify(keeper.results).split(BODY)).toHaveLength(withBodies.length * 4 + 1);
  expect(keeper.results[9_999]).toMatchObject({ verdict: "match", exchanges: {}, coverage: { compared: 1 } });
});
