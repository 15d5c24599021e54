import { describe, expect, it } from "vitest";

import { checkCases, operation } from "./check-cases.ts";

describe("a scenario of a case file", () => {
  it("has steps that are cases of their endpoints, and captured values that are left to be filled in", async () => {
    const files = {
      "cases/a.yaml": `
- scenario: A node lives
  as: none
  set_up:
    - { endpoint: POST /nodes, body: { name: north }, capture: { id: $.id, tag: { header: ETag } } }
  steps:
    - endpoint: GET /nodes/{id}
      name: it is read
      parameters: { id: "a \${id}/é" }
      query: { q: ["\${id}", "x&$\${id}"] }
      headers: { If-None-Match: "\${tag}" }
      expect: [200, 304]
    - endpoint: POST /nodes
      as: default
      body: { "\${id}": "\${id}", note: "of \${id}" }
      capture: { next: { cookie: next } }
    - endpoint: GET /nodes/{id}
      parameters: { id: "\${next}" }
      until: { status: 200, answer: "$.done == true", within: 5s }
- { endpoint: GET /nodes/{id}, name: of its own, parameters: { id: "\${id}" } }
`.replaceAll("{ endpoint: GET /nodes/{id},", '{ endpoint: "GET /nodes/{id}",'),
    };
    const nodes = operation("POST /nodes", { isSecured: true, statuses: ["201"] });
    expect(await checkCases({ files, operations: [nodes] })).toMatchInlineSnapshot(`
        "contract: POST /nodes → 201 +default writes
        a/a-node-lives/step-2: POST /nodes → 201 +default writes
          application/json: {"\${id}":"\${id}","note":"of \${id}"}
        a/of-its-own: GET /nodes/%24%7Bid%7D → any +default
        a/a-node-lives/step-1: GET /nodes/a%20\${id}%2F%C3%A9?q=\${id}&q=x%26%24%7Bid%7D → 200 or 304
          If-None-Match: \${tag}
        a/a-node-lives/step-3: GET /nodes/\${next} → any
        cases/a.yaml:20:15 information case-endpoint-unknown endpoint="GET /nodes/{id}"
        cases/a.yaml:7:17 information case-endpoint-unknown endpoint="GET /nodes/{id}"
        cases/a.yaml:17:17 information case-endpoint-unknown endpoint="GET /nodes/{id}""
      `);
  });

  it("is left out as a whole where one of its steps is wrong, with errors at their places", async () => {
    const files = {
      "cases/a.yaml": `
- scenario: one
  steps:
    - { endpoint: POST /nodes, capture: { 1d: $.id, name: $.id, bare: id, both: { header: A, cookie: b }, place: "$.a[" } }
    - { endpoint: "GET /nodes/{id}", parameters: { id: "\${naem}" } }
    - { endpoint: POST /nodes, body: { a: [{ "\${b}": c }] }, until: {} }
    - { endpoint: POST /nodes, until: { status: 200, within: 2h } }
- { scenario: two, step: [] }
- { scenario: one, steps: [{ endpoint: POST /nodes }] }
- scenario: four
  set_up: [{ endpoint: POST /nodes, rules: [{ path: $.id, allow: ignore, reason: none }] }]
  steps: [{ endpoint: POST /nodes }]
- { scenario: three, steps: [{ endpoint: POST /nodes, captures: { id: $.id } }] }
`,
    };
    expect(await checkCases({ files })).toMatchInlineSnapshot(`
      "a/four/step-1: POST /nodes → any +default writes
      a/three/step-1: POST /nodes → any +default writes
      cases/a.yaml:4:71 error capture-path-unreadable path="id" reason="A path begins with \`$\`, the whole body (at character 1)."
      cases/a.yaml:4:81 error capture-source-unclear
      cases/a.yaml:4:114 error capture-path-unreadable path="$.a[" reason="A name in quotes, an index, a slice, \`*\` or \`?\` is expected (at character 5)."
      cases/a.yaml:8:20 error yaml-unknown-key key="step" in="" nearest="steps"
      cases/a.yaml:8:5 error yaml-missing-key key="steps" in=""
      cases/a.yaml:13:55 error yaml-unknown-key key="captures" in="steps[]" nearest="capture"
      cases/a.yaml:4:47 error case-capture-name name="1d"
      cases/a.yaml:5:56 error case-capture-unknown name="naem" nearest="name"
      cases/a.yaml:6:46 error case-capture-unknown name="b" known="1d, name"
      cases/a.yaml:6:69 error case-until-empty
      cases/a.yaml:7:62 error case-until-too-long
      cases/a.yaml:9:15 error case-name-duplicate name="one" firstLine=2
      cases/a.yaml:11:45 error case-rules-without-use
      cases/a.yaml:11:24 information case-endpoint-unknown endpoint="POST /nodes"
      cases/a.yaml:12:23 information case-endpoint-unknown endpoint="POST /nodes"
      cases/a.yaml:13:42 information case-endpoint-unknown endpoint="POST /nodes""
    `);
  });
});
