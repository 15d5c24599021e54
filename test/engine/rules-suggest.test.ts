import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { createSmallProject } from "../servers/small-project.ts";
import { portolan } from "./example.ts";

const SERVER = join(import.meta.dirname, "../servers/varying-server.ts");

function createProject() {
  const startOf = (side: string): string => `${process.execPath} --no-warnings ${SERVER} \${port} "$DATABASE" ${side}`;
  return createSmallProject({
    endpoints: [
      ["GET", "/nodes"],
      ["POST", "/nodes"],
    ],
    start: { python: startOf("python"), rust: startOf("rust") },
    settings: "",
  });
}

test("rules are proposed for what varies within a side, and what both sides repeat is named as a divergence", async () => {
  await using project = await createProject();
  const { code, stdout } = await portolan(project.folder, ["rules", "suggest"]);
  const proposed = [...stdout.matchAll(/^ {2}(?:path|effect|header): (.*)\n {2}allow: (.*)$/gm)];
  expect(proposed.map(([, path, allow]) => `${path} ${allow?.replace(/\d+ms|\ds/, "…")}`).toSorted()).toEqual([
    "$.at { time tolerance: … }",
    "$.id renamed ids",
    "$.nodes.inserted[*].name renamed ids",
  ]);
  // What varies in both endpoints gets one rule for both.
  expect(stdout).toContain("- endpoint: [GET /nodes, POST /nodes]\n  path: $.at\n");
  const repeated = [...stdout.matchAll(/^# no rule: (.*): Both sides repeat it: a divergence, not noise\./gm)];
  expect(repeated.map(([, what]) => what)).toEqual(
    ["GET /nodes", "POST /nodes"].flatMap((endpoint) =>
      ["content-type (header)", "/message_count (value)", "/total (value)", "/environment (value)"].map(
        (where) => `${endpoint}, contract at ${where}`,
      ),
    ),
  );
  expect(code).toBe(1);
});

test("whoever insists gets rules for them too, but none that says how two other values are spelt", async () => {
  await using project = await createProject();
  const { stdout } = await portolan(project.folder, ["rules", "suggest", "--insist", "GET /nodes"]);
  expect(stdout).toMatch(/path: \$\.total\n {2}allow: \{ tolerance: /);
  expect(stdout).toMatch(/path: \$\.environment\n {2}allow: type only/);
  expect(stdout).not.toContain("Both sides repeat it");
});

test("a run tells of each difference whether both sides repeat it", async () => {
  await using project = await createProject();
  await portolan(project.folder, ["check", "--report", "json=run.json"]);
  const run = JSON.parse(readFileSync(join(project.folder, "run.json"), "utf8")) as {
    readonly cases: readonly {
      readonly differences: readonly { readonly pointers: { readonly python: string }; readonly isRepeated?: true }[];
    }[];
  };
  const [read] = run.cases;
  const repeated = read?.differences.filter(({ isRepeated }) => isRepeated).map(({ pointers }) => pointers.python);
  expect(repeated).toEqual(["content-type", "/message_count", "/total", "/environment"]);
});
