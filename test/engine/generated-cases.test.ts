import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createSmallProject } from "../servers/small-project.ts";
import { driftProject, example, portolan } from "./example.ts";

/** What the made up cases of a run say: `status`, `null-against-missing`, …, each with what it is about. */
function foundByGenerated(stdout: string): ReadonlySet<string> {
  const report: {
    readonly cases: readonly {
      readonly case: string;
      readonly differences: readonly {
        readonly class: string;
        readonly part: string;
        readonly hint?: { code: string };
      }[];
    }[];
  } = JSON.parse(stdout);
  const made = report.cases.filter((each) => each.case.startsWith("generated/"));
  expect(made.length).toBeGreaterThan(25);
  return new Set(
    made.flatMap(({ differences }) =>
      differences.map(({ class: sort, part, hint }) => [part, sort, ...(hint ? [hint.code] : [])].join(" ")),
    ),
  );
}

test("requests that are made up find each of the planted drifts, and without one nothing", async () => {
  const drifts = "utc-offset,null-left-out,validation-400,config-unsaved";
  const args = ["check", "--generate", "--no-save", "--json", "--milestone", "nodes"];
  const drifting = await portolan(example, [...args, "--project", driftProject()], { CORE_DRIFTS: drifts });
  expect(drifting.code).toBe(1);
  const found = foundByGenerated(drifting.stdout);
  expect(found).toContain("body value utc-offset");
  expect(found).toContain("status status validation-status");
  expect(found).toContain("body null-against-missing null-left-out");
  expect(found).toContain("effect value");

  const clean = await portolan(example, args);
  expect([clean.code, [...foundByGenerated(clean.stdout)]]).toEqual([0, []]);
});

test("a verdict that rests on made up requests alone is marked in the run, the reports and the ledger", async () => {
  await using project = await createSmallProject({ hasNoContract: true, endpoints: [["GET", "/nodes"]] });
  const none = await portolan(project.folder, ["check", "GET /nodes"]);
  expect([none.code, none.stdout]).toEqual([1, expect.stringContaining("There is no case for GET /nodes")]);

  const file = join(project.folder, "portolan.yaml");
  await writeFile(file, `${await readFile(file, "utf8")}\ncases: { generate: true }\n`);
  const args = ["check", "GET /nodes", "--report", "json=run.json", "--report", "markdown=run.md"];
  const run = await portolan(project.folder, args);
  expect([run.code, run.stdout]).toEqual([0, expect.stringMatching(/verified +GET \/nodes +1 of 1 case, generated/)]);
  const record: unknown = JSON.parse(await readFile(join(project.folder, "run.json"), "utf8"));
  expect(record).toMatchObject({ endpoints: [{ endpoint: "GET /nodes", verdict: "match", isGenerated: true }] });
  expect(await readFile(join(project.folder, "run.md"), "utf8")).toContain("1 of 1 case, generated");
  const ledger = await portolan(project.folder, ["ledger"]);
  expect(ledger.stdout).toMatch(/verified +GET +\/nodes +1 of 1 case, generated/);
});
