import { expect, it } from "vitest";

import { checkCases } from "./check-cases.ts";

it("a case has one body of several kinds, whose files are seen from the case file", async () => {
  const files = {
    "cases/in/a.yaml": `
- { endpoint: POST /x, name: form, form: { a: [1, "b c"], d: "" } }
- { endpoint: POST /x, name: file, file: ../../pictures/./dot.png, type: image/png }
- { endpoint: POST /x, name: bytes, base64: "/wA=" }
- { endpoint: POST /x, name: parts, parts: [{ name: a, text: 1 }, { name: b, file: dot.png }] }
- { endpoint: POST /x, name: raw, target: "/x?%zz", headers: { X-A: [1, 2] } }
`,
    "pictures/dot.png": "x",
    "cases/in/dot.png": "x",
  };
  expect(await checkCases({ files })).toMatchInlineSnapshot(`
    "in/a/form: POST /x → any +default writes
      application/x-www-form-urlencoded: a=1&a=b+c&d=
    in/a/file: POST /x → any +default writes
      {"kind":"file","file":"pictures/dot.png","mediaType":"image/png"}
    in/a/bytes: POST /x → any +default writes
      {"kind":"bytes","base64":"/wA=","mediaType":"application/octet-stream"}
    in/a/parts: POST /x → any +default writes
      {"kind":"multipart","parts":[{"name":"a","content":{"kind":"text","text":"1"}},{"name":"b","fileName":"dot.png","mediaType":"application/octet-stream","content":{"kind":"file","file":"cases/in/dot.png"}}]}
    in/a/raw: POST /x?%zz → any +default writes
      X-A: 1
      X-A: 2
    cases/in/a.yaml:2:15 information case-endpoint-unknown endpoint="POST /x"
    cases/in/a.yaml:3:15 information case-endpoint-unknown endpoint="POST /x"
    cases/in/a.yaml:4:15 information case-endpoint-unknown endpoint="POST /x"
    cases/in/a.yaml:5:15 information case-endpoint-unknown endpoint="POST /x"
    cases/in/a.yaml:6:15 information case-endpoint-unknown endpoint="POST /x""
  `);
});

it("a body or a target that cannot be sent is told at its place", async () => {
  const files = {
    "cases/a.yaml": `
- { endpoint: POST /x, name: two, form: {}, text: a, type: text/plain }
- { endpoint: POST /x, name: base64, base64: "/w" }
- { endpoint: POST /x, name: gone, file: gone.png }
- { endpoint: POST /x, name: empty, parts: [] }
- { endpoint: POST /x, name: no content, parts: [{ name: a }, { nmae: b, text: c }] }
- { endpoint: POST /x, name: two contents, parts: [{ name: a, text: b, file: c }] }
- { endpoint: POST /x, name: target twice, target: /x, query: { a: 1 } }
- { endpoint: POST /x, name: target, target: "/x y" }
`,
  };
  expect(await checkCases({ files })).toMatchInlineSnapshot(`
    "a/gone: POST /x → any +default writes
      {"kind":"file","file":"cases/gone.png","mediaType":"application/octet-stream"}
    cases/a.yaml:3:46 error case-base64-unreadable
    cases/a.yaml:6:65 error yaml-unknown-key key="nmae" in="parts[]" nearest="name"
    cases/a.yaml:6:65 error yaml-missing-key key="name" in="parts[]"
    cases/a.yaml:2:41 error case-body-twice
    cases/a.yaml:5:44 error case-parts-empty
    cases/a.yaml:6:58 error case-part-unclear
    cases/a.yaml:7:78 error case-part-unclear
    cases/a.yaml:8:52 error case-target-twice
    cases/a.yaml:9:46 error case-target-unreadable
    cases/a.yaml:4:15 information case-endpoint-unknown endpoint="POST /x"
    cases/a.yaml:4:15 error case-file-missing file="cases/gone.png""
  `);
});
