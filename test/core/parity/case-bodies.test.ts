import { expect, test, vi } from "vitest";

import { runShelf } from "./shelf-project.ts";

// Real servers on a machine that is busy with others.
vi.setConfig({ testTimeout: 60_000 });

test("what case files say arrives byte for byte: targets, repeated headers, forms, bytes, files and parts", async () => {
  const { events } = await runShelf(
    `
- endpoint: POST /echo
  name: raw
  target: "/echo/..//%2e?q=%zz&q=a%20b&&"
  headers: { X-Tag: [one, "two"], X-Other: 3 }
- { endpoint: POST /echo, name: form, form: { name: "a b&c", tag: [1, 2] } }
- { endpoint: POST /echo, name: bytes, base64: "/wB/", type: image/x-dot }
- { endpoint: POST /echo, name: file, file: files/dot.bin }
- endpoint: POST /echo
  name: parts
  parts:
    - { name: note, text: "grüße" }
    - { name: picture, file: files/dot.bin, type: image/x-dot }
    - { name: raw, base64: "/w==", filename: 'a"b.bin' }
- scenario: a job in every kind of body
  set_up:
    - { endpoint: POST /jobs, capture: { job: $.job } }
  steps:
    - { endpoint: POST /echo, target: "/echo?job=\${job}", text: "job \${job}", type: text/plain }
    - { endpoint: POST /echo, form: { job: "\${job}/x", other: "$\${job}" } }
    - { endpoint: POST /echo, parts: [{ name: job, text: "\${job}" }] }
`,
    { engine: "none", files: { "cases/files/dot.bin": Uint8Array.of(0x89, 0x00, 0xff) } },
  );
  const told = events.flatMap((event) => {
    if (event.kind !== "case-ended") return [];
    const { case: given, verdict, exchanges } = event.result;
    const outcome = exchanges.python?.outcome;
    const text = outcome?.kind === "answer" && outcome.body.kind === "text" ? outcome.body.text : "";
    return [
      `${given.name}: ${verdict}`,
      ...Object.values(JSON.parse(text) as object).map((value) => `  ${JSON.stringify(value)}`),
    ];
  });
  const uuid = /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/g;
  const ascii = told
    .join("\n")
    .replaceAll(uuid, "JOB")
    .replaceAll(/[\x80-\xFF]/g, (letter) => `<${letter.charCodeAt(0).toString(16)}>`);
  expect(ascii).toMatchInlineSnapshot(`
    "raw: match
      "/echo/..//%2e?q=%zz&q=a%20b&&"
      ["X-Tag","one","X-Tag","two","X-Other","3"]
      ""
      ""
    form: match
      "/echo"
      []
      "application/x-www-form-urlencoded"
      "name=a+b%26c&tag=1&tag=2"
    bytes: match
      "/echo"
      []
      "image/x-dot"
      "<ff>\\u0000"
    file: match
      "/echo"
      []
      "application/octet-stream"
      "<89>\\u0000<ff>"
    parts: match
      "/echo"
      []
      "multipart/form-data; boundary=portolan-part"
      "--portolan-part\\r\\nContent-Disposition: form-data; name=\\"note\\"\\r\\n\\r\\ngr<c3><bc><c3><9f>e\\r\\n--portolan-part\\r\\nContent-Disposition: form-data; name=\\"picture\\"; filename=\\"dot.bin\\"\\r\\nContent-Type: image/x-dot\\r\\n\\r\\n<89>\\u0000<ff>\\r\\n--portolan-part\\r\\nContent-Disposition: form-data; name=\\"raw\\"; filename=\\"a%22b.bin\\"\\r\\nContent-Type: application/octet-stream\\r\\n\\r\\n<ff>\\r\\n--portolan-part--\\r\\n"
    a job in every kind of body, step 1: POST /echo: match
      "/echo?job=JOB"
      []
      "text/plain"
      "job JOB"
    a job in every kind of body, step 2: POST /echo: match
      "/echo"
      []
      "application/x-www-form-urlencoded"
      "job=JOB%2Fx&other=%24%7Bjob%7D"
    a job in every kind of body, step 3: POST /echo: match
      "/echo"
      []
      "multipart/form-data; boundary=portolan-part"
      "--portolan-part\\r\\nContent-Disposition: form-data; name=\\"job\\"\\r\\n\\r\\nJOB\\r\\n--portolan-part--\\r\\n""
  `);
});
