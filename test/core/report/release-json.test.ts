import { readFileSync } from "node:fs";

import { Ajv } from "ajv";
import { expect, test } from "vitest";

import { endpointKey } from "#core/model/endpoint.ts";
import type { Release } from "#core/model/gates/release.ts";
import { releaseJson } from "#core/report/gate/release-json.ts";

const sha256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

const RELEASE: Release = {
  version: 1,
  portolan: "0.1.0",
  binary: { file: "core-server-rs/target/release/core-server-rs", sha256, bytes: 9_437_184 },
  contract: { file: "openapi/openapi.json", sha256 },
  project: { file: "portolan.yaml", sha256 },
  milestones: ["nodes"],
  gates: [
    { name: "contract", outcome: "passed" },
    { name: "assets", outcome: "waived", reason: "The dashboard is served by nginx." },
  ],
  endpoints: [
    { endpoint: endpointKey("GET", "/api/nodes/{node_id}"), state: "verified", cases: 4, isCalled: true },
    { endpoint: endpointKey("GET", "/legacy"), state: "kept", reason: "Goes with Python.", isCalled: false },
  ],
  times: { at: "2026-12-01T06:50:00.000Z", durationMs: 48_120 },
};

const isValid = new Ajv().compile(
  JSON.parse(readFileSync(new URL("../../../media/portolan-release.schema.json", import.meta.url), "utf8")),
);

test("a release is what the published schema says, with its times last", () => {
  const text = releaseJson(RELEASE);
  expect([isValid(JSON.parse(text)), isValid.errors]).toEqual([true, null]);
  expect(Object.keys(JSON.parse(text)).at(-1)).toBe("times");
  const later = releaseJson({ ...RELEASE, times: { at: "2026-12-02T06:50:00.000Z", durationMs: 1 } });
  expect(later.slice(0, later.indexOf('"times"'))).toBe(text.slice(0, text.indexOf('"times"')));
});

test.each([
  ["another version", { version: 2 }],
  ["a hash that is none", { contract: { file: "openapi.json", sha256: "ABC" } }],
  ["a gate that failed", { gates: [{ name: "contract", outcome: "failed" }] }],
  ["a gate that is waived for no reason", { gates: [{ name: "contract", outcome: "waived" }] }],
  ["an endpoint that was verified by no case", { endpoints: [{ ...RELEASE.endpoints[0], cases: 0 }] }],
  ["no endpoint at all", { endpoints: [] }],
])("the schema refuses %s", (_, change) => {
  expect(isValid({ ...RELEASE, ...change })).toBe(false);
});
