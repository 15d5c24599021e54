import { expect, test } from "vitest";

import { compareExchanges } from "#core/compare/compare-exchanges.ts";
import { IdRenaming } from "#core/compare/matching/renaming-ids.ts";
import type { Exchange } from "#core/model/run/exchange.ts";
import { handOnValues } from "#core/parity/run/run-scenario.ts";

/** Captured values as JSON text, Python's then Rust's. */
type Pair = readonly [python: string, rust: string];

function answer(body: string, location = "/"): Exchange {
  return {
    request: { method: "GET", url: "http://127.0.0.1:1/", headers: [] },
    outcome: {
      kind: "answer",
      status: 200,
      headers: [
        ["content-type", "application/json"],
        ["location", location],
      ],
      body: { kind: "text", text: body },
      durationMs: 1,
    },
  };
}

/** The differences that are left between two answers once a scenario has handed on a pair, and how many values it loosened. */
function checkHandedOn([left, right]: Pair, python: Exchange, rust: Exchange, effects?: Pair): string {
  const renaming = new IdRenaming();
  handOnValues(left, right, renaming);
  const { differences, coverage } = compareExchanges({
    python,
    rust,
    rules: [],
    renaming,
    ...(effects && { effects: { python: effects[0], rust: effects[1] } }),
  });
  const lines = differences.map(({ part, class: found, pointers }) => `${part} ${found} ${pointers.python ?? ""}`);
  return [...lines, `${coverage.loosened} loosened`].join("\n");
}

const IDS: Pair = ['"k7Gq2XwLp9"', '"Zt4bN8vRm1"'];

test("each side's own id passes by itself, within a path and in a header, and counts as loosened", () => {
  const python = answer('{"id": "k7Gq2XwLp9", "self": "/nodes/k7Gq2XwLp9?x=1"}', "/nodes/k7Gq2XwLp9");
  const rust = answer('{"id": "Zt4bN8vRm1", "self": "/nodes/Zt4bN8vRm1?x=1"}', "/nodes/Zt4bN8vRm1");
  expect(checkHandedOn(IDS, python, rust)).toBe("4 loosened");
});

test("a UUID in capitals does not pass for one in small letters", () => {
  const [python, rust] = ["0b9d6f80-3c1d-4b0e-9d3c-0a1b2c3d4e5f", "1C9D6F80-3C1D-4B0E-9D3C-0A1B2C3D4E5F"];
  const found = checkHandedOn([`"${python}"`, `"${rust}"`], answer(`{"id":"${python}"}`), answer(`{"id":"${rust}"}`));
  expect(found).toBe("body value /id\n0 loosened");
});

test("half a surrogate pair in an id ends no run", () => {
  const ids: Pair = [String.raw`"\ud800/k7Gq2XwLp9"`, String.raw`"\ud800/Zt4bN8vRm1"`];
  expect(checkHandedOn(ids, answer(`{"id":${ids[0]}}`), answer(`{"id":${ids[1]}}`))).toBe("2 loosened");
});

test("another id, and the right id in another place, still differ", () => {
  const python = answer('{"id": "k7Gq2XwLp9", "self": "/nodes/k7Gq2XwLp9"}');
  const rust = answer('{"id": "Qy3cV7sDf5", "self": "/zones/Zt4bN8vRm1"}');
  expect(checkHandedOn(IDS, python, rust)).toBe("body value /id\nbody value /self\n0 loosened");
});

test("rows are found again by the id that is their key", () => {
  const rows = (id: string): string => `{"nodes":{"key":["id"],"deleted":[{"id":"${id}"},{"id":"other"}]}}`;
  const equal = answer("{}");
  expect(checkHandedOn(IDS, equal, equal, [rows("k7Gq2XwLp9"), rows("Zt4bN8vRm1")])).toBe("2 loosened");
});

test("a short number could be anything, and does not pass without a rule", () => {
  expect(checkHandedOn(["7", "8"], answer('{"id": 7}'), answer('{"id": 8}'))).toBe("body value /id\n0 loosened");
});
