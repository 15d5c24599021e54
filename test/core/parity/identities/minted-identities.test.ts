import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";

import type { Case } from "#core/model/run/case.ts";
import type { RunEvent } from "#core/model/run/run-event.ts";

import { accountsProject, asCase, linesOf, whoAmI } from "./accounts-servers.ts";
import { openCase } from "../case-of.ts";
import { createHarness } from "../harness.ts";

// Real processes on a machine that is busy with others.
vi.setConfig({ testTimeout: 60_000 });

const TOKEN_SERVER = `${process.execPath} --no-warnings ${join(import.meta.dirname, "../../../servers/token-server.ts")}`;

async function checkRun(settings: string, cases: readonly Case[], program?: string): Promise<readonly RunEvent[]> {
  await using harness = await createHarness();
  const project = await accountsProject(harness, settings, program);
  return await harness.run({ project, cases });
}

/** A variable of the caller for the length of a test. */
function setVariable(name: string, value: string): void {
  process.env[name] = value;
  onTestFinished(() => {
    Reflect.deleteProperty(process.env, name);
  });
}

test("web tokens are signed with a secret that both servers get by their environment", async () => {
  const events = await checkRun(
    `environment: { JWT_KEY: "\${identity:ada.key}" }
identities:
  ada: { mint: { algorithm: HS256, claims: { sub: ada } } }
  grace: { mint: { algorithm: HS256, claims: { sub: grace, role: 9007199254740993 } } }
  late: { mint: { algorithm: HS256, claims: { sub: late, exp: 1000 } } }
  cookie: { mint: { algorithm: HS256, claims: { sub: x }, header: Cookie, value: "session=\${token}" } }
`,
    [
      ...whoAmI("ada", "grace", "late"),
      asCase("cookie", { ...openCase("GET", "/cookies"), headers: [["cookie", "theme=dark"]] }),
    ],
  );
  expect(linesOf(events)).toEqual([
    '/me as ada: match {"name": "ada"}',
    '/me as grace: match {"name": "grace"}',
    '/me as late: Python answered 401 where the case expects 200: {"detail": "Not authenticated"}. Correct the case, the seed or the identity `late`, which it is sent as.',
    '/cookies as cookie: match ["session", "theme"]',
  ]);
  expect(JSON.stringify(events)).not.toMatch(/eyJ/);
});

test("a server with another key refuses them, and the reason names the identity", async () => {
  const events = await checkRun(
    `environment: { JWT_KEY: another-key-of-the-servers }
identities: { ada: { mint: { algorithm: HS256, claims: { sub: ada } } } }
`,
    whoAmI("ada"),
  );
  expect(linesOf(events)).toEqual([
    '/me as ada: Python answered 401 where the case expects 200: {"detail": "Not authenticated"}. Correct the case, the seed or the identity `ada`, which it is sent as.',
  ]);
});

test.each(["RS256", "EdDSA"])("%s: the servers get the public key, and both tokens say the same", async (algorithm) => {
  const events = await checkRun(
    `environment: { JWT_KEY: "\${identity:ada.key}", JWT_ALGORITHM: ${algorithm} }
identities: { ada: { mint: { algorithm: ${algorithm}, claims: { sub: ada, iat: 1 }, lifetime: 1h } } }
`,
    [...whoAmI("ada"), { ...openCase("GET", "/me"), expect: [401] }],
    TOKEN_SERVER,
  );
  expect(linesOf(events)).toEqual([
    expect.stringMatching(/^\/me as ada: match \{"sub":"ada","iat":1,"exp":\d+\}$/),
    '/me: match {"detail":"Invalid token"}',
  ]);
});

test("secrets of the caller's environment go into logins and servers, and nowhere else", async () => {
  setVariable("ADA_PASSWORD", "pass-of-ada");
  setVariable("SIGNING", 'a"key\\with&signs');
  const events = await checkRun(
    `environment: { JWT_KEY: "\${secret:SIGNING}", SHOWN: "is \${secret:SIGNING}." }
identities:
  form: { login: { endpoint: POST /token, form: { username: ada, password: "\${secret:ADA_PASSWORD}" }, token: /access_token } }
  json: { login: { endpoint: POST /sessions, body: { name: ada, password: "\${secret:ADA_PASSWORD}" }, expect: 302 } }
  other: { login: { register: { endpoint: POST /accounts, body: { name: eve, password: "\${secret:SIGNING}" } }, endpoint: POST /token, form: { username: eve, password: "\${secret:SIGNING}" }, token: /access_token } }
`,
    [...whoAmI("form", "json", "other"), openCase("GET", "/shown")],
  );
  expect(linesOf(events)).toEqual([
    '/me as form: match {"name": "ada"}',
    '/me as json: match {"name": "ada"}',
    '/me as other: match {"name": "eve"}',
    '/shown: match "is •••."',
  ]);
  expect(JSON.stringify(events)).not.toMatch(/pass-of-ada|with&signs/);
});

test("a secret that is not there stops the run before anything is built", async () => {
  const events = await checkRun(
    `environment: { A: "\${secret:NOT_THERE_1}", B: "\${secret:NOT_THERE_2}" }
`,
    [openCase("GET", "/me")],
  );
  expect(linesOf(events)).toEqual([
    "portolan.yaml asks for ${secret:NOT_THERE_1} and ${secret:NOT_THERE_2}, and the environment that Portolan was started in has no NOT_THERE_1 and no NOT_THERE_2. Set them there: NOT_THERE_1=… portolan check.",
  ]);
  expect(events.filter(({ kind }) => kind === "preparing")).toEqual([]);
});
