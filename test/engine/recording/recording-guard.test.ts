import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createSmallProject } from "../../servers/small-project.ts";
import { portolan, startPortolan } from "../example.ts";

const SMALL_SERVER = join(import.meta.dirname, "../../core/parity/servers/small-server.ts");

test("Ctrl-C before the server is ready ends the recording with a sentence, and nothing is left", async () => {
  await using project = await createSmallProject();
  const serving = startPortolan(project.folder, ["serve", "--record"]);
  await serving.stderrMatches(/Python: waiting for it to answer/);
  serving.child.kill("SIGINT");
  const code = await serving.ended;
  const { stderr } = serving.output();
  expect([code, stderr]).toEqual([2, expect.stringContaining("ended before the server was ready")]);
  expect(stderr).not.toContain("    at ");
  expect(serving.survivors()).toEqual([]);
});

test("a write is refused where the server was not seen to use the database that was made for it, and nothing is recorded", async () => {
  const elsewhere = `${process.execPath} --no-warnings ${SMALL_SERVER} \${port} :memory:`;
  await using project = await createSmallProject({ start: { python: elsewhere } });
  const serving = startPortolan(project.folder, ["serve", "--record"]);
  await serving.stdoutMatches(/answers at/);
  const address = /http:[^;]+/.exec(serving.output().stdout)?.[0] ?? "";
  const refused = await fetch(`${address}/write`, { method: "POST" });
  expect([refused.status, await refused.text()]).toEqual([
    503,
    expect.stringContaining("was not seen to use the database"),
  ]);
  const code = await serving.ended;
  expect([code, serving.output().stderr]).toEqual([2, expect.stringContaining("was not seen to use the database")]);
  expect(serving.output().stdout).not.toContain("requests");
  expect(serving.survivors()).toEqual([]);
});

test("an attached server is not recorded at", async () => {
  await using project = await createSmallProject();
  const file = join(project.folder, "portolan.yaml");
  const text = await readFile(file, "utf8");
  await writeFile(file, text.replace(/(python:\n\s+folder: python\n\s+)start: .*/, "$1attach: http://127.0.0.1:9"));
  const { code, stderr } = await portolan(project.folder, ["serve", "--record"]);
  expect([code, stderr]).toEqual([2, expect.stringContaining("`servers.python` is attached")]);
});

test("an archive becomes case files that run, and one that names an unknown identity stays where it is", async () => {
  const entry = (target: string, authorization: string): object => ({
    request: {
      method: "GET",
      url: `http://localhost:8000${target}`,
      headers: [{ name: "Authorization", value: authorization }],
    },
    response: { status: 200, headers: [], content: { text: "[]" } },
  });
  const archive = (...entries: readonly object[]): string => JSON.stringify({ log: { entries } });
  await using project = await createSmallProject({
    endpoints: [["GET", "/nodes"]],
    files: {
      "cases/none.yaml": "[]\n",
      "one.har": archive(entry("/nodes?page=2", "Bearer 5f1b2c3d4e5f6a7b")),
      "two.har": archive(
        entry("/nodes?page=3", "Bearer 5f1b2c3d4e5f6a7b"),
        entry("/nodes?page=4", "Bearer 0a9b8c7d6e5f4a3b"),
      ),
      "none.har": archive(entry("/nowhere", "Bearer 5f1b2c3d4e5f6a7b")),
    },
  });
  const run = (...args: readonly string[]) => portolan(project.folder, args);

  const imported = await run("cases", "import", "one.har");
  expect([imported.code, imported.stdout]).toEqual([
    0,
    expect.stringContaining(".portolan/recorded/one.yaml: 1 request"),
  ]);
  expect((await run("cases", "import", "two.har")).stdout).toContain("${secret:RECORDED_AUTHORIZATION}");
  const nothing = await run("cases", "import", "none.har");
  expect([nothing.code, nothing.stderr]).toEqual([
    2,
    expect.stringContaining("Name the Python server's with --origin"),
  ]);

  const accepted = await run("cases", "accept");
  expect([accepted.code, accepted.stdout]).toEqual([1, expect.stringContaining("cases/one.yaml")]);
  expect(accepted.stdout).toContain("two.yaml stays where it is");
  expect(accepted.stdout).toContain("no such identity");

  const check = await run("check");
  expect([check.code, check.stdout]).toEqual([0, expect.stringContaining("2 of 2 cases")]);

  const file = join(project.folder, "portolan.yaml");
  await writeFile(file, (await readFile(file, "utf8")).replace("cases: cases\n", ""));
  const refused = await run("cases", "accept", "two");
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining("add `cases: cases`")]);
});
