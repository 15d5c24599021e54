import { expect, test } from "vitest";

import { findingText } from "#core/report/findings/finding-text.ts";
import { readProject } from "#core/project/read-project.ts";

/** What these lines of a project file say about identities: a line each and side, then the findings with their places. */
function checkIdentities(lines: string): string {
  const { project, findings } = readProject(
    "portolan.yaml",
    `version: 1
contract: openapi.json
servers:
  python: { folder: py, start: serve, ready: /ready }
  rust: { folder: rs, start: serve, ready: /ready }
database: { engine: sqlite }
${lines}
`,
  );
  const read = (project?.identities ?? []).flatMap(({ name, schemes, methods }) => [
    `${[name, ...schemes].join(" ")}: ${JSON.stringify(methods.python)}`,
    ...(methods.rust === methods.python || JSON.stringify(methods.rust) === JSON.stringify(methods.python)
      ? []
      : [`  rust: ${JSON.stringify(methods.rust)}`]),
  ]);
  const told = findings.map(
    (finding) =>
      `${(finding.place?.range.start.line ?? 0) + 1}:${(finding.place?.range.start.character ?? 0) + 1} ${findingText(finding)}`,
  );
  return [...read, ...told].join("\n");
}

test("each way to be made known, for both sides or each", () => {
  expect(
    checkIdentities(`identities:
  admin: { scheme: bearer, login: { endpoint: POST /token, form: { username: ada, password: a&b, n: 1 }, token: /access_token } }
  session: { login: { endpoint: POST /login, register: { endpoint: POST /users, body: { name: x } }, body: { id: 9007199254740993 }, expect: 303 } }
  key: { scheme: [apiKey, basic], headers: { X-Api-Key: abc } }
  mixed: { headers: { X-Api-Key: abc }, rust: none }
  guest: none`),
  ).toMatchInlineSnapshot(`
    "admin bearer: {"kind":"login","request":{"endpoint":"POST /token","method":"POST","path":"/token","headers":[],"body":{"kind":"text","text":"username=ada&password=a%26b&n=1","mediaType":"application/x-www-form-urlencoded"}},"token":{"pointer":"/access_token","header":"Authorization","value":"Bearer \${token}"}}
    session: {"kind":"login","register":{"endpoint":"POST /users","method":"POST","path":"/users","headers":[],"body":{"kind":"text","text":"{\\"name\\":\\"x\\"}","mediaType":"application/json"}},"request":{"endpoint":"POST /login","method":"POST","path":"/login","headers":[],"body":{"kind":"text","text":"{\\"id\\":9007199254740993}","mediaType":"application/json"},"expect":303}}
    key apiKey basic: {"kind":"headers","headers":[["X-Api-Key","abc"]]}
    mixed: {"kind":"headers","headers":[["X-Api-Key","abc"]]}
      rust: {"kind":"none"}
    guest: {"kind":"none"}"
  `);
});

test("what cannot be an identity", () => {
  expect(checkIdentities("identities: { none: { headers: { X-Key: abc } } }")).toMatchInlineSnapshot(
    `"7:15 \`none\` is not the name of an identity: it begins with a letter, letters, digits, \`_\` and \`-\` follow, and \`none\` stands for nobody."`,
  );
  expect(checkIdentities("identities: { a: { python: { headers: { X-Key: abc } } } }")).toMatchInlineSnapshot(
    `"7:18 \`identities.a\` does not say how it is made known to both servers. Say it for both by one of login, headers, mint, or at \`python\` and at \`rust\`; \`none\` where a server asks nobody."`,
  );
  expect(checkIdentities("identities: { a: { scheme: bearer } }")).toMatchInlineSnapshot(
    `"7:18 \`identities.a\` does not say how it is made known to both servers. Say it for both by one of login, headers, mint, or at \`python\` and at \`rust\`; \`none\` where a server asks nobody."`,
  );
  expect(
    checkIdentities("identities: { a: { headers: { X-Key: abc }, login: { endpoint: GET /x } } }"),
  ).toMatchInlineSnapshot(
    `"7:18 \`identities.a\` is made known in several ways: login, headers. Let one stand; a login may have headers of its own."`,
  );
  expect(checkIdentities("identities: { a: { headers: { X Key: abc } } }")).toMatchInlineSnapshot(
    `"7:38 \`X Key\` is not a header that can be sent: the name is made of letters, digits and hyphens, the value is one line."`,
  );
  expect(
    checkIdentities("identities: { a: { login: { endpoint: POST /x, body: {}, form: {} } } }"),
  ).toMatchInlineSnapshot(`"7:27 \`identities.a.login\` has both \`body\` and \`form\`; one of them is sent."`);
  expect(checkIdentities("login: { endpoint: POST /x }\nidentities: { a: { headers: { X-Key: abc } } }"))
    .toMatchInlineSnapshot(`
    "default: {"kind":"login","request":{"endpoint":"POST /x","method":"POST","path":"/x","headers":[],"body":{"kind":"none"}}}
    a: {"kind":"headers","headers":[["X-Key","abc"]]}
    7:8 \`login\` is short for one identity; beside \`identities\`, write it as one of them, \`login\` of an identity \`default\`."
  `);
});

test("a minted web token, with its claims as they are spelt", () => {
  expect(
    checkIdentities(`identities:
  ada: { mint: { algorithm: EdDSA, claims: { sub: ada, n: 9007199254740993 }, lifetime: 1h } }
  eve: { mint: { algorithm: HS256, header: Cookie, value: "session=\${token}" } }`),
  ).toMatchInlineSnapshot(`
    "ada: {"kind":"minted","algorithm":"EdDSA","claims":"{\\"sub\\":\\"ada\\",\\"n\\":9007199254740993}","claimNames":["sub","n"],"lifetimeMs":3600000,"header":"Authorization","value":"Bearer \${token}"}
    eve: {"kind":"minted","algorithm":"HS256","claims":"{}","claimNames":[],"lifetimeMs":86400000,"header":"Cookie","value":"session=\${token}"}"
  `);
  expect(checkIdentities("identities: { a: { mint: { algorithm: none, claims: [sub] } } }")).toMatchInlineSnapshot(`
    "7:39 \`none\` is not a value of \`identities.a.mint.algorithm\`; known are HS256, RS256, EdDSA.
    7:53 \`identities.a.mint.claims\` must be a mapping; found a list."
  `);
});

test("what stands for a key or a secret, and what stands for nothing", () => {
  expect(
    checkIdentities(`environment: { A: "\${identity:ada.key}", B: "\${identity:ada.private_key}", C: "\${secret:API_KEY}" }
identities: { ada: { rust: { mint: { algorithm: HS256 } }, python: none } }`),
  ).toMatchInlineSnapshot(`
    "ada: {"kind":"none"}
      rust: {"kind":"minted","algorithm":"HS256","claims":"{}","claimNames":[],"lifetimeMs":86400000,"header":"Authorization","value":"Bearer \${token}"}"
  `);
  expect(
    checkIdentities(`environment: { A: "\${identity:eve.key}", B: "x \${identity:ada.keys}", C: "\${secret:}" }
identities:
  ada: { mint: { algorithm: HS256 } }
  eve: { headers: { X-Key: "\${secrets:KEY}" } }`),
  ).toMatchInlineSnapshot(`
    "ada: {"kind":"minted","algorithm":"HS256","claims":"{}","claimNames":[],"lifetimeMs":86400000,"header":"Authorization","value":"Bearer \${token}"}
    eve: {"kind":"headers","headers":[]}
    7:20 \`identity:eve.key\` is not a variable that is known here; known are \${port}, \${database}, \${database.url}, \${database.host}, \${database.port}, \${database.user}, \${database.password}, \${data}, \${secret:NAME}, \${identity:ada.key}, \${identity:ada.private_key}.
    7:48 \`identity:ada.keys\` is not a variable that is known here; known are \${port}, \${database}, \${database.url}, \${database.host}, \${database.port}, \${database.user}, \${database.password}, \${data}, \${secret:NAME}, \${identity:ada.key}, \${identity:ada.private_key}.
    7:75 \`secret:\` is not a variable that is known here; known are \${port}, \${database}, \${database.url}, \${database.host}, \${database.port}, \${database.user}, \${database.password}, \${data}, \${secret:NAME}, \${identity:ada.key}, \${identity:ada.private_key}.
    10:29 \`secrets:KEY\` is not a variable that is known here; known are \${secret:NAME}."
  `);
  expect(
    checkIdentities(`login: { endpoint: POST /login, body: { user: { password: "\${SECRET}" } } }`),
  ).toMatchInlineSnapshot(`"7:60 \`SECRET\` is not a variable that is known here; known are \${secret:NAME}."`);
});
