import { expect, test } from "vitest";

import { compareExchanges } from "#core/compare/compare-exchanges.ts";
import { markRepeated } from "#core/compare/mark-repeated.ts";
import type { Exchange } from "#core/model/run/exchange.ts";

/** An answer whose body counts how often it is asked for its text. */
function countedExchange(text: string): { readonly exchange: Exchange; readonly reads: () => number } {
  let reads = 0;
  const body = {
    kind: "text" as const,
    get text(): string {
      reads += 1;
      return text;
    },
  };
  const exchange: Exchange = {
    request: { method: "GET", url: "http://127.0.0.1:1/", headers: [] },
    outcome: { kind: "answer", status: 200, headers: [["content-type", "application/json"]], body, durationMs: 1 },
  };
  return { exchange, reads: () => reads };
}

test.each([1, 300])("%i differences of a body cost one look at the answers to the second sending", (count) => {
  const texts = { python: Array.from({ length: count }, (_, at) => at), rust: Array.from({ length: count }, () => -1) };
  const [python, rust] = [countedExchange(JSON.stringify(texts.python)), countedExchange(JSON.stringify(texts.rust))];
  const { differences } = compareExchanges({ python: python.exchange, rust: rust.exchange, rules: [] });
  expect(differences).toHaveLength(count);
  const again = countedExchange(JSON.stringify(texts.rust));
  const marked = markRepeated(
    differences,
    { exchanges: { python: python.exchange, rust: rust.exchange } },
    { exchanges: { python: python.exchange, rust: again.exchange } },
  );
  expect(marked.every(({ isRepeated }) => isRepeated === true)).toBe(true);
  expect(again.reads()).toBeLessThanOrEqual(4);
});
