import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";

import { checkGate } from "./check-gate.ts";
import { installedOasdiff } from "./installed-oasdiff.ts";

const installed = installedOasdiff();
const by = installed === undefined ? "the recorded output of oasdiff 1.38.0" : "the installed oasdiff";

/** One operation that takes a name and answers an object. */
const documentOf = (parameter: object, properties: object): object => ({
  openapi: "3.1.0",
  info: { title: "small", version: "1" },
  paths: {
    "/nodes": {
      get: {
        parameters: [{ name: "name", in: "query", schema: { type: "string" }, ...parameter }],
        responses: {
          200: {
            description: "All.",
            content: { "application/json": { schema: { type: "object", required: ["at"], properties } } },
          },
        },
      },
    },
  },
});

const python = documentOf({}, { at: { type: "string" } });
const rust = documentOf({ required: true }, { at: { type: "integer" }, more: { type: "boolean" } });

afterEach(() => vi.unstubAllEnvs());

/** The gate on two servers that export these documents, with a PATH that begins with a folder. */
async function checkWith(folder: string): Promise<string> {
  vi.stubEnv("PATH", `${folder}${delimiter}/usr/bin${delimiter}/bin`);
  const exported = `${JSON.stringify(rust, undefined, 2)}\n`;
  const text = await checkGate(
    {
      "portolan.yaml": `version: 1
contract: openapi.json
servers:
  python: { folder: python, start: never, ready: /ready, export: cat export.json }
  rust: { folder: rust, start: never, ready: /ready, export: cat export.json }
database: { engine: none }
gates:
  contract: { diff: oasdiff }
`,
      "openapi.json": exported,
      "python/export.json": JSON.stringify(python),
      "rust/export.json": exported,
      "python/main.py":
        "from fastapi import FastAPI\napp = FastAPI(openapi_url=None)\n@app.get('/nodes')\ndef nodes(name: str = ''): return []\n",
      "rust/Cargo.toml": '[package]\nname = "small"\nversion = "0.1.0"\n',
    },
    ["contract"],
  );
  // The other lines are those of every contract.
  return text
    .split("\n")
    .filter((line) => /change by change|error|warning/.test(line))
    .join("\n");
}

/** Has a program named oasdiff that prints a text, in a folder that is gone afterwards. */
async function withProgram<T>(text: string, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "portolan-oasdiff-"));
  try {
    await writeFile(join(folder, "oasdiff"), `#!/bin/sh\ncat <<'END'\n${text}\nEND\n`);
    await chmod(join(folder, "oasdiff"), 0o755);
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

test(`changes that oasdiff rates stand at their place in the committed document, by ${by}`, async () => {
  const text = await withProgram(RECORDED, (folder) => checkWith(installed ?? folder));
  expect(text).toMatchInlineSnapshot(`
      "  checked: what Python exports against what Rust exports, change by change
        openapi.json:17:13: error: \`GET /nodes\`: The \`query\` request parameter \`name\` became required. What Python exports is otherwise than what Rust exports (request-parameter-became-required).
        openapi.json:32:23: error: \`GET /nodes\`: The \`at\` response's property \`type\` changed from \`string\` to \`integer\` for status \`200\`. What Python exports is otherwise than what Rust exports (response-property-type-changed).
        openapi.json:34:21: warning: \`GET /nodes\`: Added the optional property \`more\` to the response with the \`200\` status. What Python exports is otherwise than what Rust exports (response-optional-property-added)."
    `);
});

test("an oasdiff that prints something else is told so", async () => {
  expect(await withProgram("No changes", checkWith)).toMatch(/error: oasdiff printed something else .* 1\.38\.0/);
});

test("where the project file asks for oasdiff and there is none, the gate says what to do", async () => {
  expect(await checkWith("/nowhere")).toMatchInlineSnapshot(
    `"  error: There is no \`oasdiff\` on PATH, by which \`gates.contract.diff\` has the two exports compared. Install it (oasdiff.com), or write \`redocly\`, which comes with Portolan."`,
  );
});

/** What 1.38.0 prints for the two documents in normal form. */
const RECORDED = String.raw`[
  {"id": "request-parameter-became-required", "text": "the ${"`"}query${"`"} request parameter ${"`"}name${"`"} became required", "level": 3, "operation": "GET", "path": "/nodes", "section": "paths", "revisionSource": {"file": "revision.json", "line": 16, "column": 7}, "fingerprint": "f10f2526e94a"},
  {"id": "response-property-type-changed", "text": "the ${"`"}at${"`"} response's property ${"`"}type${"`"} changed from ${"`"}string${"`"} to ${"`"}integer${"`"} for status ${"`"}200${"`"}", "level": 3, "operation": "GET", "path": "/nodes", "section": "paths", "baseSource": {"file": "base.json", "line": 29, "column": 12}, "revisionSource": {"file": "revision.json", "line": 30, "column": 12}, "fingerprint": "e3bfd4387eca"},
  {"id": "response-optional-property-added", "text": "added the optional property ${"`"}more${"`"} to the response with the ${"`"}200${"`"} status", "level": 1, "operation": "GET", "path": "/nodes", "section": "paths", "revisionSource": {"file": "revision.json", "line": 32, "column": 11, "endLine": 33, "endColumn": 29}, "fingerprint": "034ae1fc9b00"}
]`;
