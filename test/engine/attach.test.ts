import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

import { expect, test } from "vitest";

import { createSmallProject } from "../servers/small-project.ts";
import { portolan } from "./example.ts";

const TALLY = join(import.meta.dirname, "../servers/tally.py");

const ENDPOINTS = [
  ["GET", "/count"],
  ["POST", "/count"],
] as const;

/** A project file whose Python server is attached there. */
function projectFile(origin: string): string {
  return `version: 1
contract: openapi.json
servers:
  python: { folder: python, ready: /up, attach: "${origin}" }
  rust: { folder: rust, ready: /up, start: "python3 ${TALLY} \${port}" }
database: { engine: none }
`;
}

test("the verdict on an attached server is shown and not saved, and nothing that writes is sent there", async () => {
  const sent: string[] = [];
  const server = createServer((request, response) => {
    sent.push(`${request.method} ${request.url}`);
    response.end('{"count": 0}');
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await using project = await createSmallProject({
    endpoints: ENDPOINTS,
    files: { "portolan.yaml": projectFile(`http://127.0.0.1:${port}`) },
  });
  const { code, stdout } = await portolan(project.folder, ["check"]);
  server.close();
  expect(stdout).toContain("1 of 1 case match");
  expect(stdout).toContain("the verdicts of this run are not kept");
  expect(stdout).toContain("1 of its cases may write and were not sent");
  expect(sent).toContain("GET /count");
  expect(sent.filter((each) => each.startsWith("POST"))).toEqual([]);
  const verdicts = join(project.folder, ".portolan/verdicts.json");
  expect(existsSync(verdicts) ? readFileSync(verdicts, "utf8") : "").not.toContain("GET /count");
  expect(code).toBe(0);
});

test("another host than this machine has to be named by the user at the run", async () => {
  await using project = await createSmallProject({
    endpoints: ENDPOINTS,
    files: { "portolan.yaml": projectFile("http://staging.invalid:8000") },
  });
  const refused = await portolan(project.folder, ["check"]);
  expect(refused.stdout + refused.stderr).toContain("run `portolan check --host staging.invalid`");
  expect(refused.code).toBe(2);
  const other = await portolan(project.folder, ["check", "--host", "elsewhere.invalid"]);
  expect(other.stdout + other.stderr).toContain("run `portolan check --host staging.invalid`");
  // No name below .invalid is ever resolved (RFC 6761).
  const confirmed = await portolan(project.folder, ["check", "--host", "staging.invalid"]);
  expect(confirmed.stdout + confirmed.stderr).toContain("is not up at http://staging.invalid:8000");
  const suggest = await portolan(project.folder, ["rules", "suggest", "--host", "staging.invalid"]);
  expect([suggest.code, suggest.stderr]).toEqual([
    2,
    expect.stringContaining("is not up at http://staging.invalid:8000"),
  ]);
});
