import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { createSmallProject } from "../servers/small-project.ts";
import { portolan } from "./example.ts";

const SERVER = join(import.meta.dirname, "../servers/routing-server.ts");

const CASES = `- { endpoint: GET /nope, name: an unknown path, expect: 404 }
- { endpoint: PATCH /nodes, name: another method, expect: 405 }
- { endpoint: HEAD /nodes, name: only the head, expect: 200 }
- endpoint: OPTIONS /nodes
  name: a preflight
  expect: 200
  headers: { Origin: https://map.example, Access-Control-Request-Method: GET }
- { endpoint: GET /nodes/, name: the other slash, expect: 307 }
`;

/** The small project with servers that route; `drift` is what Rust does otherwise. */
function createProject(drift = "", more: { readonly cases?: string; readonly settings?: string } = {}) {
  const start = `${process.execPath} --no-warnings ${SERVER} \${port}`;
  return createSmallProject({
    hasNoDatabase: true,
    start: { python: start, rust: `DRIFT=${drift} ${start}` },
    settings: more.settings ?? "",
    files: { "cases/routing.yaml": more.cases ?? CASES },
  });
}

test("cases of no endpoint are sent to both servers, compared and counted in every report", async () => {
  await using project = await createProject();
  const kinds = ["json", "junit", "sarif", "markdown", "html", "github"];
  const reports = kinds.flatMap((kind) => ["--report", `${kind}=${kind}.out`]);
  const { code, stdout } = await portolan(project.folder, ["check", ...reports]);
  expect(stdout).toContain("5 of 5 requests of no endpoint match\n6 of 6 cases match");
  expect(stdout).toContain("1 endpoint: 1 verified");
  expect(stdout).toMatch(/verified +GET \/nope +1 of 1 case, no endpoint/);
  expect(code).toBe(0);
  const read = (kind: string): string => readFileSync(join(project.folder, `${kind}.out`), "utf8");
  expect(JSON.parse(read("json"))).toMatchObject({
    totals: { endpoints: { match: 1 }, cases: { match: 6 } },
    endpoints: expect.arrayContaining([expect.objectContaining({ endpoint: "HEAD /nodes", isOfNoEndpoint: true })]),
  });
  expect(read("junit")).toContain('<testsuite name="OPTIONS /nodes" tests="1" failures="0"');
  expect(read("markdown")).toContain("| `GET /nodes/` | 1 of 1 case, no endpoint |");
  expect(read("markdown")).toContain("5 of 5 requests of no endpoint match; 6 of 6 cases match");
  // What is verified is the ledger's; nothing of them is kept.
  expect(readFileSync(join(project.folder, ".portolan/verdicts.json"), "utf8")).not.toContain("/nope");
});

test("where Rust does otherwise with them, each differs and the run fails", async () => {
  await using project = await createProject("unknown,method,head,preflight,slash");
  const reports = ["junit", "sarif", "github"].flatMap((kind) => ["--report", `${kind}=${kind}.out`]);
  const { code, stdout } = await portolan(project.folder, ["check", ...reports]);
  for (const endpoint of ["GET /nope", "PATCH /nodes", "HEAD /nodes", "OPTIONS /nodes", "GET /nodes/"]) {
    expect(stdout).toMatch(new RegExp(`differs +${endpoint} +0 of 1 case, no endpoint`));
  }
  expect(stdout).toContain("0 of 5 requests of no endpoint match\n1 of 6 cases match");
  expect(code).toBe(1);
  const read = (kind: string): string => readFileSync(join(project.folder, `${kind}.out`), "utf8");
  expect(read("junit")).toContain('failures="5"');
  expect(read("sarif")).toContain('"uri": "cases/routing.yaml"');
  expect(read("github")).toContain("::error file=cases/routing.yaml,");
});

test("they are named like endpoints, and not among those of another one", async () => {
  await using project = await createProject();
  const one = await portolan(project.folder, ["check", "HEAD /nodes"]);
  expect(one.stdout).toContain("1 of 1 case match");
  expect(one.code).toBe(0);
  const other = await portolan(project.folder, ["check", "GET /nodes"]);
  expect(other.stdout).toContain("1 of 1 case match");
  expect(other.stdout).not.toContain("no endpoint");
  const none = await portolan(project.folder, ["check", "GET /nowhere"]);
  expect(none.stdout).toContain("and no case file sends to it");
  expect(none.code).toBe(2);
});

test("a case that is not run is told, and fails the run", async () => {
  const settings = "not_migrated: [{ endpoint: GET /nodes, reason: It goes away. }]";
  const cases = `- { endpoint: GET /nodes, name: all }\n${CASES}`;
  await using project = await createProject("", { settings, cases });
  const { code, stdout } = await portolan(project.folder, ["check"]);
  expect(stdout).toContain(
    "cases/routing.yaml:1:15: error: The case `all` for `GET /nodes` is not run: the endpoint stays with Python, as `not_migrated` says. Take it out, or change what holds it back.",
  );
  expect(stdout).toContain("5 of 5 cases match");
  expect(code).toBe(1);
});

test("a case that cannot be sent is an error of its file", async () => {
  await using project = await createProject("", { cases: "- { endpoint: ANY /nodes, name: all, expect: 200 }\n" });
  const { code, stdout } = await portolan(project.folder, ["check"]);
  expect(stdout).toContain("The case for `ANY /nodes` cannot be sent");
  expect(code).toBe(2);
});
