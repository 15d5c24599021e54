import { afterEach, expect, test, vi } from "vitest";

import { runShelf } from "./shelf-project.ts";

// Real servers on a machine that is busy with others.
vi.setConfig({ testTimeout: 60_000 });

const KEY = "harbour 7/lantern";

afterEach(() => {
  vi.unstubAllEnvs();
});

/** What both servers, which tell what they were sent, answered to each case, as it leaves the run. */
async function checkAnswers(cases: string): Promise<string> {
  vi.stubEnv("SHELF_KEY", KEY);
  const { text, events } = await runShelf(cases, { engine: "none" });
  const all = JSON.stringify(events);
  for (const spelt of [KEY, encodeURIComponent(KEY), btoa(KEY)]) expect(all).not.toContain(spelt);
  const answers = events.flatMap((event) => {
    if (event.kind !== "case-ended") return [];
    const { python, rust } = event.result.exchanges;
    return [python, rust].flatMap((exchange) => {
      if (exchange?.outcome.kind !== "answer" || exchange.outcome.body.kind !== "text") return [];
      return [exchange.outcome.body.text];
    });
  });
  return [text, ...new Set(answers)].join("\n");
}

test("a secret goes into path, query, headers and bodies, and is shown nowhere", async () => {
  const told = await checkAnswers(`
- endpoint: POST /echo/{id}
  name: everywhere
  parameters: { id: "\${secret:SHELF_KEY}" }
  query: { key: "a \${secret:SHELF_KEY}" }
  headers: { X-Key: "Key \${secret:SHELF_KEY}" }
  body: { "a": "\${secret:SHELF_KEY}", b: "of \${secret:SHELF_KEY}", "\${secret:SHELF_KEY}": 1 }
- { endpoint: POST /echo, name: form, form: { key: "\${secret:SHELF_KEY}" } }
- { endpoint: POST /echo, name: text, text: "\${secret:SHELF_KEY}!", type: text/plain }
- { endpoint: POST /echo, name: parts, parts: [{ name: key, text: "\${secret:SHELF_KEY}" }] }
- { endpoint: POST /echo, name: itself, text: "$\${secret:SHELF_KEY}", type: text/plain }
`);
  expect(told).toMatchInlineSnapshot(`
    "everywhere (200): match
    POST /echo/{}: match 1 of 1
    form (200): match
    text (200): match
    parts (200): match
    itself (200): match
    POST /echo: match 4 of 4
    {"target":"/echo/•••?key=•••","own":["X-Key","Key •••"],"type":"application/json","latin1":"{\\"a\\":\\"•••\\",\\"b\\":\\"of •••\\",\\"•••\\":1}"}
    {"target":"/echo","own":[],"type":"application/x-www-form-urlencoded","latin1":"key=•••"}
    {"target":"/echo","own":[],"type":"text/plain","latin1":"•••!"}
    {"target":"/echo","own":[],"type":"multipart/form-data; boundary=portolan-part","latin1":"--portolan-part\\r\\nContent-Disposition: form-data; name=\\"key\\"\\r\\n\\r\\n•••\\r\\n--portolan-part--\\r\\n"}
    {"target":"/echo","own":[],"type":"text/plain","latin1":"\${secret:SHELF_KEY}"}"
  `);
});

test("beside captured values, which never ask for a secret", async () => {
  const told = await checkAnswers(`
- scenario: an echo
  steps:
    - endpoint: POST /echo
      text: "$\${secret:SHELF_KEY}"
      type: text/plain
      capture: { said: $.latin1 }
    - endpoint: POST /echo
      headers: { X-Key: "\${secret:SHELF_KEY}", X-Said: "\${said}" }
      body: { said: "\${said}", key: "\${secret:SHELF_KEY}", both: "\${said} \${secret:SHELF_KEY}" }
`);
  expect(told).toMatchInlineSnapshot(`
    "an echo, step 1: POST /echo (200): match
    an echo, step 2: POST /echo (200): match
    POST /echo: match 2 of 2
    {"target":"/echo","own":[],"type":"text/plain","latin1":"\${secret:SHELF_KEY}"}
    {"target":"/echo","own":["X-Key","•••","X-Said","\${secret:SHELF_KEY}"],"type":"application/json","latin1":"{\\"said\\":\\"\${secret:SHELF_KEY}\\",\\"key\\":\\"•••\\",\\"both\\":\\"\${secret:SHELF_KEY} •••\\"}"}"
  `);
});

test("one that the caller does not have ends the run with its name", async () => {
  const { text } = await runShelf(`- { endpoint: POST /echo, name: key, headers: { X-Key: "\${secret:SHELF_KEY}" } }`, {
    engine: "none",
  });
  expect(text).toMatchInlineSnapshot(
    `"The case "key" asks for \${secret:SHELF_KEY}, and the environment that Portolan was started in has no SHELF_KEY. Set it there: SHELF_KEY=… portolan check."`,
  );
});
