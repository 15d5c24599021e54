import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, test } from "vitest";

import { createSmallProject } from "../servers/small-project.ts";
import { portolan } from "./example.ts";

test("without a contract the endpoints are those of the sources, and case files say what is sent", async () => {
  await using project = await createSmallProject({
    hasNoContract: true,
    endpoints: [
      ["GET", "/nodes"],
      ["GET", "/zones"],
    ],
    files: { "cases/nodes.yaml": "- { endpoint: GET /nodes, name: all, expect: 200 }\n" },
  });
  const before = await portolan(project.folder, ["ledger"]);
  expect(before.stdout).toMatch(/ported +GET +\/nodes/);
  expect(before.stdout).toMatch(/no-cases +GET +\/zones/);
  expect(before.stdout).not.toContain("contract");

  const run = await portolan(project.folder, ["check", "GET /nodes"]);
  expect([run.code, run.stdout]).toEqual([0, expect.stringContaining("1 endpoint: 1 verified")]);

  const after = await portolan(project.folder, ["ledger"]);
  expect(after.stdout).toMatch(/verified +GET +\/nodes/);
});

/** What is exported is there only once the server is built. */
const BUILD = "mv openapi.in openapi.json 2>/dev/null || test -f openapi.json";

test("portolan export builds the server, keeps the contract that a server prints, and says that it is from there", async () => {
  const document = JSON.stringify({
    openapi: "3.1.0",
    info: { title: "small", version: "1" },
    paths: {
      "/nodes": { get: { security: [{ bearer: [] }], responses: { 200: { description: "All nodes." } } } },
      "/zones": { get: { responses: { 200: { description: "All zones." } } } },
    },
  });
  await using project = await createSmallProject({
    hasNoContract: true,
    endpoints: [["GET", "/nodes"]],
    files: { "rust/openapi.in": document },
  });
  const file = join(project.folder, "portolan.yaml");
  const text = await readFile(file, "utf8");
  const none = await portolan(project.folder, ["export", "--yes"]);
  expect([none.code, none.stderr]).toEqual([2, expect.stringContaining("No server in portolan.yaml has an `export`")]);

  await writeFile(
    file,
    text.replace("folder: rust", `folder: rust\n    build: ${BUILD}\n    export: echo building; cat openapi.json`),
  );
  const asked = await portolan(project.folder, ["export"]);
  expect([asked.code, asked.stderr]).toEqual([2, expect.stringContaining("Nothing was run")]);
  expect(asked.stderr).toContain("openapi.in");
  expect((await portolan(project.folder, ["ledger"])).stdout).not.toContain("/zones");

  const taken = await portolan(project.folder, ["export", "--yes"]);
  expect([taken.code, taken.stdout]).toEqual([0, ".portolan/contract.json: 2 operations\n"]);
  const { stdout } = await portolan(project.folder, ["ledger"]);
  expect(stdout).toMatch(/contract-only +GET +\/zones/);
  expect(stdout).toContain("The contract is what a server's `export` printed");
  // The contract's own cases are sent now.
  const run = await portolan(project.folder, ["check", "GET /nodes"]);
  expect([run.code, run.stdout]).toEqual([0, expect.stringContaining("1 endpoint: 1 verified")]);
});
