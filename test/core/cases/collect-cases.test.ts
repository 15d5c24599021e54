import { describe, expect, it } from "vitest";

import { exampleProject } from "../../fixtures/project/example-project.ts";
import { checkCases, operation, parameter } from "./check-cases.ts";

describe("a case from the contract", () => {
  it("sends the examples of what is required, percent-encoded, numbers as they are spelt", async () => {
    const nodes = operation("PUT /nodes/{id}/{part}", {
      statuses: ["default", "2XX", "204", "200"],
      isSecured: true,
      parameters: [
        parameter("path", "id", { exampleText: '"a b/ü"' }),
        parameter("path", "part", { exampleText: "[1,9007199254740993]" }),
        parameter("query", "tag", { exampleText: '["x&y","z"]' }),
        parameter("query", "limit", { isRequired: false, exampleText: "5" }),
        parameter("header", "X-Trace", { exampleText: '"t1"' }),
        parameter("cookie", "theme", { exampleText: '"dark"' }),
      ],
      body: {
        mediaType: "application/json",
        isRequired: true,
        exampleText: '{"name":"Ä","on":null,"id":9007199254740993,"rate":1.0}',
      },
    });
    expect(await checkCases({ operations: [nodes] })).toMatchInlineSnapshot(`
      "contract: PUT /nodes/a%20b%2F%C3%BC/1%2C9007199254740993?tag=x%26y&tag=z → 204 +default writes
        X-Trace: t1
        cookie: theme=dark
        application/json: {"name":"Ä","on":null,"id":9007199254740993,"rate":1.0}"
    `);
  });

  it("is logged in where the contract asks for it and the project says how, but never for the login itself", async () => {
    const operations = [
      operation("GET /me", { isSecured: true }),
      operation("GET /open"),
      operation("POST /api/auth/login", { isSecured: true }),
    ];
    expect(await checkCases({ operations })).toMatchInlineSnapshot(`
      "contract: GET /me → 200 +default
      contract: GET /open → 200
      contract: POST /api/auth/login → 200 writes"
    `);
    const withoutLogin = exampleProject.replace(/^login:.*\n/m, "");
    expect(await checkCases({ operations: operations.slice(0, 1), project: withoutLogin })).toMatchInlineSnapshot(
      `"contract: GET /me → 200"`,
    );
  });

  it("can have a form or a text as its body", async () => {
    const operations = [
      operation("POST /form", {
        body: { mediaType: "application/x-www-form-urlencoded", isRequired: true, exampleText: '{"a":"x y","b":1.50}' },
      }),
      operation("POST /text", {
        body: { mediaType: "text/csv; charset=utf-8", isRequired: true, exampleText: '"a,b"' },
      }),
      operation("PATCH /json", {
        body: { mediaType: "application/merge-patch+json", isRequired: false, exampleText: "[true]" },
      }),
      operation("POST /nothing", { body: { mediaType: "application/json", isRequired: false } }),
    ];
    expect(await checkCases({ operations })).toMatchInlineSnapshot(`
      "contract: POST /form → 200 writes
        application/x-www-form-urlencoded: a=x+y&b=1.50
      contract: POST /text → 200 writes
        text/csv; charset=utf-8: a,b
      contract: PATCH /json → 200 writes
        application/merge-patch+json: [true]
      contract: POST /nothing → 200 writes"
    `);
  });

  it("is not made of what deletes or resets everything, which a case file has to ask for", async () => {
    const operations = [
      "DELETE /nodes",
      "DELETE /nodes/{id}/tags",
      "POST /reset",
      "POST /admin/cacheFlush/{name}",
      "GET /tools/drop-tables/",
      "DELETE /tags/{id}",
      "POST /dropdown/{reset_token}",
    ].map((endpoint) =>
      operation(endpoint, {
        parameters: [...endpoint.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) =>
          parameter("path", name, { exampleText: '"a"' }),
        ),
      }),
    );
    const files = { "cases/a.yaml": "- { endpoint: POST /reset, name: asked }\n" };
    const named = operation("POST /tables", { operationId: "truncate_tables_post" });
    expect(await checkCases({ operations: [...operations, named], files })).toMatchInlineSnapshot(`
      "a/asked: POST /reset → 200 writes
      contract: DELETE /tags/a → 200 writes
      contract: POST /dropdown/a → 200 writes
      openapi.json:1:1 warning case-not-unasked endpoint="DELETE /nodes" why="it may delete all there is, because its path names no single one"
      openapi.json:1:1 warning case-not-unasked endpoint="DELETE /nodes/{id}/tags" why="it may delete all there is, because its path names no single one"
      openapi.json:1:1 information case-not-unasked endpoint="POST /reset" why="its name says \`reset\`"
      openapi.json:1:1 warning case-not-unasked endpoint="POST /admin/cacheFlush/{name}" why="its name says \`flush\`"
      openapi.json:1:1 warning case-not-unasked endpoint="GET /tools/drop-tables/" why="its name says \`drop\`"
      openapi.json:1:1 warning case-not-unasked endpoint="POST /tables" why="its name says \`truncate\`""
    `);
  });

  it("is not made where an example is missing or cannot be sent, or no success is declared", async () => {
    const operations = [
      operation("GET /a/{id}", { parameters: [parameter("path", "id"), parameter("query", "q")] }),
      operation("GET /b/{id}", { parameters: [parameter("path", "id", { exampleText: '""' })] }),
      operation("GET /c/{undeclared}"),
      operation("GET /d", { parameters: [parameter("query", "q", { exampleText: '{"a":1}' })] }),
      operation("POST /e", { body: { mediaType: "application/json", isRequired: true } }),
      operation("POST /f", { body: { mediaType: "multipart/form-data", isRequired: true, exampleText: "{}" } }),
      operation("GET /h", { parameters: [parameter("header", "X-A", { exampleText: String.raw`"a\nb"` })] }),
      operation("GET /g", { statuses: ["2XX", "default"] }),
    ];
    expect(await checkCases({ operations })).toMatchInlineSnapshot(`
      "openapi.json:1:1 warning case-example-missing name="id" in="path"
      openapi.json:1:1 warning case-example-missing name="q" in="query"
      openapi.json:1:1 warning case-example-unusable name="id" in="path"
      openapi.json:1:1 warning case-example-missing name="undeclared" in="path"
      openapi.json:1:1 warning case-example-unusable name="q" in="query"
      openapi.json:1:1 warning case-example-missing name="application/json" in="body"
      openapi.json:1:1 warning case-example-unusable name="multipart/form-data" in="body"
      openapi.json:1:1 warning case-example-unusable name="X-A" in="header"
      openapi.json:1:1 warning case-no-success statuses="2XX, default""
    `);
  });
});

describe("a case file", () => {
  it("sends what it says", async () => {
    const files = {
      "cases/nodes.yaml": `
- endpoint: PUT /api/nodes/{node_id}
  name: A node gets a name, and "more"
  parameters: { node_id: a/b c }
  query: { limit: 2, tag: [x, "y&z"] }
  headers: { X-Trace: 1 }
  body: { counter: 9007199254740993, ratio: 1.0, tiny: 1e-05, hex: 0x1F, text: "1", none: null, list: [true, ~] }
  expect: 200
- endpoint: POST /api/nodes
  name: broken JSON is refused
  text: '{"name": '
  type: application/json
  login: false
  expect: 422
- endpoint: POST /api/nodes
  name: ノードの名前
  body: null
  expect: 422
- { endpoint: GET /api/nodes, name: an empty body is none, body: , expect: 200 }
- { endpoint: POST /api/auth/login, name: the contract says what to expect, headers: { content-type: text/plain }, text: a }
- { endpoint: POST /api/auth/login, name: no body, headers: { Content-Type: text/plain } }
`,
      "cases/auth/login.yml": "- { endpoint: POST /api/auth/login, name: wrong, body: {}, expect: 401 }",
    };
    const operations = [
      operation("PUT /api/nodes/{id}", {
        isSecured: true,
        parameters: [parameter("path", "id", { exampleText: '"n1"' })],
      }),
      operation("POST /api/nodes", { statuses: [], isSecured: true }),
      operation("GET /api/nodes", { statuses: ["400"] }),
      operation("POST /api/auth/login"),
    ];
    expect(await checkCases({ files, operations })).toMatchInlineSnapshot(`
      "contract: PUT /api/nodes/n1 → 200 +default writes
      nodes/a-node-gets-a-name-and-more: PUT /api/nodes/a%2Fb%20c?limit=2&tag=x&tag=y%26z → 200 +default writes
        X-Trace: 1
        application/json: {"counter":9007199254740993,"ratio":1.0,"tiny":1e-05,"hex":31,"text":"1","none":null,"list":[true,null]}
      nodes/broken-json-is-refused: POST /api/nodes → 422 writes
        application/json: {"name": 
      nodes/ノードの名前: POST /api/nodes → 422 +default writes
        application/json: null
      nodes/an-empty-body-is-none: GET /api/nodes → 200
      contract: POST /api/auth/login → 200 writes
      auth/login.yml/wrong: POST /api/auth/login → 401 writes
        application/json: {}
      nodes/the-contract-says-what-to-expect: POST /api/auth/login → 200 writes
        text/plain: a
      nodes/no-body: POST /api/auth/login → 200 writes
        Content-Type: text/plain
      openapi.json:1:1 warning case-no-success statuses=""
      openapi.json:1:1 information case-no-success statuses="400""
    `);
  });

  it("says where a case cannot be sent as it is written", async () => {
    const files = {
      "cases/a.yaml": `
- { endpoint: GET /x, name: one, expect: 200 }
- { endpoint: GET /x, name: ONE!, expect: 200 }
- { endpoint: "GET /x/{id}", name: no value, expect: 200 }
- { endpoint: "GET /x/{id}", name: other name, parameters: { i: 1, id: 2 }, expect: 200 }
- { endpoint: POST /x, name: two bodies, body: {}, text: "", type: text/plain, expect: 200 }
- { endpoint: POST /x, name: no type, text: a, expect: 200 }
- { endpoint: POST /x, name: expects nothing }
- { endpoint: POST /x, name: two types, text: a, type: text/plain, headers: { Content-Type: text/plain }, expect: 200 }
- { endpoint: POST /x, name: odd type, text: a, type: json, expect: 200 }
- { endpoint: POST /x, name: infinite, body: { a: [.inf] }, expect: 200 }
- { endpoint: GET /x, name: header, headers: { X-A: "a\\r\\nX-B: b" }, expect: 200 }
- { endpoint: GET /x, name: no such status, expect: 2000 }
- { endpoint: GET /x, name: more keys, parameter: {}, expects: 200 }
- { endpoint: x, name: no endpoint, expect: 200 }
- not a case
`,
      "cases/b.yaml": "a: 1",
      "cases/c.yaml": "- {",
      "cases/d.yaml": "- { endpoint: GET /x/{id}, name: quotes, expect: 200 }",
    };
    expect(await checkCases({ files, operations: [operation("POST /x", { statuses: [] })] })).toMatchInlineSnapshot(`
      "a/expects-nothing: POST /x → any writes
      a/one: GET /x → 200 +default
      a/more-keys: GET /x → any +default
      openapi.json:1:1 information case-no-success statuses=""
      cases/a.yaml:11:52 error yaml-not-json key="body" value=".inf"
      cases/a.yaml:13:53 error yaml-wrong-type key="expect" expected="a whole number from 100 to 599" found="2000"
      cases/a.yaml:14:40 error yaml-unknown-key key="parameter" in="" nearest="parameters"
      cases/a.yaml:14:55 error yaml-unknown-key key="expects" in="" nearest="expect"
      cases/a.yaml:15:15 error endpoint-unreadable text="x"
      cases/a.yaml:16:3 error yaml-wrong-type key="" expected="a mapping" found="text"
      cases/a.yaml:3:29 error case-name-duplicate name="ONE!" firstLine=2
      cases/a.yaml:4:15 error case-parameter-missing name="id" path="/x/{id}"
      cases/a.yaml:5:15 error case-parameter-unknown name="i" path="/x/{id}" known="id"
      cases/a.yaml:6:58 error case-body-twice
      cases/a.yaml:7:45 error case-text-without-type
      cases/a.yaml:9:93 error case-type-twice
      cases/a.yaml:10:55 error case-type-unreadable type="json"
      cases/a.yaml:12:53 error case-header-unreadable name="X-A"
      cases/b.yaml:1:1 error yaml-wrong-type key="" expected="a list" found="a mapping"
      cases/c.yaml:1:4 error yaml-syntax message="Flow map in block collection must be sufficiently indented and end with a }"
      cases/d.yaml:1:22 error yaml-quotes-needed
      cases/a.yaml:2:15 information case-endpoint-unknown endpoint="GET /x"
      cases/a.yaml:14:15 information case-endpoint-unknown endpoint="GET /x""
    `);
  });

  describe("is sent by", () => {
    const identities =
      "identities: { ada: { headers: { X-Key: abc } }, robot: { scheme: apiKey, headers: { X-Key: abc } } }\n";
    const project = exampleProject.replace(/^login:.*\n/m, identities);
    const secured = (...schemes: readonly string[]) => ({ isSecured: true, schemes });

    it("the identity that serves the scheme that the contract asks for, else by the first", async () => {
      const operations = [
        operation("GET /open"),
        operation("GET /bearer", secured("bearer")),
        operation("GET /either", secured("bearer", "apiKey")),
      ];
      expect(await checkCases({ operations, project })).toMatchInlineSnapshot(`
        "contract: GET /open → 200
        contract: GET /bearer → 200 +ada
        contract: GET /either → 200 +robot"
      `);
    });

    it("an identity of a header that the operation declares, and all of a contract that says nothing of security by the first", async () => {
      const { isSecured: _, ...untold } = operation("GET /untold");
      const key = { name: "x-key", in: "header", isRequired: false, place: operation("GET /x").place } as const;
      const operations = [operation("GET /keyed", { parameters: [key] }), operation("GET /open"), untold];
      expect(await checkCases({ operations, project })).toMatchInlineSnapshot(`
        "contract: GET /keyed → 200 +ada
        contract: GET /open → 200
        contract: GET /untold → 200 +ada"
      `);
    });

    it("whom it names, or nobody", async () => {
      const files = {
        "cases/a.yaml": `- { endpoint: GET /x, name: one, as: robot, expect: 200 }
- { endpoint: GET /x, name: two, as: none, expect: 401 }
- { endpoint: GET /x, name: three, expect: 200 }
- { endpoint: GET /x, name: four, login: false, expect: 401 }
- { endpoint: GET /x, name: five, as: eve, expect: 200 }
- { endpoint: GET /x, name: six, as: ada, login: true, expect: 200 }`,
      };
      expect(await checkCases({ files, project, operations: [operation("GET /x", secured("apiKey"))] }))
        .toMatchInlineSnapshot(`
        "contract: GET /x → 200 +robot
        a/one: GET /x → 200 +robot
        a/two: GET /x → 401
        a/three: GET /x → 200 +robot
        a/four: GET /x → 401
        a/six: GET /x → 200 +ada
        cases/a.yaml:6:50 error case-identity-twice
        cases/a.yaml:5:39 error case-identity-unknown name="eve" known="ada, robot""
      `);
    });
  });

  it("cannot ask for a login that the project does not have", async () => {
    const files = { "cases/a.yaml": "- { endpoint: GET /x, name: one, login: true, expect: 200 }" };
    const project = exampleProject.replace(/^login:.*\n/m, "");
    expect(await checkCases({ files, project })).toMatchInlineSnapshot(
      `"cases/a.yaml:1:41 error case-login-missing name="" known="""`,
    );
  });
});
