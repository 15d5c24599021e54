import { expect, test } from "vitest";

import { type EndpointFinder, rowAt, rowNamedAt } from "../../src/server/ledger-places.ts";
import { sampleLedger, sampleRow } from "../protocol/sample-ledger.ts";

const ledger = sampleLedger([
  sampleRow("GET /outer", { python: "a.py:1-30" }),
  sampleRow("GET /inner", { python: "a.py:10-14", decorator: "a.py:9" }),
  sampleRow("GET /contract", { contract: "openapi.json:5-50" }),
]);

test("the narrowest handler holds the cursor", () => {
  expect(checkAt(rowAt, "a.py", 12)).toBe("GET /inner");
  expect(checkAt(rowAt, "a.py", 9)).toBe("GET /inner");
  expect(checkAt(rowAt, "a.py", 20)).toBe("GET /outer");
  expect(checkAt(rowAt, "a.py", 31)).toBe("none");
  expect(checkAt(rowAt, "openapi.json", 44)).toBe("GET /contract");
});

test("only what names an endpoint has a hover", () => {
  expect(checkAt(rowNamedAt, "a.py", 12)).toBe("none");
  expect(checkAt(rowNamedAt, "a.py", 10)).toBe("GET /inner");
  expect(checkAt(rowNamedAt, "openapi.json", 44)).toBe("none");
  expect(checkAt(rowNamedAt, "openapi.json", 5)).toBe("GET /contract");
});

/** `line` counts from one. */
function checkAt(find: EndpointFinder, file: string, line: number): string {
  return find(ledger, file, { line: line - 1, character: 5 })?.key ?? "none";
}
