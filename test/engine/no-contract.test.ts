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
  expect(before.stdout).not.toContain("contract");

  const run = await portolan(project.folder, ["check", "GET /nodes"]);
  expect([run.code, run.stdout]).toEqual([0, expect.stringContaining("1 endpoint: 1 verified")]);

  const after = await portolan(project.folder, ["ledger"]);
  expect(after.stdout).toMatch(/verified +GET +\/nodes/);
});
