import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { createIndex } from "#core/index/create-index.ts";
import { buildLedger } from "#core/ledger/build-ledger.ts";
import { SIDES } from "#core/model/endpoint.ts";
import { createInlineReaders } from "#core/sources/inline-readers.ts";
import { SOURCE_LANGUAGES } from "#core/sources/source-languages.ts";
import { createSyntax } from "#core/syntax/create-syntax.ts";
import { createFiles } from "#host/files/files.ts";
import { createGrammars } from "#host/readers/grammars.ts";

const root = fileURLToPath(new URL("../../../examples/controller", import.meta.url));

test("the example: what is in Rust has the handlers of Python, all in the contract; the rest is Python's", async () => {
  const readers = createInlineReaders(createSyntax(createGrammars()));
  const layout = { folders: { python: "core-server", rust: "core-server-rs" }, contract: "openapi/openapi.json" };
  const index = createIndex({ files: createFiles(root), readers, languages: SOURCE_LANGUAGES, layout });
  const snapshot = await index.snapshot();
  const { rows } = buildLedger({ snapshot, project: undefined, verdicts: new Map() });
  const handlers = (row: (typeof rows)[number]): readonly (string | undefined)[] =>
    SIDES.map((side) => row[side][0]?.handler?.name);
  const ported = rows.filter((row) => row.status === "ported");
  expect(ported.filter((row) => row.operation === undefined || new Set(handlers(row)).size !== 1)).toEqual([]);
  expect(ported.length).toBeGreaterThan(15);
  const lines = rows.filter((row) => !ported.includes(row)).map((row) => `${row.status} ${row.method} ${row.path}`);
  expect([...lines, ...snapshot.findings.map(({ code }) => code)].join("\n")).toMatchInlineSnapshot(`
    "unported GET /api/nodes/{name}/ping
    unported GET /api/reports/access
    unported GET /api/reports/fleet
    unported GET /api/reports/traffic
    unported GET /api/status.txt"
  `);
});
