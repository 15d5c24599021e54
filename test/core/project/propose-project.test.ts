import { expect, it } from "vitest";
import { readProject } from "#core/project/read-project.ts";
import { checkProposal } from "./check-proposal.ts";

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
        folder: core-server # core-server/pyproject.toml
        # build: a command that runs before each start
        start: ".venv/bin/python -m uvicorn core_server.app:app --port \${port}" # core-server/core_server/app.py:3
        ready: /healthz # openapi/openapi.json
        environment:
          DATABASE_URL: "sqlite:///\${database}" # FILL IN: the variable that names the database, and how it spells it
      rust:
        folder: core-server-rs # core-server-rs/Cargo.toml
        build: cargo build
        start: "../target/debug/core-server-rs" # FILL IN: how it takes the port, as an option or below \`environment\`
        ready: /healthz # openapi/openapi.json
        environment:
          DATABASE_URL: "sqlite:///\${database}" # FILL IN: the variable that names the database, and how it spells it
    database:
      engine: sqlite
      migrations: migrations # SQL files, 0001_nodes.sql first
      seed: seed/seed.sql
    # To log in, take away the # in front of these lines and name a user of the seed:
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
    Fill in what is marked FILL IN; until then nothing is run."
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
    "    folder: "." # requirements.txt
        start: ".venv/bin/python -m server" # FILL IN: how it takes the port, as an option or below \`environment\`
        folder: a b # a b/Cargo.toml
        start: target/debug/serve # FILL IN: how it takes the port, as an option or below \`environment\`
    # cases: a folder of files with requests to send besides the contract's examples
    The Python server: .; also found: old.
    The Rust server: a b.
    No folder of migrations was found; a folder named migrations with .sql files, Alembic's and Django's was looked for.
    No seed was found; a file named seed.sql, or a .sql file in a folder named seed, was looked for."
  `);
});

it("marks what is left to fill in where it finds nothing", async () => {
  expect(await checkProposal({ "openapi.json": "not JSON" })).toMatchInlineSnapshot(`
    "version: 1
    # contract: the OpenAPI document; without it, that of \`portolan export\`, or endpoints come from the sources
    servers:
      python:
        folder: . # FILL IN: the folder of the Python server
        # build: a command that runs before each start
        start: 'false' # FILL IN: the command, with \${port}
        ready: /healthz # FILL IN: a path that answers 2xx
      rust:
        folder: . # FILL IN: the folder of the Rust server
        # build: a command that runs before each start
        start: 'false' # FILL IN: the command, with \${port}
        ready: /healthz # FILL IN: a path that answers 2xx
    database:
      engine: none # FILL IN: nothing that has to do with a database was found; none, sqlite or postgresql
      # seed: a .sql file that fills the tables
    # login: how to log in, if endpoints ask for it
    # cases: a folder of files with requests to send besides the contract's examples
    milestones: {}
    rules: []
    not_migrated: []

    No Python server was found; a manifest that asks for FastAPI, Flask or aiohttp was looked for.
    No Rust server was found; a Cargo.toml that asks for axum or Rocket was looked for.
    No contract was found; a JSON or YAML document whose name begins with openapi was looked for.
    No folder of migrations was found; a folder named migrations with .sql files, Alembic's and Django's was looked for.
    No seed was found; a file named seed.sql, or a .sql file in a folder named seed, was looked for.
    Fill in what is marked FILL IN; until then nothing is run."
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
  expect(await checkProposal({})).not.toContain("# network");
  const proposal = await checkProposal({}, { whyNoLoopback: () => Promise.resolve(undefined) });
  expect(proposal).toContain("\n# network: loopback # keeps");
  const { findings } = readProject(
    "portolan.yaml",
    proposal.slice(0, proposal.indexOf("\nNo ")).replace("# network", "network"),
  );
  expect(findings.map(({ code }) => code)).not.toContain("yaml-unknown-key");
  expect(findings.filter(({ facts }) => facts["key"] === "network")).toEqual([]);
});

it("underlines what is to be filled in, and no other comment", () => {
  const text = `version: 1
# FILL IN everything that is marked.
servers:
  python: { folder: ., start: "run # FILL IN", ready: / } # FILL IN: a path that answers 2xx
  rust: { folder: ., start: run, ready: / }
database: { engine: sqlite } # FILL IN
`;
  const { findings } = readProject("portolan.yaml", text);
  expect(findings.map(({ code, place, facts }) => `${place?.range.start.line} ${code} ${facts["what"]}`))
    .toMatchInlineSnapshot(`
    [
      "3 project-fill-in a path that answers 2xx",
      "5 project-fill-in ",
    ]
  `);
});
