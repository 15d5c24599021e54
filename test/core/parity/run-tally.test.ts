import { expect, test } from "vitest";

import { endpointKey } from "#core/model/endpoint.ts";
import type { CaseResult } from "#core/model/run/verdict.ts";
import { RunTally } from "#core/parity/run/run-tally.ts";
import { exampleResult } from "../report/report-examples.ts";

test("the hits of a rule are counted by endpoint where it was tried at more than one", () => {
  const tally = new RunTally();
  const add = (path: string, ...hits: readonly number[]): void => {
    const result: CaseResult = {
      ...exampleResult(endpointKey("GET", path)),
      ruleHits: hits.map((count, rule) => ({ rule, hits: count })),
    };
    tally.addCase(result);
  };
  add("/a", 2, 1);
  add("/a", 1, 0);
  add("/b", 4);
  add("/c", 0);
  expect(tally.ruleHits()).toEqual([
    {
      rule: 0,
      hits: 7,
      byEndpoint: [
        { endpoint: "GET /a", hits: 3 },
        { endpoint: "GET /b", hits: 4 },
      ],
    },
    { rule: 1, hits: 1 },
  ]);
});
