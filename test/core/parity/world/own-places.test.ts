import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, test, vi } from "vitest";

import { compareExchanges } from "#core/compare/compare-exchanges.ts";
import type { Side } from "#core/model/endpoint.ts";
import type { CompareCase } from "#core/parity/run/settle-case.ts";

import { openCase } from "../case-of.ts";
import { createHarness } from "../harness.ts";
import { endText } from "../notes-servers.ts";
import { effectLines } from "../state/effect-lines.ts";

// Real processes on a machine that is busy with others.
vi.setConfig({ testTimeout: 60_000 });

/** Tells where it listens and keeps its files, in answers and in rows, as servers do that hand out addresses. */
const SERVER = `
import { createServer } from "node:http";
import { DatabaseSync } from "node:sqlite";
const [port, file, data, wrong] = process.argv.slice(2);
const database = new DatabaseSync(file);
createServer((request, response) => {
  const self = "http://127.0.0.1:" + port + request.url;
  const picture = (wrong ?? data) + "/pictures/a.png";
  if (request.method === "POST") database.prepare("INSERT INTO nodes VALUES (?)").run(self + " " + picture);
  database.prepare("SELECT count(*) FROM nodes").get();
  response.writeHead(200, { "content-type": "application/json", location: self });
  response.end(JSON.stringify({ self, picture, database: file }));
}).listen(Number(port), "127.0.0.1");
`;

const compare: CompareCase = (_, { exchanges, effects, renaming }) =>
  compareExchanges({ ...exchanges, rules: [], renaming, ...(effects && { effects }) });

async function checkPlaces(wrong: Partial<Record<Side, string>> = {}): Promise<string> {
  await using harness = await createHarness();
  await writeFile(join(harness.root, "places.mjs"), SERVER);
  const settings = (side: Side) => ({
    start: `exec ${process.execPath} --no-warnings ../places.mjs \${port} "\${database}" "\${data}" ${wrong[side] ?? ""}`,
  });
  const { identities: _, ...project } = harness.project({ python: settings("python"), rust: settings("rust") });
  const cases = [openCase("GET", "/nodes"), openCase("POST", "/nodes")];
  const events = await harness.run({ cases, compare, project: { ...project, data: {} } });
  expect(harness.errors).toEqual([]);
  return [...effectLines(events), endText(events)].join("\n");
}

test("a port or a folder of ours in an answer or a row is no difference", async () => {
  expect(await checkPlaces()).toMatchInlineSnapshot(`
    "GET /nodes: match
    POST /nodes: match
      python {"nodes":{"key":[],"inserted":[{"name":"http://127.0.0.1:\${port}/nodes \${data}/pictures/a.png"}]}}
      rust   {"nodes":{"key":[],"inserted":[{"name":"http://127.0.0.1:\${port}/nodes \${data}/pictures/a.png"}]}}
    completed, 2 match, 0 differ, 0 failed"
  `);
});

test("another folder than ours is one", async () => {
  const text = await checkPlaces({ rust: "/srv/files" });
  expect(text).toContain("0 match, 2 differ, 0 failed");
});
