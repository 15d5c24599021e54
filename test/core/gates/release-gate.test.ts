import { readFileSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { Ajv } from "ajv";
import { expect, test, vi } from "vitest";

import { calledIn } from "#core/gates/release/called-endpoints.ts";
import { endpointKey, type Method } from "#core/model/endpoint.ts";
import type { Operation } from "#core/model/operation.ts";
import { PORTOLAN_VERSION } from "#core/model/version.ts";
import { verifyRelease } from "#core/session/gates/verify-release.ts";
import { createFiles } from "#host/files/files.ts";
import { checkGate } from "./check-gate.ts";

// Servers are started, on a machine that is busy with others.
vi.setConfig({ testTimeout: 60_000 });

const SERVER = join(import.meta.dirname, "../../servers/note-server.ts");

const isRelease = new Ajv().compile(
  JSON.parse(readFileSync(new URL("../../../media/portolan-release.schema.json", import.meta.url), "utf8")),
);

const operation = (operationId: string, parameters: readonly object[] = []) => ({
  operationId,
  parameters,
  responses: { 200: { description: "All is well." } },
});
const id = { name: "id", in: "path", required: true, example: "a", schema: { type: "string" } };

const CONTRACT = {
  openapi: "3.1.0",
  info: { title: "notes", version: "1" },
  paths: { "/notes/{id}": { get: operation("read_note", [id]) }, "/old": { get: operation("old") } },
};

interface Released {
  readonly settings?: string;
  readonly binary?: string;
  readonly rust?: string;
  readonly client?: string;
  readonly without?: string;
  readonly files?: Readonly<Record<string, string>>;
}

const WITHOUT =
  "{ contract: No exports., client: None is generated., schema: One migrates., assets: No pages., cutover: One host. }";

/** Runs the gate on two servers of notes, and shows what it wrote. The program is Node, by a link in the project. */
async function checkRelease({
  settings = "",
  binary = "program",
  rust = "",
  client = "",
  without = WITHOUT,
  files = {},
}: Released = {}) {
  const start = (program: string, habits: string): string =>
    JSON.stringify(`HABITS="${habits}" exec ${program} --no-warnings ${SERVER} \${port} "$DATABASE" notes`);
  const server = (folder: string, line: string): string =>
    `{ folder: ${folder}, build: "ln -sf '${process.execPath}' ../program", start: ${line}, ready: /ready, environment: { DATABASE: "\${database}" } }`;
  const project = {
    "portolan.yaml": `version: 1
contract: openapi.json
servers:
  python: ${server("python", start(process.execPath, ""))}
  rust: ${server("rust", start("../program", rust))}
database: { engine: sqlite, migrations: migrations }
milestones: { notes: ["GET /notes/{id}"] }
not_migrated: [{ endpoint: GET /old, reason: It goes with Python. }]
gates:
  release:
    binary: ${binary}
    without: ${without}
${settings}`,
    "openapi.json": JSON.stringify(CONTRACT),
    "python/main.py": `from fastapi import FastAPI
app = FastAPI()
@app.get("/notes/{id}")
def read_note(id: str): return {}
@app.get("/old")
def old(): return {}
`,
    "rust/Cargo.toml": '[package]\nname = "small"\nversion = "0.1.0"\nedition = "2024"\n[dependencies]\naxum = "0.8"\n',
    "rust/src/main.rs": `fn main() { axum::serve(listener(), axum::Router::new().route("/notes/{id}", axum::routing::get(read))); }
async fn read() -> &'static str { "{}" }
`,
    "migrations/0001.sql":
      "CREATE TABLE notes (id TEXT PRIMARY KEY, text TEXT); INSERT INTO notes VALUES ('a', 'first');",
    ...(client !== "" && { "web/app.ts": client }),
    ...files,
  };
  const text = await checkGate(project, ["release"], async (root) => {
    const written = await readFile(join(root, "portolan-release.json"), "utf8").catch(() => "nothing");
    if (!written.startsWith("{")) return `written: ${written}\n`;
    expect([isRelease(JSON.parse(written)), isRelease.errors]).toEqual([true, null]);
    return `${written}${await verified(root)}`;
  });
  const at = Math.max(text.indexOf("✓ passed  release"), text.indexOf("✗ failed  release"));
  return text
    .slice(at)
    .replaceAll(/[\da-f]{64}/g, "SHA-256")
    .replaceAll(/SHA-256 [\da-f]{12}…/g, "SHA-256 …")
    .replaceAll(/(?<="(?:at|bytes|durationMs)": )[^,\n]+/g, "…");
}

/** What verifying says of the release as it is, and after the contract changed. */
async function verified(root: string): Promise<string> {
  const files = createFiles(root);
  const verify = async (): Promise<string> => {
    const results = await verifyRelease({ files, binaryFiles: files }, { file: "portolan-release.json" });
    return results
      .map(({ what, isSame }) => `${what} ${isSame ? "is that of the release" : "is another one"}\n`)
      .join("");
  };
  const before = await verify();
  await writeFile(join(root, "openapi.json"), "{}");
  return `${before}-- after the contract changed --\n${await verify()}`;
}

test("a release that may be installed is written down, with what it rests on", async () => {
  expect(await checkRelease({ settings: "    clients: web\n", client: 'await fetch("/old");\n' }))
    .toMatchInlineSnapshot(`
      "✓ passed  release
        checked: 5 gates
        checked: 2 endpoints: 1 of 1 milestone, 1 that clients call
        checked: parity of 1 endpoint with program, SHA-256 …
        checked: written: portolan-release.json

      6 gates: 1 passed, 5 not run
      {
        "version": 1,
        "portolan": "0.1.0",
        "binary": {
          "file": "program",
          "sha256": "SHA-256",
          "bytes": …
        },
        "contract": {
          "file": "openapi.json",
          "sha256": "SHA-256"
        },
        "project": {
          "file": "portolan.yaml",
          "sha256": "SHA-256"
        },
        "milestones": [
          "notes"
        ],
        "gates": [
          {
            "name": "contract",
            "outcome": "waived",
            "reason": "No exports."
          },
          {
            "name": "client",
            "outcome": "waived",
            "reason": "None is generated."
          },
          {
            "name": "schema",
            "outcome": "waived",
            "reason": "One migrates."
          },
          {
            "name": "assets",
            "outcome": "waived",
            "reason": "No pages."
          },
          {
            "name": "cutover",
            "outcome": "waived",
            "reason": "One host."
          }
        ],
        "endpoints": [
          {
            "endpoint": "GET /notes/{}",
            "state": "verified",
            "cases": 1,
            "isCalled": false
          },
          {
            "endpoint": "GET /old",
            "state": "kept",
            "reason": "It goes with Python.",
            "isCalled": true
          }
        ],
        "times": {
          "at": …,
          "durationMs": …
        }
      }
      binary is that of the release
      contract is that of the release
      -- after the contract changed --
      binary is that of the release
      contract is another one
      "
    `);
});

test("an endpoint that differs, a client that calls what is not verified, and no release is left", async () => {
  const old = { "portolan-release.json": '{ "portolan": "0.1.0", "binary": {} }' };
  expect(await checkRelease({ rust: "adds", files: old })).toMatchInlineSnapshot(`
    "✗ failed  release
      checked: 5 gates
      checked: 1 endpoint: 1 of 1 milestone, 0 that clients call
      checked: parity of 1 endpoint with program, SHA-256 …
    1 finding
      rust/src/main.rs:1:57: error: \`GET /notes/{id}\` is not verified: 1 of 1 cases differ.

    6 gates: 1 failed, 5 not run
    written: nothing
    "
  `);
  const settings = "    calls: [POST /notes]\n";
  expect(await checkRelease({ settings })).toMatchInlineSnapshot(`
    "✗ failed  release
      checked: 5 gates
      checked: 2 endpoints: 1 of 1 milestone, 1 that clients call
      checked: parity of 1 endpoint with program, SHA-256 …
    1 finding
      portolan.yaml:13:13: error: \`POST /notes\` is asked for, and neither the servers nor the contract have it.

    6 gates: 1 failed, 5 not run
    written: nothing
    "
  `);
});

test("gates that fail or could not be run, without a reason", async () => {
  const without = "{ contract: No exports., client: None is generated., cutover: One host. }";
  const settings = "  assets: { folder: nowhere, pages: [/] }\n";
  expect(await checkRelease({ without, settings })).toMatchInlineSnapshot(`
    "✗ failed  release
      checked: 5 gates
      checked: 1 endpoint: 1 of 1 milestone, 0 that clients call
      checked: parity of 1 endpoint with program, SHA-256 …
    2 findings
      portolan.yaml:11:13: error: The gate \`schema\` could not be run: portolan.yaml does not say how the servers migrate; write \`gates: { schema: { python: COMMAND, rust: COMMAND } }\`. Where the release need not have it, say why in \`gates.release.without: { schema: REASON }\`.
      portolan.yaml:11:13: error: The gate \`assets\` failed.

    6 gates: 2 failed, 4 not run
    written: nothing
    "
  `);
});

test("another program than the one that answers, and one that is not there", async () => {
  expect(await checkRelease({ binary: "other", files: { other: "#!/bin/sh\n" } })).toMatchInlineSnapshot(`
    "✗ failed  release
      checked: 5 gates
      checked: 1 endpoint: 1 of 1 milestone, 0 that clients call
      checked: parity of 1 endpoint with other
    1 finding
      portolan.yaml:11:13: error: other is not the program that answered: no process that was started ran it. Let \`gates.release.start\` start it.

    6 gates: 1 failed, 5 not run
    written: nothing
    "
  `);
  expect(await checkRelease({ binary: "nowhere" })).toMatchInlineSnapshot(`
    "✗ failed  release
      checked: 5 gates
      checked: 1 endpoint: 1 of 1 milestone, 0 that clients call
      checked: parity of 1 endpoint with nowhere
    1 finding
      portolan.yaml:11:13: error: There is no program nowhere; correct \`gates.release.binary\`, or \`gates.release.build\`, which has to make it.

    6 gates: 1 failed, 5 not run
    written: nothing
    "
  `);
});

test("a file of that name that is none of ours stays", async () => {
  const mine = checkRelease({ files: { "portolan-release.json": "mine" } });
  await expect(mine).rejects.toThrow(
    "portolan-release.json is no release that Portolan wrote, so that it stays as it is",
  );
});

test("what clients call is found by operation ids, and by paths with the method beside them", async () => {
  const at = (method: Method, path: string, operationId: string): Operation => ({
    key: endpointKey(method, path),
    method,
    path,
    operationId,
    tags: [],
    parameters: [],
    statuses: [],
    isDeprecated: false,
    place: { file: "openapi.json", range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } } },
  });
  const operations = [
    at("GET", "/notes", "list_notes"),
    at("POST", "/notes", "create_note"),
    at("GET", "/notes/{id}", "read_note"),
    at("PUT", "/notes/{id}", "rename_note"),
    at("DELETE", "/notes/{id}", "remove_note"),
  ];
  const texts: Readonly<Record<string, string>> = {
    "web/list.ts": 'const all = await fetch("/notes");\n',
    "web/make.ts": 'await fetch("/notes", {\n  method: "post",\n  body });\n',
    "web/sdk.ts": "export const useRename = () => renameNoteMutation();\n",
    "web/client/sdk.gen.ts": "export const removeNote = () => client.delete({ url: '/notes/{id}' });\n",
  };
  const files = {
    list: (folder: string) => Promise.resolve(Object.keys(texts).filter((name) => name.startsWith(folder))),
    read: (name: string) => Promise.resolve(texts[name]),
  };
  const called = await calledIn(files, ["web"], operations, "web/client");
  expect([...called].map(([key, { file }]) => `${key} ${file}`)).toEqual([
    "GET /notes web/list.ts",
    "POST /notes web/make.ts",
    "PUT /notes/{} web/sdk.ts",
  ]);
});

test("the version is that of package.json", () => {
  const text = readFileSync(new URL("../../../package.json", import.meta.url), "utf8");
  expect((JSON.parse(text) as { readonly version: string }).version).toBe(PORTOLAN_VERSION);
});
