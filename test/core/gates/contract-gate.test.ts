import { expect, test } from "vitest";

import { normalForm } from "#core/gates/contract/normal-form.ts";

import { turnedClock } from "#host/processes/turned-clock.ts";

import { checkGate as checkGates } from "./check-gate.ts";

/** Whether this system can turn the clock of a program. */
const hasTurnedClock = (await turnedClock("2000-01-01T00:00:00Z")) !== undefined;

/** What the gate prints, as where the clock can be turned. */
async function checkGate(files: Readonly<Record<string, string>>, names = ["contract"]): Promise<string> {
  const text = await checkGates(files, names);
  return text.replaceAll(
    "not on another day by the system's clock: there is no libfaketime",
    "on another day, by the system's clock",
  );
}

const NODE = JSON.stringify(process.execPath);

const document = {
  openapi: "3.1.0",
  info: { title: "small", version: "1" },
  paths: {
    "/nodes": { get: { operationId: "list", responses: { 200: { description: "All." } } } },
    "/nodes/{id}": {
      get: {
        parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }],
        responses: { 200: { description: "One." } },
      },
    },
  },
  components: { schemas: { Node: { type: "object" } } },
};

type Document = typeof document;

/** A project whose Rust server exports what a script prints. */
function project(
  script: string,
  committed: string | undefined = jsonOf(document),
  pythonScript?: string,
): Readonly<Record<string, string>> {
  const python = pythonScript === undefined ? "" : `, export: '${NODE} export.mjs'`;
  return {
    ...(pythonScript !== undefined && { "python/export.mjs": pythonScript }),
    "portolan.yaml": `version: 1
contract: openapi.json
servers:
  python: { folder: python, start: never, ready: /ready${python} }
  rust: { folder: rust, start: never, ready: /ready, export: '${NODE} export.mjs' }
database: { engine: none }
`,
    "openapi.json": committed,
    "python/main.py": `from fastapi import FastAPI
app = FastAPI(openapi_url=None)
@app.get("/nodes")
def nodes(): return []
@app.get("/nodes/{id}")
def node(id: str): return id
`,
    "rust/Cargo.toml": '[package]\nname = "small"\nversion = "0.1.0"\n',
    "rust/export.mjs": script,
  };
}

function jsonOf(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

/** A script that prints the document after a change. */
function prints(change: (copy: Document) => void): string {
  const copy = structuredClone(document);
  change(copy);
  return `process.stdout.write(${JSON.stringify(jsonOf(copy))});`;
}

const asItIs = prints(() => undefined);

test("an export that is the committed document passes", async () => {
  expect(await checkGate(project(`console.error("talk beside it"); console.log("   Compiling"); ${asItIs}`)))
    .toMatchInlineSnapshot(`
      "✓ passed  contract
        checked: Rust's export under two hash seeds, time zones, dates and locales
        checked: Rust's export in a copy of the project at another path
        checked: Rust's export on another day, by the system's clock
        checked: openapi.json against Rust's export, byte for byte
        checked: the routes of both servers against the contract

      1 gate: 1 passed
      "
    `);
});

test("each operation and component that the export has otherwise is a finding at its place", async () => {
  const script = prints((copy) => {
    copy.paths["/nodes"].get.operationId = "list_nodes";
    Object.assign(copy.components.schemas, { Node: { type: "array" } });
    Reflect.deleteProperty(copy.paths, "/nodes/{id}");
    Object.assign(copy.paths, { "/sensors": { post: {} } });
  });
  expect(await checkGate(project(script))).toMatchInlineSnapshot(`
    "✗ failed  contract
      checked: Rust's export under two hash seeds, time zones, dates and locales
      checked: Rust's export in a copy of the project at another path
      checked: Rust's export on another day, by the system's clock
      checked: openapi.json against Rust's export, byte for byte
      checked: the routes of both servers against the contract
    4 findings
      openapi.json:19:7: error: The Rust server's export no longer has \`GET /nodes/{id}\`, which the committed contract has; export it anew.
      openapi.json:9:7: error: The Rust server's export describes \`GET /nodes\` otherwise than the committed contract; export it anew.
      openapi.json:7:3: error: The Rust server exports \`POST /sensors\`, which the committed contract does not have; export it anew.
      openapi.json:40:7: error: The Rust server's export has another \`schemas/Node\` than the committed contract; export it anew.

    1 gate: 1 failed
    "
  `);
});

test("a committed document that a formatter went over is told by its layout", async () => {
  const { paths, ...rest } = document;
  const reordered = { paths, ...rest };
  expect(await checkGate(project(asItIs, JSON.stringify(reordered)))).toMatchInlineSnapshot(`
    "✗ failed  contract
      checked: Rust's export under two hash seeds, time zones, dates and locales
      checked: Rust's export in a copy of the project at another path
      checked: Rust's export on another day, by the system's clock
      checked: openapi.json against Rust's export, byte for byte
      checked: the routes of both servers against the contract
    1 finding
      openapi.json:1:2: error: The Rust server's export says the same in another order or layout than the committed contract, first \`{\` where that has \`{"paths":{"/nodes":{"get":{"operationId":"list","responses":{"200":{"description":"All."}}}},"/nodes/{id}":{"get":{"para…\`; export it anew, and let no formatter touch it.

    1 gate: 1 failed
    "
  `);
});

test.each([
  ["time zone", "process.env.TZ", "in another time zone"],
  ["hash seed", "process.env.PYTHONHASHSEED", "under another hash seed"],
  ["date", "process.env.SOURCE_DATE_EPOCH", "on another day, by SOURCE_DATE_EPOCH"],
  ["folder", "process.cwd()", "in another folder"],
  ["locale", "process.env.LC_ALL", "in another locale"],
  ["clock", "process.hrtime.bigint()", "from run to run"],
])("an export that follows the %s is told so", async (_, value, when) => {
  const script = `const text = ${JSON.stringify(jsonOf(document))};
process.stdout.write(text.replace('"small"', JSON.stringify(String(${value}))));`;
  const text = await checkGate(project(script));
  expect(text).toContain("✗ failed  contract");
  expect(text).toContain(`The Rust server does not export the same document ${when}: line 4 is`);
});

test("an export that has the day in it is told by a clock that is turned, where the system can do that", async () => {
  const day = "new Date().toISOString().slice(0, 10)";
  const script = `const text = ${JSON.stringify(jsonOf(document))};
process.stdout.write(text.replace('"small"', JSON.stringify(${day})));`;
  const text = await checkGate(project(script));
  const told = "The Rust server does not export the same document on another day, by the system's clock: line 4 is";
  if (hasTurnedClock) expect(text).toContain(`${told} \`"title": "`);
  else expect(text).not.toContain(told);
});

test("what builds as it is run is exported in place alone, and that is said", async () => {
  const files = project(asItIs);
  const text = await checkGate({
    ...files,
    "portolan.yaml": (files["portolan.yaml"] ?? "").replace("export.mjs' }", "export.mjs || make export' }"),
  });
  expect(text).toContain(
    "checked: Rust's export neither at another path nor on another day: `make` builds what it runs\n",
  );
});

test("a command that fails, and one that prints something else", async () => {
  expect(await checkGate(project('console.error("no such table"); process.exit(3);'))).toContain(
    "The Rust server's contract could not be exported:",
  );
  expect(await checkGate(project('console.log("hello");'))).toContain(
    "printed no OpenAPI document in JSON; correct `servers.rust.export` in the project file.",
  );
});

test("a route that the contract does not have fails it", async () => {
  const files = project(asItIs);
  const more = '@app.get("/hidden-from-clients")\ndef more(): return 1\n';
  const text = await checkGate({ ...files, "python/main.py": `${files["python/main.py"]}${more}` });
  expect(text).toContain(
    "python/main.py:7:2: error: `GET /hidden-from-clients` is served, but the contract does not have it.",
  );
});

test("what stays with Python, or belongs to a milestone to come, need not be in a contract that Rust exports", async () => {
  const files = project(asItIs);
  const more = '@app.get("/old")\ndef old(): return 1\n@app.get("/later")\ndef later(): return 1\n';
  const text = await checkGate({
    ...files,
    "python/main.py": `${files["python/main.py"]}${more}`,
    "portolan.yaml": `${files["portolan.yaml"]}milestones: { later: [GET /later] }
not_migrated: [{ endpoint: GET /old, reason: Nobody asks for it. }]
`,
  });
  expect(text).toContain("✓ passed  contract");
  expect(text).toContain("checked: the routes of both servers against the contract, without 2 that only Python serves");
});

test("what only Python exports is left out where it stays with Python, and told where it does not", async () => {
  const python = prints((copy) => Object.assign(copy.paths, { "/old": { get: { responses: {} } } }));
  const files = project(asItIs, jsonOf(document), python);
  const kept = "not_migrated: [{ endpoint: GET /old, reason: Nobody asks for it. }]\n";
  const served = `${files["python/main.py"]}@app.get("/old")\ndef old(): return 1\n`;
  expect(
    await checkGate({ ...files, "python/main.py": served, "portolan.yaml": files["portolan.yaml"] + kept }),
  ).toContain("✓ passed  contract");
  expect(await checkGate({ ...files, "python/main.py": served })).toContain("Path `/old` was removed.");
});

test("without an export there is nothing to check, and an unknown gate is named", async () => {
  const files = project(asItIs);
  const text = await checkGate({
    ...files,
    "portolan.yaml": (files["portolan.yaml"] ?? "").replace(/, export: .*/, " }"),
  });
  expect(text).toMatchInlineSnapshot(`
    "– not run  contract: No server has an \`export\`, a command that prints its OpenAPI document; write \`servers.rust.export\` in portolan.yaml.

    1 gate: 1 not run
    "
  `);
  await expect(checkGate(files, ["contrakt"])).rejects.toThrow(
    "There is no gate contrakt; there are contract, client, schema, assets, cutover, release.",
  );
});

test("where Python exports too, what breaks a client is told at its place in the committed document", async () => {
  const python = prints((copy) => {
    Object.assign(copy.paths["/nodes"].get, { summary: "Said otherwise", operationId: "nodes_nodes_get" });
    Object.assign(copy.paths["/nodes"].get.responses[200], {
      content: { "application/json": { schema: { type: "array", items: { $ref: "#/components/schemas/Node" } } } },
    });
    Object.assign(copy.components.schemas.Node, {
      properties: { name: { anyOf: [{ type: "string" }, { type: "null" }], title: "Name" }, at: { type: "string" } },
    });
  });
  const rust = structuredClone(document);
  const items = { type: "object", properties: { name: { type: ["string", "null"] }, at: { type: "integer" } } };
  Object.assign(rust.paths["/nodes"].get.responses[200], {
    content: { "application/json": { schema: { type: "array", items } } },
  });
  const script = `process.stdout.write(${JSON.stringify(jsonOf(rust))});`;
  expect(await checkGate(project(script, jsonOf(rust), python))).toMatchInlineSnapshot(`
    "✗ failed  contract
      checked: Rust's export under two hash seeds, time zones, dates and locales
      checked: Rust's export in a copy of the project at another path
      checked: Rust's export on another day, by the system's clock
      checked: openapi.json against Rust's export, byte for byte
      checked: Python's export under two hash seeds, time zones, dates and locales
      checked: Python's export in a copy of the project at another path
      checked: Python's export on another day, by the system's clock
      checked: what Python exports against what Rust exports, change by change
      checked: the routes of both servers against the contract
    1 finding
      openapi.json:28:25: error: \`GET /nodes\`: Type of \`at\` widened from 'string' to 'integer'. What Python exports is otherwise than what Rust exports (schema-type-changed).

    1 gate: 1 failed
    "
  `);
});

test("security schemes are known by what they are, not by the name that a framework gave them", () => {
  const documentWith = (name: string, scheme: object): object => ({
    paths: { "/a": { get: { security: [{ [name]: [] }] } } },
    components: { securitySchemes: { [name]: scheme } },
  });
  const normal = (name: string, scheme: object): unknown =>
    normalForm(JSON.parse(JSON.stringify(documentWith(name, scheme))));
  const bearer = { type: "http", scheme: "bearer" };
  expect(normal("HTTPBearer", bearer)).toEqual(normal("token", bearer));
  expect(normal("HTTPBearer", bearer)).not.toEqual(normal("HTTPBearer", { type: "http", scheme: "basic" }));
});
