import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { copyWorkspace } from "../editor/workspace-copy.ts";
import { ALL_VERIFIED, driftProject, example, portolan, root, startPortolan } from "./example.ts";

interface WholeReport {
  readonly totals: { readonly endpoints: { readonly match: number } };
  readonly endpoints: readonly { readonly endpoint: string; readonly handlers: { readonly rust?: unknown } }[];
  readonly coverage: Readonly<Record<"compared" | "ignored" | "loosened", number>>;
  readonly cases: readonly {
    readonly endpoint: string;
    readonly exchanges: { readonly python: { readonly outcome: { readonly status: number } } };
  }[];
}

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

describe("without a drift", () => {
  const folder = mkdtempSync(join(tmpdir(), "portolan-check-"));
  const file = join(folder, "run.json");
  let run: Awaited<ReturnType<typeof portolan>>;
  let report: WholeReport;

  beforeAll(async () => {
    run = await portolan(example, ["check", "--report", `json=${file}`]);
    report = JSON.parse(readFileSync(file, "utf8"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("all ported endpoints match, and nothing is left running", () => {
    expect(run.stderr).not.toContain("Error");
    expect(run.stdout).toMatch(ALL_VERIFIED);
    expect(run.code).toBe(0);
    expect(run.survivors).toEqual([]);
  });

  test("each endpoint has a case that goes well, one that is refused, and one more at least", () => {
    // Without those that are sent only in order to be refused, as a HEAD where there is none.
    const ported = report.endpoints.filter(({ handlers }) => handlers.rust !== undefined);
    expect(ported).toHaveLength(report.totals.endpoints.match);
    const lacking = ported.flatMap(({ endpoint }) => {
      const cases = report.cases.filter((sent) => sent.endpoint === endpoint);
      const answered = cases.map(({ exchanges }) => exchanges.python.outcome.status);
      const lacks = [
        ...(cases.length < 3 ? ["three cases"] : []),
        ...(answered.some((status) => status < 300) ? [] : ["one that goes well"]),
        ...(answered.some((status) => status >= 400) ? [] : ["one that is refused"]),
      ];
      return lacks.map((what) => `${endpoint}: ${what}`);
    });
    // Nothing is asked of who wants to know.
    expect(lacking).toEqual(["GET /healthz: one that is refused"]);
  });

  test("at least 0.97 of all values are compared as they are", () => {
    const { compared, ignored, loosened } = report.coverage;
    const share = compared / (compared + ignored + loosened);
    console.log(`Compared share of the example: ${share.toFixed(4)}`);
    expect(share).toBeGreaterThanOrEqual(0.97);
  });
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
