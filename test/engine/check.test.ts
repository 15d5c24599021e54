import { spawnSync } from "node:child_process";
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { copyWorkspace } from "../editor/workspace-copy.ts";
import { ALL_VERIFIED, driftProject, example, portolan, root, startPortolan } from "./example.ts";

/** What `portolan check --json` says of each case that does not match. */
function differencesIn(stdout: string): readonly string[] {
  const report: {
    cases: {
      endpoint: string;
      differences: { class: string; severity: string; pointers: object; values: object; hint?: { code: string } }[];
    }[];
  } = JSON.parse(stdout);
  return report.cases.flatMap(({ endpoint, differences }) =>
    differences
      .filter(({ severity }) => severity !== "cosmetic")
      .map(({ class: sort, pointers, values, hint }) =>
        [
          endpoint,
          sort,
          ...new Set(Object.values(pointers)),
          Object.values(values).join(" → "),
          hint?.code ?? "no hint",
        ].join(" · "),
      ),
  );
}

test("without a drift all ported endpoints match, and nothing is left running", async () => {
  const { code, stdout, stderr, survivors } = await portolan(example, ["check"]);
  expect(stderr).not.toContain("Error");
  expect(stdout).toMatch(ALL_VERIFIED);
  expect(code).toBe(0);
  expect(survivors).toEqual([]);
});

test("the ledger of the next process knows the verdicts", async () => {
  const { code, stdout } = await portolan(example, ["ledger"]);
  expect(stdout).toMatch(ALL_VERIFIED);
  expect(code).toBe(0);
});

test("two runs report the same bytes where the servers answer the same, apart from the block with times", async () => {
  const args = ["check", "--json", "GET /api/auth/me", "GET /healthz"];
  const reports = [await portolan(example, args), await portolan(example, args)];
  const [first, second] = reports.map(({ stdout }) => stdout.slice(0, stdout.indexOf('\n  "times": ')));
  expect(first?.length).toBeGreaterThan(10_000);
  expect(first === second).toBe(true);
});

test("a handler that is edited makes its endpoint stale", async () => {
  const { folder, temporaryFolder } = await copyWorkspace(example);
  onTestFinished(() => rmSync(temporaryFolder, { recursive: true, force: true }));
  cpSync(join(example, ".portolan"), join(folder, ".portolan"), { recursive: true });
  const file = join(folder, "core-server-rs/src/routes/health.rs");
  const before = readFileSync(file, "utf8");
  writeFileSync(file, before.replace(/(async fn \w+\([^)]*\)[^{]*\{)/, "$1\n    let _edited = 1;"));
  const { stdout } = await portolan(folder, ["ledger"]);
  expect(stdout).toMatch(/stale\s+GET\s+\/healthz/);
  expect(stdout).toMatch(/^\d+ endpoints: \d+ verified, 1 stale, /m);
});

describe("each planted drift is found, with its cause", () => {
  test.each(["utc-offset", "null-left-out", "validation-400", "config-unsaved"])("%s", async (drift) => {
    const { code, stdout, survivors } = await portolan(
      example,
      ["check", "--no-save", "--json", "--milestone", "nodes", "--project", driftProject()],
      {
        CORE_DRIFTS: drift,
      },
    );
    expect(code).toBe(1);
    expect([...new Set(differencesIn(stdout))].slice(0, 4).join("\n")).toMatchSnapshot();
    expect(survivors).toEqual([]);
  });
});

test("the text names the endpoint, the field, both values and the Rust handler", async () => {
  const { code, stdout } = await portolan(
    example,
    ["check", "--no-save", "--project", driftProject(), "GET /api/nodes/{node_id}"],
    {
      CORE_DRIFTS: "utc-offset",
    },
  );
  expect(code).toBe(1);
  expect(stdout).toContain("GET /api/nodes/{node_id}");
  expect(stdout).toMatch(/^✗ value at .*\/created_at.* differences in \d+ cases$/m);
  expect(stdout.match(/The same moment/g)).toHaveLength(1);
  expect(stdout).toMatch(/python\s+".*Z"\n\s+rust\s+".*\+00:00"/);
  expect(stdout).toMatch(/rust\s+core-server-rs\/src\/routes\/nodes\.rs:\d+:\d+/);
});

test("where the answers are equal and the rows differ, the text names table, column and handler", async () => {
  const { code, stdout } = await portolan(
    example,
    ["check", "--no-save", "--project", driftProject(), "POST /api/nodes"],
    {
      CORE_DRIFTS: "config-unsaved",
    },
  );
  expect(code).toBe(1);
  expect(stdout).toMatch(
    /^✗ value in the database at \/nodes\/inserted\/\*\/config {2}\d+ differences in \d+ cases\n {4}python {2}"\{\\"region\\":\\"west\\",\\"tags\\":\[\\"lock\\"\]\}"\n {4}rust {4}"\{\}"$/m,
  );
  expect(stdout).toMatch(/rust\s+core-server-rs\/src\/routes\/nodes\.rs:\d+:\d+\s+create_node/);
});

test("a milestone with an unported endpoint is a finding", async () => {
  const { code, stdout } = await portolan(example, ["check", "--milestone", "reports"]);
  expect(stdout).toContain("3 unported");
  expect(code).toBe(1);
});

test.each([
  [
    ["check", "--milestone", "none"],
    'There is no milestone "none" in portolan.yaml; it has: auth, dashboard-state, nodes',
  ],
  [["check", "GET /nowhere"], "GET /nowhere"],
  [["check", "nodes"], '"nodes" is not an endpoint; write a method and a path'],
  [["ledger", "--project", "nowhere"], "There is no project file at nowhere"],
])("%j cannot run and says why", async (args, sentence) => {
  const { code, stdout, stderr } = await portolan(example, args);
  expect(stdout + stderr).toContain(sentence);
  expect(code).toBe(2);
});

test("kill -9 in the middle of a run leaves no server behind", async () => {
  const run = startPortolan(example, ["check", "--no-save"]);
  await run.stderrMatches(/Rust: logging in/);
  expect(run.survivors().length).toBeGreaterThanOrEqual(4);
  run.child.kill("SIGKILL");
  await run.ended;
  await vi.waitFor(() => expect(run.survivors()).toEqual([]), { timeout: 20_000, interval: 100 });
});

test("Ctrl-C ends a run, its servers and the command", async () => {
  const run = startPortolan(example, ["check", "--no-save"]);
  await run.stderrMatches(/Rust: logging in/);
  run.child.kill("SIGINT");
  expect(await run.ended).toBe(2);
  expect(run.output().stdout).toContain("The run was cancelled.");
  expect(run.survivors()).toEqual([]);
});

test("the committed contract is what the Rust server exports", () => {
  const server = join(root, "examples/controller/core-server-rs/target/debug/core-server-rs");
  const { stdout } = spawnSync(server, ["openapi"], { encoding: "utf8" });
  expect(stdout).toBe(readFileSync(join(root, "examples/controller/openapi/openapi.json"), "utf8"));
});
