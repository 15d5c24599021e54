import { expect, test } from "vitest";

import { endpointKey } from "#core/model/endpoint.ts";
import type { Verdict } from "#core/model/run/verdict.ts";
import { EndpointResults } from "#core/parity/run/endpoint-results.ts";
import { endpointVerdict } from "#core/parity/run/endpoint-verdict.ts";

import { caseOf } from "./case-of.ts";

/** `failed 1 of 3: reason` */
function checkVerdict(...verdicts: readonly Verdict[]): string {
  const results = new EndpointResults();
  for (const [i, verdict] of verdicts.entries()) {
    results.add({
      case: { ...caseOf("GET", "/nodes"), expect: [200] },
      verdict,
      ...(verdict === "failed" && { reason: `reason ${i}` }),
      exchanges: {},
      coverage: { compared: 1, ignored: 0, loosened: 0 },
      ruleHits: [],
    });
  }
  const endpoint = endpointKey("GET", "/nodes");
  const { verdict, matched, cases, reason } = endpointVerdict({
    endpoint,
    results,
    handlers: {},
    at: "",
  });
  return `${verdict} ${matched} of ${cases}${reason === undefined ? "" : `: ${reason}`}`;
}

test("failed comes before differs, and differs before match", () => {
  expect(checkVerdict("match", "match")).toBe("match 2 of 2");
  expect(checkVerdict("match", "differs")).toBe("differs 1 of 2");
  expect(checkVerdict("differs", "failed", "match", "failed")).toBe("failed 1 of 4: reason 1");
});

test("nothing reached is a failure", () => {
  expect(checkVerdict()).toMatchInlineSnapshot(
    `"failed 0 of 0: No case of this endpoint was reached. None of its cases was run."`,
  );
});
