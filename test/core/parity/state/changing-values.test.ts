import { expect, test } from "vitest";

import { compareExchanges } from "#core/compare/compare-exchanges.ts";
import type { Exchange } from "#core/model/run/exchange.ts";
import { createClosingCheck } from "#core/parity/run/closing-check.ts";
import { jsonAnswer } from "../../compare/check-compare.ts";
import { caseOf } from "../case-of.ts";

/** The sides that contradict themselves where a case is answered so before all others, at the end, and a moment later. */
async function checkClosing(python: readonly unknown[], rust: readonly unknown[]): Promise<string> {
  const request = { method: "GET", url: "http://127.0.0.1:1/x", headers: [] };
  const exchange = (body: unknown): Exchange => ({ request, outcome: jsonAnswer(JSON.stringify(body)) });
  let sent = -1;
  const pair = {
    makeReady: () => Promise.resolve(),
    send: () => {
      sent++;
      return Promise.resolve({ python: exchange(python[sent]), rust: exchange(rust[sent]) });
    },
  };
  const clock = { sleep: () => Promise.resolve() };
  const closing = createClosingCheck(clock, new AbortController().signal);
  await closing.begin(pair, [caseOf("GET", "/x")]);
  const found = await closing.contradictions(pair, (_, { exchanges, renaming }) => ({
    ...compareExchanges({ ...exchanges, rules: [], renaming }),
  }));
  return found.map(({ side }) => side).join(", ");
}

test("what a side has kept outside its database is a contradiction", async () => {
  expect(await checkClosing([{ n: 1 }, { n: 2 }, { n: 2 }], [{ n: 1 }, { n: 1 }, { n: 1 }])).toBe("python");
  expect(await checkClosing([{ n: 1 }, { n: 2 }, { n: 2 }], [{ n: 1 }, { n: 2 }, { n: 2 }])).toBe("python, rust");
});

test("seconds since a start go on within a moment, and are none", async () => {
  expect(await checkClosing([{ up: 3 }, { up: 9 }, { up: 10 }], [{ up: 2 }, { up: 8 }, { up: 9 }])).toBe("");
});

test("free disk space, load and moments that changed on both sides are none", async () => {
  const before = { free: 120_000_000, load: 0.5, at: "2026-12-01T10:00:00Z" };
  const after = { free: 119_000_000, load: 1.25, at: "2026-12-01T10:00:05Z" };
  expect(await checkClosing([before, after, after], [before, after, after])).toBe("");
  expect(await checkClosing([before, after, after], [before, before, before])).toBe("python");
});
