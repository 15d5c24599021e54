import { expect, test } from "vitest";

import type { Finding } from "#core/model/finding.ts";

import { GateFindings } from "../../src/server/gate-findings.ts";
import { EMPTY_SNAPSHOT } from "../../src/server/project-snapshot.ts";

function finding(code: string, file: string, severity: Finding["severity"] = "error"): Finding {
  const start = { line: 3, character: 0 };
  return { code, severity, place: { file, range: { start, end: start } }, facts: {} };
}

test("findings of gates are shown until the gate runs again or their file changes, once each", () => {
  const gates = new GateFindings();
  const snapshot = { ...EMPTY_SNAPSHOT, findings: [finding("contract-lacks-route", "main.rs", "warning")] };
  const shown = (): readonly string[] =>
    gates.addTo(snapshot).findings.map(({ code, severity, place }) => `${code} ${severity} ${place?.file}`);
  gates.take({ kind: "gate-started", name: "contract" });
  expect(gates.running).toEqual(["contract"]);
  const findings = [finding("contract-lacks-route", "main.rs"), finding("contract-stale-text", "openapi.json")];
  gates.take({ kind: "gate-ended", result: { name: "contract", outcome: { kind: "failed" }, checked: [], findings } });
  expect(gates.running).toEqual([]);
  expect(shown()).toEqual(["contract-lacks-route error main.rs", "contract-stale-text error openapi.json"]);
  gates.forget("openapi.json");
  expect(shown()).toEqual(["contract-lacks-route error main.rs"]);
  gates.take({ kind: "gate-started", name: "contract" });
  expect(shown()).toEqual(["contract-lacks-route warning main.rs"]);
});
