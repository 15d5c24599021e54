import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { createSmallProject, type SmallProject, type SmallProjectOptions } from "../servers/small-project.ts";
import { portolan } from "./example.ts";

const SERVER = join(import.meta.dirname, "../servers/emptying-server.ts");

function createProject(options: SmallProjectOptions): Promise<SmallProject> {
  const start = `${process.execPath} --no-warnings ${SERVER} \${port} "$DATABASE" sent.log`;
  return createSmallProject({
    start: { python: start, rust: start },
    settings: "",
    seed: "INSERT INTO nodes VALUES ('north'), ('south');",
    ...options,
  });
}

/** What one side was sent, in its order. */
function sentTo({ folder }: SmallProject, side: "python" | "rust"): readonly string[] {
  return readFileSync(join(folder, side, "sent.log"), "utf8")
    .trim()
    .split("\n");
}

test("what deletes or resets everything by its name is sent only where a case file asks for it", async () => {
  await using project = await createProject({
    endpoints: [
      ["GET", "/nodes"],
      ["DELETE", "/nodes"],
      ["POST", "/reset"],
    ],
    files: { "cases/reset.yaml": "- { endpoint: POST /reset, name: asked for }\n" },
  });
  const { stdout } = await portolan(project.folder, ["check"]);
  for (const side of ["python", "rust"] as const) {
    expect(sentTo(project, side)).toContain("POST /reset");
    expect(sentTo(project, side)).not.toContain("DELETE /nodes");
  }
  expect(stdout).toContain("`DELETE /nodes` is not sent unasked: it may delete all there is");
  expect(stdout).not.toContain("`POST /reset` is not sent");
});

test("a request that empties a table is told, put back, and never sent unasked again", async () => {
  await using project = await createProject({
    endpoints: [
      ["POST", "/tidy/{zone}"],
      ["POST", "/zones"],
    ],
  });
  const first = await portolan(project.folder, ["check", "--report", "json=run.json"]);
  expect(first.stdout).toContain(
    "`POST /tidy/{zone}`, made from the contract, emptied nodes in Portolan's own database.",
  );
  // The case after it sees the base again.
  expect(JSON.parse(readFileSync(join(project.folder, "run.json"), "utf8"))).toMatchObject({
    cases: [{}, { exchanges: { rust: { outcome: { body: { text: '[{"name":"north"},{"name":"south"}]' } } } } }],
  });
  expect(sentTo(project, "rust")).toEqual(["POST /tidy/1", "POST /zones"]);
  expect(JSON.parse(readFileSync(join(project.folder, ".portolan/never-unasked.json"), "utf8"))).toEqual({
    version: 1,
    endpoints: [{ endpoint: "POST /tidy/{}", emptied: ["nodes"] }],
  });
  const second = await portolan(project.folder, ["check"]);
  expect(second.stdout).toContain("`POST /tidy/{zone}` is not sent unasked: in an earlier run it emptied nodes.");
  expect(sentTo(project, "rust")).toEqual(["POST /tidy/1", "POST /zones", "POST /zones"]);
});
