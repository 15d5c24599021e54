import { expect, test } from "vitest";

import { checkGate } from "./check-gate.ts";

const NODE = JSON.stringify(process.execPath);

const contract = {
  openapi: "3.1.0",
  info: { title: "small", version: "1" },
  paths: {
    "/nodes": {
      get: { operationId: "list_nodes", responses: { 200: { description: "All." } } },
      post: { operationId: "create_node", responses: { 201: { description: "Made." } } },
    },
    "/nodes/{id}": {
      get: {
        operationId: "read_node",
        parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }],
        responses: { 200: { description: "One." } },
      },
    },
  },
};

/** What the generator writes; shaped like openapi-typescript's output. */
const types = `/** Generated. */
export interface paths {
  "/nodes": {
    parameters: { query?: never };
    /** All nodes */
    get: operations["list_nodes"];
    post: operations["create_node"];
  };
  "/nodes/{id}": {
    get: operations["read_node"];
  };
}
export interface components {
  schemas: {
    Node: {
      name: string;
    };
  };
}
export interface operations {
  list_nodes: {
    responses: {
      200: { content: { "application/json": string[] } };
    };
  };
  create_node: {
    responses: {
      201: { content?: never };
    };
  };
  read_node: {
    responses: {
      200: { content: { "application/json": string } };
    };
  };
}
`;

interface Committed {
  readonly files: Readonly<Record<string, string>>;
  /** What is generated, by name below the output; "" where the output is a file. */
  readonly written?: Readonly<Record<string, string>>;
  readonly output?: string;
  readonly check?: string;
  readonly script?: string;
  readonly command?: string;
}

const WRITES = `import { dirname } from "node:path";
import { mkdirSync, writeFileSync } from "node:fs";
import { files } from "./files.mjs";
for (const [name, text] of Object.entries(files)) {
  mkdirSync(dirname(process.argv[2] + name), { recursive: true });
  writeFileSync(process.argv[2] + name, text);
}
`;

function checkClient({
  files,
  written = { "": types },
  output = "web/src/schema.d.ts",
  check,
  script = WRITES,
  command = `${NODE} generate.mjs \${output}`,
}: Committed): Promise<string> {
  const settings = { command, output, folder: "web", ...(check !== undefined && { check }) };
  return checkGate(
    {
      "portolan.yaml": `version: 1
contract: openapi.json
servers:
  python: { folder: python, start: never, ready: /ready }
  rust: { folder: rust, start: never, ready: /ready }
database: { engine: none }
gates: ${JSON.stringify({ client: settings })}
`,
      "openapi.json": JSON.stringify(contract),
      "python/main.py": "",
      "rust/Cargo.toml": '[package]\nname = "small"\nversion = "0.1.0"\n',
      "web/generate.mjs": script,
      "web/files.mjs": `export const files = ${JSON.stringify(written)};`,
      ...files,
    },
    ["client"],
  ).then((text) => text.replaceAll(process.execPath, "node"));
}

const SCHEMA = "web/src/schema.d.ts";

test("a client that is what its generator writes passes, with its check", async () => {
  expect(await checkClient({ files: { [SCHEMA]: types }, check: "test -s src/schema.d.ts" })).toMatchInlineSnapshot(`
    "✓ passed  client
      checked: web/src/schema.d.ts against what \`"node" generate.mjs \${output}\` writes, byte for byte
      checked: the committed client by \`test -s src/schema.d.ts\`

    1 gate: 1 passed
    "
  `);
});

test("what differs is told by operation, at its line", async () => {
  const committed = types
    .replace('"application/json": string[]', '"application/json": number[]')
    .replace("      201: { content?: never };\n", "")
    .replace("    /** All nodes */\n", "    /** Every node */\n");
  expect(await checkClient({ files: { [SCHEMA]: committed } })).toMatchInlineSnapshot(`
    "✗ failed  client
      checked: web/src/schema.d.ts against what \`"node" generate.mjs \${output}\` writes, byte for byte
    2 findings
      web/src/schema.d.ts:5:5: error: The client's code for \`GET /nodes\` is not what the generator writes: it has \`/** Every node */\`; the generator has \`/** All nodes */\`. Generate it anew.
      web/src/schema.d.ts:28:5: error: The client's code for \`POST /nodes\` is not what the generator writes; the generator has \`201: { content?: never };\`. Generate it anew.

    1 gate: 1 failed
    "
  `);
});

test("an operation that only one of the two has", async () => {
  const committed = types
    .replace(/ {2}"\/nodes\/\{id\}": \{\n.*\n {2}\};\n/, '  "/sites": {\n    get: operations["list_sites"];\n  };\n')
    .replace(/ {2}read_node: \{[^]*/, "}\n");
  expect(await checkClient({ files: { [SCHEMA]: committed } })).toMatchInlineSnapshot(`
    "✗ failed  client
      checked: web/src/schema.d.ts against what \`"node" generate.mjs \${output}\` writes, byte for byte
    2 findings
      web/src/schema.d.ts:9:3: error: The committed client has code for \`/sites\`, which the generator no longer writes; generate it anew.
      web/src/schema.d.ts:9:3: error: The generator writes code for \`GET /nodes/{id}\`, which the committed client does not have; generate it anew.

    1 gate: 1 failed
    "
  `);
});

test("where nothing of the contract is around it, the line is told", async () => {
  const committed = types.replace("name: string", "title: string").replace("Generated.", "Made.");
  expect(await checkClient({ files: { [SCHEMA]: committed } })).toMatchInlineSnapshot(`
    "✗ failed  client
      checked: web/src/schema.d.ts against what \`"node" generate.mjs \${output}\` writes, byte for byte
    2 findings
      web/src/schema.d.ts:16:7: error: The client's type \`Node\` is not what the generator writes: it has \`title: string;\`; the generator has \`name: string;\`. Generate it anew.
      web/src/schema.d.ts:1:1: error: What the generator writes is other here: it has \`/** Generated. */\`; the committed client has \`/** Made. */\`. Generate it anew.

    1 gate: 1 failed
    "
  `);
});

test("a type is told with the operations that use it, by way of other types too", async () => {
  const written = `export type Node = {
  name: string;
};
export type NodePage = {
  items: Array<Node>;
};
export type Unused = {
  a: string;
};
export type ListNodesResponses = {
  200: NodePage;
};
export type ReadNodeResponses = {
  200: Node;
};
`;
  const committed = written.replace("name: string", "name: string;\n  size: number").replace("a: string", "b: string");
  expect(await checkClient({ files: { [SCHEMA]: committed }, written: { "": written } })).toMatchInlineSnapshot(`
    "✗ failed  client
      checked: web/src/schema.d.ts against what \`"node" generate.mjs \${output}\` writes, byte for byte
    2 findings
      web/src/schema.d.ts:3:3: error: The client's type \`Node\`, used for \`GET /nodes/{id}\`, \`GET /nodes\`, is not what the generator writes: it has \`size: number;\`. Generate it anew.
      web/src/schema.d.ts:9:3: error: The client's type \`Unused\` is not what the generator writes: it has \`b: string;\`; the generator has \`a: string;\`. Generate it anew.

    1 gate: 1 failed
    "
  `);
});

test("a formatter that ran on the committed client alone", async () => {
  const committed = types
    .replaceAll(";", "")
    .replaceAll('"', "'")
    .replaceAll(/^( +)/gm, "$1$1")
    .replace("{ query?: never }", "{\n    query?: never,\n  }");
  expect(await checkClient({ files: { [SCHEMA]: committed } })).toMatchInlineSnapshot(`
    "✗ failed  client
      checked: web/src/schema.d.ts against what \`"node" generate.mjs \${output}\` writes, byte for byte
    1 finding
      web/src/schema.d.ts:3:3: error: The committed client differs in nothing but its layout, first \`'/nodes': {\` where the generator's command has \`"/nodes": {\`: a formatter ran on one of the two alone. Let \`gates.client.command\` format what it writes, with the formatter's settings named in it.

    1 gate: 1 failed
    "
  `);
});

test("a formatter that did not run hides no operation that differs", async () => {
  const committed = types.replaceAll(";", "").replace("string[]", "number[]");
  const text = await checkClient({ files: { [SCHEMA]: committed } });
  expect(text).toContain("web/src/schema.d.ts:23:7: error: The client's code for `GET /nodes` is not");
  expect(text).toContain("1 finding\n");
});

test("functions of a folder of files, and files that are missing or too many", async () => {
  const sdk = `import type { CreateNodeData, ListNodesData } from "./types.gen";

export const listNodes = (options?: Options<ListNodesData>) =>
  client.get<ListNodesResponses>({
    url: "/nodes",
    ...options,
  });

export const makeOne = (
  options: Options<CreateNodeData>,
) => {
  return client.post({
    url: \`\${base}/nodes\`,
    retry: 1,
  });
};

class Raw {
  one(id: string) {
    return this.send("GET", \`/nodes/\${encodeURIComponent(id)}\`, {
      retry: 1,
    });
  }
}
`;
  const gen =
    "export type ListNodesData = {\n  url: '/nodes';\n};\nexport type ReadNodeErrors = {\n  404: string;\n};\n";
  const text = await checkClient({
    output: "web/client",
    files: {
      "web/client/sdk.gen.ts": sdk
        .replace("...options,", "...options, throwOnError: true,")
        .replaceAll("retry: 1", "retry: 2")
        .replace("CreateNodeData, ListNodesData", "ListNodesData, CreateNodeData"),
      "web/client/types.gen.ts": gen.replace("404: string", "404: number"),
      "web/client/old/gone.gen.ts": "",
    },
    written: { "/sdk.gen.ts": sdk, "/types.gen.ts": gen, "/client.gen.ts": "" },
  });
  expect(text).toMatchInlineSnapshot(`
    "✗ failed  client
      checked: web/client against what \`"node" generate.mjs \${output}\` writes, byte for byte
    6 findings
      error: The generator writes \`web/client/client.gen.ts\`, which is not committed; generate the client anew.
      web/client/old/gone.gen.ts:1:1: error: The generator does not write this file; take it away, or move it out of \`web/client\` where it is yours.
      web/client/sdk.gen.ts:6:5: error: The client's code for \`GET /nodes\` is not what the generator writes: it has \`...options, throwOnError: true,\`; the generator has \`...options,\`. Generate it anew.
      web/client/sdk.gen.ts:14:5: error: The client's code for \`POST /nodes\` is not what the generator writes: it has \`retry: 2,\`; the generator has \`retry: 1,\`. Generate it anew.
      web/client/sdk.gen.ts:21:7: error: The client's code for \`GET /nodes/{id}\` is not what the generator writes: it has \`retry: 2,\`; the generator has \`retry: 1,\` (also in web/client/types.gen.ts:5:3). Generate it anew.
      web/client/sdk.gen.ts:1:1: error: What the generator writes is other here: it has \`import type { CreateNodeData, ListNodesData } from "./types.gen";\`; the committed client has \`import type { ListNodesData, CreateNodeData } from "./types.gen";\`. Generate it anew.

    1 gate: 1 failed
    "
  `);
});

test("the committed client is not touched, and the scratch folder is gone", async () => {
  const script = `import { readFileSync, writeFileSync } from "node:fs";
const [output] = process.argv.slice(2);
writeFileSync(output, readFileSync("src/schema.d.ts"));
writeFileSync("where.txt", output);
`;
  const check = `test -s where.txt && test ! -e "$(cat where.txt)" && test "$(cat src/schema.d.ts)" = as-it-was`;
  expect(await checkClient({ files: { [SCHEMA]: "as-it-was" }, script, check })).toContain("✓ passed  client");
});

test("a check that fails is told by its first lines, at the place that it names", async () => {
  const script = `console.log("src/api.ts(3,7): error TS2339: Property 'size' does not exist.");
for (let line = 0; line < 5000; line += 1) console.log("src/more.ts(1,1): error TS1005: more");
process.exit(2);`;
  const text = await checkClient({
    files: { [SCHEMA]: types, "web/check.mjs": script },
    check: `${NODE} check.mjs`,
  });
  expect(text).toContain(
    "web/src/api.ts:3:7: error: `\"node\" check.mjs` fails with the committed client: src/api.ts(3,7): error TS2339: Property 'size' does not exist.",
  );
  expect(text.match(/TS1005/g)).toHaveLength(4);
});

test("a generator that fails, one that writes nothing, and a client that is not there", async () => {
  const files = { [SCHEMA]: types };
  const failing = await checkClient({ files, script: 'console.error("no such contract"); process.exit(3);' });
  expect(failing).toContain("error: The client could not be generated:");
  expect(failing).toContain("no such contract");
  expect(await checkClient({ files, script: "" })).toContain("wrote nothing to `${output}`; correct");
  expect(await checkClient({ files: {} })).toContain("There is no client at `web/src/schema.d.ts`;");
});

test("a command without a place to write to is refused before it runs", async () => {
  const refused = checkClient({ files: { [SCHEMA]: types }, command: "touch src/schema.d.ts" });
  await expect(refused).rejects.toThrow("The project file cannot be used");
});
