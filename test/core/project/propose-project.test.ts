import { expect, it } from "vitest";
import type { Processes } from "#core/ports.ts";
import { proposeProject } from "#core/project/propose-project.ts";
import { readProject } from "#core/project/read-project.ts";
import { memoryFiles } from "../../fixtures/project/memory-files.ts";

/** The proposal's text and notes; it must be a project file without findings, whatever was found. */
async function checkProposal(
  files: Readonly<Record<string, string>>,
  system: Pick<Processes, "whyNoLoopback"> = { whyNoLoopback: () => Promise.resolve("only Linux has it") },
): Promise<string> {
  const { text, notes } = await proposeProject(memoryFiles(files), system);
  const { project, findings } = readProject("portolan.yaml", text);
  expect([project === undefined, findings]).toEqual([false, []]);
  return [text, ...notes].join("\n");
}

it("takes what it finds", async () => {
  const paths = {
    "/healthz": { get: {} },
    "/api/auth/login": { post: { tags: ["auth"] } },
    "/api/nodes/{node_id}": { get: {}, "x-note": {}, delete: {}, parameters: [] },
  };
  const proposal = await checkProposal({
    "core-server/pyproject.toml": '[project]\ndependencies = ["uvicorn", "fastapi[standard]>=0.115"]',
    "core-server/.venv/pyvenv.cfg": "",
    "core-server/core_server/app.py": "from fastapi import FastAPI\n\napp: FastAPI = FastAPI(title='x')\n",
    "Cargo.toml": '[workspace]\nmembers = ["core-server-rs"]\n[workspace.dependencies]\naxum = "0.8"',
    "core-server-rs/Cargo.toml": '[package]\nname = "core-server-rs"\n[dependencies]\naxum = { workspace = true }',
    "docs/openapi-notes.json": '{"swagger": "2.0"}',
    "openapi/openapi.json": JSON.stringify({ openapi: "3.1.0", paths }),
    "migrations/0001_nodes.sql": "",
    "seed/seed.sql": "",
  });
  expect(proposal).toMatchInlineSnapshot(`
    "version: 1
    contract: openapi/openapi.json
    servers:
      python:
        folder: core-server
        # build: a command that runs before each start
        start: ".venv/bin/python -m uvicorn core_server.app:app --port \${port}" # look over: how it takes the port
        ready: /healthz
        environment:
          DATABASE_URL: "sqlite:///\${database}" # FILL IN: the variable that the server reads
      rust:
        folder: core-server-rs
        build: cargo build
        start: "../target/debug/core-server-rs --port \${port}" # look over: how it takes the port
        ready: /healthz
        environment:
          DATABASE_URL: "sqlite:///\${database}" # FILL IN: the variable that the server reads
    database:
      engine: sqlite
      migrations: migrations
      seed: seed/seed.sql
    # FILL IN: a user of the seed, then take the marks away.
    # login:
    #   endpoint: POST /api/auth/login
    #   body: { username: admin, password: secret }
    #   token: /token
    #   header: Authorization
    #   value: "Bearer \${token}"
    # cases: a folder of files with requests to send besides the contract's examples
    milestones:
      healthz:
        - GET /healthz
      auth:
        - POST /api/auth/login
      nodes:
        - GET /api/nodes/{node_id}
        - DELETE /api/nodes/{node_id}
    rules: []
    not_migrated: []

    The Python server: core-server.
    The Rust server: core-server-rs.
    The contract: openapi/openapi.json.
    The folder of migrations: migrations.
    The seed: seed/seed.sql.
    Fill in what is marked FILL IN."
  `);
});

it("starts a package by its name, and says where it had a choice", async () => {
  const proposal = await checkProposal({
    "requirements.txt": "FastAPI==0.115\n",
    "server/__main__.py": "",
    "old/requirements.txt": "fastapi\n",
    "a b/Cargo.toml": '[[bin]]\nname = "serve"\n[dependencies.axum]\nversion = "0.8"',
    "broken/Cargo.toml": "[",
  });
  expect(
    proposal
      .split("\n")
      .filter((line) => /folder|start|The /.test(line))
      .join("\n"),
  ).toMatchInlineSnapshot(`
    "    folder: "."
        # build: a command that runs before each start
        start: python3 -m server --port \${port} # look over: how it takes the port
        folder: a b
        start: target/debug/serve --port \${port} # look over: how it takes the port
      # migrations: a folder of .sql files
    # cases: a folder of files with requests to send besides the contract's examples
    The Python server: .; also found: old.
    The Rust server: a b.
    No folder of migrations was found; a folder named migrations with .sql files was looked for.
    No seed was found; a file named seed.sql, or a .sql file in a folder named seed, was looked for."
  `);
});

it("marks what is left to fill in where it finds nothing", async () => {
  expect(await checkProposal({ "openapi.json": "not JSON" })).toMatchInlineSnapshot(`
    "version: 1
    # contract: the OpenAPI document; without it, endpoints come from the sources
    servers:
      python:
        folder: . # FILL IN: the folder of the python server
        # build: a command that runs before each start
        start: 'false' # FILL IN: the command, with \${port}
        ready: /healthz # FILL IN: a path that answers 2xx
        environment:
          DATABASE_URL: "sqlite:///\${database}" # FILL IN: the variable that the server reads
      rust:
        folder: . # FILL IN: the folder of the rust server
        # build: a command that runs before each start
        start: 'false' # FILL IN: the command, with \${port}
        ready: /healthz # FILL IN: a path that answers 2xx
        environment:
          DATABASE_URL: "sqlite:///\${database}" # FILL IN: the variable that the server reads
    database:
      engine: sqlite
      # migrations: a folder of .sql files
      # seed: a .sql file that fills the tables
    # login: how to log in, if endpoints ask for it
    # cases: a folder of files with requests to send besides the contract's examples
    milestones: {}
    rules: []
    not_migrated: []

    No Python server was found; a pyproject.toml or requirements.txt that asks for FastAPI was looked for.
    No Rust server was found; a Cargo.toml that asks for axum was looked for.
    No contract was found; a JSON or YAML document whose name begins with openapi was looked for.
    No folder of migrations was found; a folder named migrations with .sql files was looked for.
    No seed was found; a file named seed.sql, or a .sql file in a folder named seed, was looked for.
    Fill in what is marked FILL IN."
  `);
});

it("takes a contract in YAML as one in JSON", async () => {
  const contract = "openapi: 3.0.3\npaths:\n  /healthz: { get: {} }\n  /login: { post: { tags: [auth] } }\n";
  const text = await checkProposal({ "docs/openapi.yml": contract });
  expect(text).toContain("contract: docs/openapi.yml\n");
  expect(text).toContain("ready: /healthz");
  expect(text).toContain("POST /login");
});

it("offers a network of the servers' own where one was made on trial", async () => {
  expect(await checkProposal({})).not.toContain("network");
  const proposal = await checkProposal({}, { whyNoLoopback: () => Promise.resolve(undefined) });
  expect(proposal).toContain("\n# network: loopback # keeps");
  const { findings } = readProject(
    "portolan.yaml",
    proposal.slice(0, proposal.indexOf("\nNo ")).replace("# network", "network"),
  );
  expect(findings).toEqual([]);
});
