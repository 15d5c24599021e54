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

test("the example: nine endpoints in Python, eight of them in Rust, all in the contract", async () => {
  const readers = createInlineReaders(createSyntax(createGrammars()));
  const layout = { folders: { python: "core-server", rust: "core-server-rs" }, contract: "openapi/openapi.json" };
  const index = createIndex({ files: createFiles(root), readers, languages: SOURCE_LANGUAGES, layout });
  const snapshot = await index.snapshot();
  const { rows } = buildLedger({ snapshot, project: undefined, verdicts: new Map() });
  const lines = rows.map((row) => {
    const sides = SIDES.map((side) => row[side][0]?.handler?.name ?? "-");
    return `${row.status} ${row.method} ${row.path}: ${sides.join(", ")}${row.operation ? "" : " (not in the contract)"}`;
  });
  expect([...lines, ...snapshot.findings.map(({ code }) => code)].join("\n")).toMatchInlineSnapshot(`
    "ported POST /api/auth/login: log_in, log_in
    ported GET /api/auth/me: read_current_user, read_current_user
    unported GET /api/dashboard/state: read_dashboard_state, -
    ported GET /api/nodes: list_nodes, list_nodes
    ported POST /api/nodes: create_node, create_node
    ported DELETE /api/nodes/{node_id}: delete_node, delete_node
    ported GET /api/nodes/{node_id}: read_node, read_node
    ported PUT /api/nodes/{node_id}: replace_node, replace_node
    ported GET /healthz: read_health, read_health"
  `);
});
