import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, test, vi } from "vitest";

import { compareExchanges } from "#core/compare/compare-exchanges.ts";
import type { Case } from "#core/model/run/case.ts";
import type { Side } from "#core/model/endpoint.ts";
import type { DataSettings, Project } from "#core/model/project.ts";
import type { CompareCase } from "#core/parity/run/settle-case.ts";

import { openCase } from "../case-of.ts";
import { effectLines } from "../state/effect-lines.ts";
import { createHarness, type Harness } from "../harness.ts";
import { endText } from "../notes-servers.ts";

// Real processes on a machine that is busy with others.
vi.setConfig({ testTimeout: 30_000 });

const SERVER = join(import.meta.dirname, "../../../servers/files.py");

const LIST = openCase("GET", "/files");

function put(name: string, text: string): Case {
  return { ...openCase("PUT", `/files/${name}`), body: { kind: "text", text, mediaType: "text/plain" } };
}

/** Two servers that keep files in `${data}`, and nothing in a database. */
function filesProject(harness: Harness, data: DataSettings = {}, habits: Partial<Record<Side, string>> = {}): Project {
  const settings = (side: Side) => ({
    start: `python3 ${SERVER} \${port} \${data}`,
    environment: { HABIT: habits[side] ?? "" },
  });
  const { identities: _, ...project } = harness.project({ python: settings("python"), rust: settings("rust") });
  return { ...project, database: { engine: "none" }, data };
}

const compare: CompareCase = (_, { exchanges, effects, renaming }) =>
  compareExchanges({ ...exchanges, rules: [], renaming, ...(effects && { effects }) });

async function checkFiles(
  cases: readonly Case[],
  data: DataSettings = {},
  habits: Partial<Record<Side, string>> = {},
  files: Readonly<Record<string, string>> = {},
): Promise<string> {
  await using harness = await createHarness();
  await mkdir(join(harness.root, "files/deep"), { recursive: true });
  for (const [name, text] of Object.entries(files)) await writeFile(join(harness.root, "files", name), text);
  const events = await harness.run({ cases, compare, project: filesProject(harness, data, habits) });
  expect(harness.errors).toEqual([]);
  return [...effectLines(events), endText(events)].join("\n").replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "UUID");
}

test("a file that both write is an effect, and is gone before the next case that writes", async () => {
  const shown = await checkFiles([put("a.txt", "north"), LIST, put("b.json", '{"b": [1, 2.50]}'), LIST]);
  expect(shown).toMatchInlineSnapshot(`
    "PUT /files/a.txt: match
      python {"\${data}":{"key":["path"],"inserted":[{"path":"a.txt","content":"north"}]}}
      rust   {"\${data}":{"key":["path"],"inserted":[{"path":"a.txt","content":"north"}]}}
    GET /files: match
    GET /files: match
    PUT /files/b.json: match
      python {"\${data}":{"key":["path"],"inserted":[{"path":"b.json","content":{"b": [1, 2.50]}}]}}
      rust   {"\${data}":{"key":["path"],"inserted":[{"path":"b.json","content":{"b": [1, 2.50]}}]}}
    completed, 4 match, 0 differ, 0 failed"
  `);
});

test("one side forgets a file, or writes another content", async () => {
  expect(await checkFiles([put("a.txt", "north")], {}, { rust: "forget" })).toMatchInlineSnapshot(`
    "PUT /files/a.txt: differs
      effect missing /\${data}
        Python writes to \${data}, Rust does not: look for a call that the port left out.
      python {"\${data}":{"key":["path"],"inserted":[{"path":"a.txt","content":"north"}]}}
      rust   {}
    completed, 0 match, 1 differ, 0 failed"
  `);
  expect(await checkFiles([put("a.json", '{"name":"north"}')], {}, { rust: "shout" })).toMatchInlineSnapshot(`
    "PUT /files/a.json: differs
      effect missing /\${data}/inserted/0/content/name
      effect extra /\${data}/inserted/0/content/NAME
      python {"\${data}":{"key":["path"],"inserted":[{"path":"a.json","content":{"name":"north"}}]}}
      rust   {"\${data}":{"key":["path"],"inserted":[{"path":"a.json","content":{"NAME":"NORTH"}}]}}
    completed, 0 match, 1 differ, 0 failed"
  `);
});

test("both begin with a copy of a folder, of which files are changed and removed", async () => {
  const files = { "a.txt": "north", "deep/b.txt": "south" };
  const cases = [LIST, put("a.txt", "east"), { ...openCase("DELETE", "/files/deep/b.txt") }, LIST];
  expect(await checkFiles(cases, { base: "files" }, {}, files)).toMatchInlineSnapshot(`
    "GET /files: match
    GET /files: match
    PUT /files/a.txt: match
      python {"\${data}":{"key":["path"],"updated":[{"path":"a.txt","content":"east"}]}}
      rust   {"\${data}":{"key":["path"],"updated":[{"path":"a.txt","content":"east"}]}}
    DELETE /files/deep/b.txt: match
      python {"\${data}":{"key":["path"],"deleted":[{"path":"deep/b.txt"}]}}
      rust   {"\${data}":{"key":["path"],"deleted":[{"path":"deep/b.txt"}]}}
    completed, 4 match, 0 differ, 0 failed"
  `);
});

test("what a server writes at its start belongs to what is put back", async () => {
  expect(await checkFiles([put("a.txt", "x"), LIST], {}, { python: "warm", rust: "warm" })).toMatchInlineSnapshot(`
    "PUT /files/a.txt: match
      python {"\${data}":{"key":["path"],"inserted":[{"path":"a.txt","content":"x"}]}}
      rust   {"\${data}":{"key":["path"],"inserted":[{"path":"a.txt","content":"x"}]}}
    GET /files: match
    completed, 2 match, 0 differ, 0 failed"
  `);
});

test("a file with a random name is found again by its content", async () => {
  const upload: Case = { ...openCase("POST", "/uploads"), body: { kind: "text", text: "x", mediaType: "text/plain" } };
  expect(await checkFiles([upload])).toMatchInlineSnapshot(`
    "POST /uploads: differs
      body value /id
      effect value /\${data}/inserted/0/path
      effect value /\${data}/inserted/0/content/id
      effect value /\${data}/inserted/0/content/path
      effect value /\${data}/inserted/1/path
      python {"\${data}":{"key":["path"],"inserted":[{"path":"records/UUID.json","content":{"id": "UUID", "path": "\${data}/uploads/UUID.bin", "size": 1}},{"path":"uploads/UUID.bin","content":"x"}]}}
      rust   {"\${data}":{"key":["path"],"inserted":[{"path":"records/UUID.json","content":{"id": "UUID", "path": "\${data}/uploads/UUID.bin", "size": 1}},{"path":"uploads/UUID.bin","content":"x"}]}}
    completed, 0 match, 1 differ, 0 failed"
  `);
});

test("a server that keeps a changed file open is started again", async () => {
  await using harness = await createHarness();
  const events = await harness.run({
    cases: [openCase("POST", "/log"), put("a.txt", "x"), LIST],
    compare,
    project: filesProject(harness),
  });
  expect(events.filter((event) => event.kind === "preparing" && event.step === "start")).toHaveLength(4);
  expect(effectLines(events).join("\n")).toMatchInlineSnapshot(`
    "POST /log: match
      python {"\${data}":{"key":["path"],"inserted":[{"path":"server.log","content":"line\\n"}]}}
      rust   {"\${data}":{"key":["path"],"inserted":[{"path":"server.log","content":"line\\n"}]}}
    PUT /files/a.txt: match
      python {"\${data}":{"key":["path"],"inserted":[{"path":"a.txt","content":"x"}]}}
      rust   {"\${data}":{"key":["path"],"inserted":[{"path":"a.txt","content":"x"}]}}
    GET /files: match"
  `);
});

test("effects can be left out with a reason", async () => {
  const data = { notCompared: "Thumbnails differ." };
  expect(await checkFiles([put("a.txt", "north")], data, { rust: "forget" })).toMatchInlineSnapshot(`
    "PUT /files/a.txt: match
    completed, 1 match, 0 differ, 0 failed"
  `);
});

test("a link in the base that leads out of it stops the run, and the folder itself is left as it was", async () => {
  await using harness = await createHarness();
  await mkdir(join(harness.root, "files"));
  await writeFile(join(harness.root, "yours.txt"), "yours");
  await symlink("../yours.txt", join(harness.root, "files/link.txt"));
  const events = await harness.run({ cases: [LIST], project: filesProject(harness, { base: "files" }) });
  expect(endText(events)).toMatchInlineSnapshot(
    `"failed, 0 match, 0 differ, 0 failed: files/link.txt is a link to ../yours.txt, outside of files, so that no copy of \`data.base\` can be made that servers may write to. Put the file itself there, or name another folder."`,
  );
  expect(await readFile(join(harness.root, "yours.txt"), "utf8")).toBe("yours");
});

test("nothing of the folders is left", async () => {
  await using harness = await createHarness();
  await mkdir(join(harness.root, "files"));
  const events = await harness.run({
    cases: [put("a.txt", "north")],
    compare,
    project: filesProject(harness, { base: "files" }),
  });
  expect(endText(events)).toBe("completed, 1 match, 0 differ, 0 failed");
  // The base, and a folder a side.
  expect((await harness.leftovers()).filter((left) => left.endsWith("/data"))).toHaveLength(3);
  await harness.sides.dispose();
  expect(await harness.leftovers()).toEqual([]);
});
