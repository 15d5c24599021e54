import { expect, test } from "vitest";

import { readProject } from "#core/project/read-project.ts";
import { SecretGate } from "#core/secrets/secret-gate.ts";

/** A text as it leaves a gate that knows these identities and the answer to a login. */
function checkGate(identities: string, text: string): string {
  const server = "{ folder: x, start: serve, ready: /ready }";
  const { project } = readProject(
    "portolan.yaml",
    `version: 1
servers: { python: ${server}, rust: ${server} }
database: { engine: sqlite }
identities: ${identities}
`,
  );
  if (project === undefined) throw new Error("the test's project file cannot be used");
  const gate = new SecretGate();
  gate.learnProject(project);
  const headers = ["sid=harbour7x; Path=/", "lang=english"].map((cookie) => ["set-cookie", cookie] as const);
  const body = { kind: "text", text: '{"pass":"quay-nine"}' } as const;
  gate.learnAnswer(
    { target: "/login" },
    {
      request: { method: "POST", url: "http://127.0.0.1/login", headers: [] },
      outcome: { kind: "answer", status: 200, headers, body, durationMs: 1 },
    },
  );
  return gate.text(text);
}

test("the token and the session of a login are secrets under any name, a language beside them is none", () => {
  const login = "{ ada: { login: { endpoint: POST /login, body: { password: dock-street }, token: /pass } } }";
  expect(checkGate(login, "harbour7x quay-nine dock-street english")).toBe("••• ••• ••• english");
});

test("a header that proves who somebody is is a secret, one that only says it is none", () => {
  const headers = "{ ada: { headers: { X-Gate: let-me-in, X-User-Id: ada-lovelace } } }";
  expect(checkGate(headers, "let-me-in ada-lovelace")).toBe("••• ada-lovelace");
});

test("what stands for a secret is none", () => {
  const login = '{ ada: { headers: { X-Gate: "${secret:GATE}" } } }';
  expect(checkGate(login, "take ${secret:GATE} out")).toBe("take ${secret:GATE} out");
});
