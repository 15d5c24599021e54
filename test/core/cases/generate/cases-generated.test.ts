import { describe, expect, it } from "vitest";
import { casesGenerated } from "#core/cases/cases-generated.ts";
import { readContract } from "#core/sources/openapi/read-contract.ts";
import { readProject } from "#core/project/read-project.ts";
import { exampleProject } from "../../../fixtures/project/example-project.ts";
import { memoryFiles } from "../../../fixtures/project/memory-files.ts";

/** The requests that are made up for a contract's paths, written as YAML. */
async function checkGenerated(paths: string): Promise<string> {
  const [inPaths = "", components = ""] = paths.split(/^(?=components:)/m);
  const text = `openapi: 3.1.0\npaths:\n${inPaths.replaceAll(/^/gm, "  ")}\n${components}`;
  const { project } = readProject("portolan.yaml", exampleProject);
  if (project === undefined) throw new Error("the test's project file cannot be used");
  const { cases } = await casesGenerated({
    files: memoryFiles({}),
    project,
    operations: readContract("openapi.yaml", text).operations,
    emptied: new Map(),
    isGenerating: true,
    undeclared: async () => [],
  });
  return cases
    .map(({ name, method, target, headers, body, identity }) =>
      [
        `${name.replace("generated: ", "")}: ${method} ${target}${identity === undefined ? "" : ` as ${identity}`}`,
        ...headers.map(([header, value]) => `  ${header}: ${value}`),
        ...(body.kind === "text" ? [`  ${body.text}`] : []),
      ].join("\n"),
    )
    .join("\n");
}

describe("requests that are made up", () => {
  it("are one valid, two at the limits, and three with one thing invalid", async () => {
    expect(
      await checkGenerated(`
/nodes:
  post:
    requestBody:
      required: true
      content:
        application/json:
          schema:
            type: object
            required: [name]
            properties:
              name: { type: string, minLength: 2, maxLength: 6 }
              port: { type: integer, minimum: 1, maximum: 65535, default: 9443 }
              status: { enum: [on, off] }
              note: { type: [string, "null"] }
    responses: { "201": {} }
`),
    ).toMatchInlineSnapshot(`
      "all that may be sent: POST /nodes as default
        {"name":"some t","port":9443,"status":"on","note":"some text"}
      the least of everything: POST /nodes as default
        {"name":"aa"}
      the most of everything: POST /nodes as default
        {"name":"Ünïcöd","port":65535,"status":"off","note":"Ünïcödé 港 🌉 é \\"'<&>"}
      name is left out: POST /nodes as default
        {"port":9443,"status":"on","note":"some text"}
      port is a number in quotes: POST /nodes as default
        {"name":"some t","port":"12","status":"on","note":"some text"}
      name is longer than it may be: POST /nodes as default
        {"name":"xxxxxxx","port":9443,"status":"on","note":"some text"}"
    `);
  });

  it("keep what is named in a path, as the contract's example has it, and ask for nothing that is there once", async () => {
    expect(
      await checkGenerated(`
/nodes/{node_id}:
  get:
    security: [{ bearer: [] }]
    parameters:
      - { name: node_id, in: path, required: true, schema: { type: string, format: uuid }, example: 00000000-0000-4000-8000-0000000000a1 }
    responses: { "200": {} }
`),
    ).toMatchInlineSnapshot(`
      "node_id is no uuid: GET /nodes/not%20one as default
      node_id names nothing: GET /nodes/ffffffff-ffff-4fff-bfff-ffffffffffff as default
      nobody is logged in: GET /nodes/00000000-0000-4000-8000-0000000000a1"
    `);
  });

  it("say that what is named in a path is made up where the contract shows none", async () => {
    expect(
      await checkGenerated(`
/nodes/{node_id}/logs:
  get:
    parameters:
      - { name: node_id, in: path, required: true, schema: { type: integer } }
      - { name: limit, in: query, schema: { type: integer, minimum: 1, maximum: 200 } }
      - { name: level, in: query, schema: { enum: [debug, error] } }
    responses: { "200": {} }
`),
    ).toMatchInlineSnapshot(`
      "all that may be sent, node_id made up: GET /nodes/1/logs?limit=7&level=debug as default
      the least of everything, node_id made up: GET /nodes/1/logs?limit=1&level=debug as default
      the most of everything, node_id made up: GET /nodes/1/logs?limit=200&level=error as default
      node_id is no number: GET /nodes/many/logs?limit=7&level=debug as default
      limit is larger than it may be, node_id made up: GET /nodes/1/logs?limit=201&level=debug as default
      node_id names nothing: GET /nodes/987654321/logs?limit=7&level=debug as default"
    `);
  });

  it("follow references, put allOf together, and end where a schema holds itself", async () => {
    expect(
      await checkGenerated(`
/trees:
  post:
    requestBody:
      required: true
      content: { application/json: { schema: { $ref: "#/paths/~1trees/x-tree" } } }
    responses: { "201": {} }
  x-tree:
    allOf:
      - type: object
        required: [name, leaves]
        properties:
          id: { type: string, readOnly: true }
          name: { oneOf: [{ type: "null" }, { $ref: "#/paths/~1trees/x-name" }] }
          leaves: { type: array, minItems: 1, items: { type: string, format: date } }
      - type: object
        properties:
          label: { anyOf: [{}, { type: string }] }
          trees: { type: array, items: { $ref: "#/paths/~1trees/x-tree" } }
  x-name: { type: string, maxLength: 3 }
`),
    ).toMatchInlineSnapshot(`
      "all that may be sent: POST /trees as default
        {"name":"som","leaves":["2024-02-29"],"label":"some text","trees":[]}
      the least of everything: POST /trees as default
        {"name":null,"leaves":["2024-02-29"]}
      the most of everything: POST /trees as default
        {"name":"Ünï","leaves":["2024-02-29","2024-02-29","2024-02-29"],"label":"Ünïcödé 港 🌉 é \\"'<&>","trees":[]}
      name is left out: POST /trees as default
        {"leaves":["2024-02-29"],"label":"some text","trees":[]}
      leaves is an object in place of a list: POST /trees as default
        {"name":"som","leaves":{},"label":"some text","trees":[]}
      name is longer than it may be: POST /trees as default
        {"name":"xxxx","leaves":["2024-02-29"],"label":"some text","trees":[]}"
    `);
  });

  it("are none where something that must be sent cannot be made up, or nobody should send it unasked", async () => {
    expect(
      await checkGenerated(`
/plates:
  post:
    requestBody:
      required: true
      content: { application/json: { schema: { type: object, required: [plate], properties: { plate: { type: string, pattern: "^(?=.*[A-Z]).{8,}$" } } } } }
    responses: { "201": {} }
  delete:
    responses: { "204": {} }
/pictures:
  post:
    requestBody: { required: true, content: { image/png: { schema: { type: string, format: binary } } } }
    responses: { "201": {} }
`),
    ).toBe("");
  });

  it("go into a form where the operation takes one", async () => {
    expect(
      await checkGenerated(`
/login:
  post:
    requestBody:
      required: true
      content:
        application/x-www-form-urlencoded:
          schema: { type: object, required: [user], properties: { user: { type: string }, keep: { type: boolean } } }
    responses: { "200": {} }
`),
    ).toMatchInlineSnapshot(`
      "all that may be sent: POST /login as default
        user=some+text&keep=true
      the least of everything: POST /login as default
        user=
      the most of everything: POST /login as default
        user=%C3%9Cn%C3%AFc%C3%B6d%C3%A9+%E6%B8%AF+%F0%9F%8C%89+e%CC%81+%22%27%3C%26%3E&keep=true
      user is left out: POST /login as default
        keep=true
      keep is a word in place of true or false: POST /login as default
        user=some+text&keep=yes
      only what is required: POST /login as default
        user=some+text"
    `);
  });

  it("end where each of many schemas refers to many others, and limits are beyond all numbers", async () => {
    const level = (depth: number): string => {
      const fields = Array.from({ length: 12 }, (_, at) => `f${at}: { $ref: "#/components/schemas/L${depth + 1}" }`);
      return `    L${depth}: { type: object, properties: { ${fields.join(", ")} } }`;
    };
    const levels = Array.from({ length: 8 }, (_, depth) => level(depth)).join("\n");
    const written = await checkGenerated(`
/wide:
  post:
    requestBody: { required: true, content: { application/json: { schema: { $ref: "#/components/schemas/L0" } } } }
    responses: { "201": {} }
/far:
  get:
    parameters:
      - { name: a, in: query, schema: { type: integer, minimum: -1e400, maximum: 1e400 } }
      - { name: b, in: query, schema: { type: number, minimum: -1e400, maximum: 1e400 } }
      - { name: c, in: query, schema: { type: array, minItems: 1e9, items: { type: string, minLength: 1e9 } } }
      - { name: d, in: query, schema: { type: 5, enum: {}, minLength: x } }
    responses: { "200": {} }
components:
  schemas:
${levels}
`);
    expect(written.slice(written.indexOf("all that may be sent: GET"))).toMatchInlineSnapshot(`
      "all that may be sent: GET /far?a=7&b=2.5 as default
      the least of everything: GET /far?a=-9223372036854775808&b=-1.7976931348623157e%2B308 as default
      the most of everything: GET /far?a=9223372036854775807&b=1.7976931348623157e%2B308 as default
      a is no number: GET /far?a=many&b=2.5 as default
      b is no number: GET /far?a=7&b=many as default"
    `);
  });
});
