import { expect, test, vi } from "vitest";

import type { Case } from "#core/model/run/case.ts";

import { accountsProject, asCase, linesOf, whoAmI } from "./accounts-servers.ts";
import { openCase } from "../case-of.ts";
import { createHarness } from "../harness.ts";

// Real processes on a machine that is busy with others.
vi.setConfig({ testTimeout: 60_000 });

/** What a run of the cases says with these settings in the project file. */
async function checkRun(settings: string, cases: readonly Case[]) {
  await using harness = await createHarness();
  const project = await accountsProject(harness, settings);
  const events = await harness.run({ project, cases });
  return { lines: linesOf(events), events };
}

test("a form logs in, a cookie does, a header does, and each case is sent by whom it names", async () => {
  const { lines, events } = await checkRun(
    `identities:
  ada:
    login: { endpoint: POST /token, form: { grant_type: password, username: ada, password: pass-of-ada }, token: /access_token }
  visitor:
    login: { endpoint: POST /sessions, body: { name: ada, password: pass-of-ada }, expect: 302 }
  reader: { headers: { X-Api-Key: key-of-the-reader-1 } }
`,
    [
      ...whoAmI("ada", "visitor", "reader"),
      { ...openCase("GET", "/me"), expect: [401] },
      asCase("visitor", openCase("GET", "/cookies")),
    ],
  );
  expect(lines).toEqual([
    '/me as ada: match {"name": "ada"}',
    '/me as visitor: match {"name": "ada"}',
    '/me as reader: match {"name": "reader"}',
    '/me: match {"detail": "Not authenticated"}',
    // `refresh` is for /sessions/… only, `old` was taken back.
    '/cookies as visitor: match ["refresh", "sid"]',
  ]);
  const all = JSON.stringify(events);
  expect(all).not.toMatch(/pass-of-ada|key-of-the-reader-1/);
  expect(all).not.toMatch(/sid=[0-9a-f]/);
});

test("what is registered before the login is there in each case, and what a case writes is not", async () => {
  const { lines } = await checkRun(
    `identities:
  grace:
    login:
      register: { endpoint: POST /accounts, body: { name: grace, password: pass-of-grace } }
      endpoint: POST /token
      form: { username: grace, password: pass-of-grace }
      token: /access_token
`,
    [
      asCase("grace", { ...openCase("POST", "/notes"), expect: [201] }),
      asCase("grace", { ...openCase("POST", "/notes"), expect: [201], id: "again" }),
      openCase("GET", "/accounts"),
      ...whoAmI("grace"),
    ],
  );
  expect(lines).toEqual([
    '/notes as grace: match ["grace"]',
    'again as grace: match ["grace"]',
    '/accounts: match ["ada", "grace"]',
    '/me as grace: match {"name": "grace"}',
  ]);
});

test("a login may be another one on each side", async () => {
  const { lines } = await checkRun(
    `identities:
  ada:
    python: { login: { endpoint: POST /token, form: { username: ada, password: pass-of-ada }, token: /access_token } }
    rust: { login: { endpoint: POST /sessions, body: { name: ada, password: pass-of-ada }, expect: 302 } }
`,
    whoAmI("ada"),
  );
  expect(lines).toEqual(['/me as ada: match {"name": "ada"}']);
});

const FORM = "login: { endpoint: POST /token, form: { username: ada, password: pass-of-ada }, token: /access_token }";

test.each([
  [
    "a wrong password",
    "rust: { login: { endpoint: POST /token, form: { username: ada, password: not-of-ada }, token: /access_token } }",
    'The login as `ada` on the Rust server failed: POST /token answered 401: {"detail": "Incorrect username or password"}. Correct `identities.ada` in portolan.yaml, or the seed.',
  ],
  [
    "a wrong password of a form that redirects",
    "rust: { login: { endpoint: POST /sessions, body: { name: ada, password: not-of-ada }, expect: 302 } }",
    "The login as `ada` on the Rust server failed: POST /sessions answered 303: {}. Correct `identities.ada` in portolan.yaml, or the seed.",
  ],
  [
    "a redirect that nobody expected",
    "rust: { login: { endpoint: POST /sessions, body: { name: ada, password: pass-of-ada } } }",
    "The login as `ada` on the Rust server failed: POST /sessions answered 302: {}. Where that is its success, say `expect: 302` at `identities.ada` in portolan.yaml.",
  ],
  [
    "a token that stands elsewhere",
    "rust: { login: { endpoint: POST /token, form: { username: ada, password: pass-of-ada }, token: /token } }",
    "The login as `ada` on the Rust server failed: POST /token answered 200, and no token stands at /token of its body. Correct `token` at `identities.ada` in portolan.yaml.",
  ],
  [
    "no token and no cookie",
    "rust: { login: { endpoint: POST /token, form: { username: ada, password: pass-of-ada } } }",
    "The login as `ada` on the Rust server failed: POST /token answered 200, and sets no cookie. Say with `token` at `identities.ada` in portolan.yaml where the token stands in its body.",
  ],
  [
    "a user that is there already",
    "rust: { login: { register: { endpoint: POST /accounts, body: { name: ada, password: pass-of-ada } }, endpoint: POST /token, form: { username: ada, password: pass-of-ada }, token: /access_token } }",
    'The registration as `ada` on the Rust server failed: POST /accounts answered 409: {"detail": "there is such an account"}. Correct `identities.ada` in portolan.yaml, or the seed.',
  ],
])("%s: the reason names the identity and the side", async (_, rust, sentence) => {
  const { lines } = await checkRun(`identities: { ada: { ${FORM}, ${rust} } }\n`, whoAmI("ada"));
  expect(lines).toEqual([sentence]);
});

test("a wrong key in a header leaves a case that proves nothing", async () => {
  const { lines } = await checkRun(
    "identities: { reader: { headers: { X-Api-Key: no-such-key } } }\n",
    whoAmI("reader"),
  );
  expect(lines).toEqual([
    '/me as reader: Python answered 401 where the case expects 200: {"detail": "Not authenticated"}. Correct the case, the seed or the identity `reader`, which it is sent as.',
  ]);
});
