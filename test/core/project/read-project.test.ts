import { describe, expect, it } from "vitest";
import { readProject } from "#core/project/read-project.ts";
import { exampleProject } from "../../fixtures/project/example-project.ts";

/** Findings as `line:column code facts`, the way a terminal counts, then whether there is a project. */
function checkProject(text: string): string {
  const { project, findings } = readProject("portolan.yaml", text);
  const lines = findings.map(({ code, severity, place, facts }) => {
    const { line = -1, character = -1 } = place?.range.start ?? {};
    const marked = Object.entries(facts).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
    return [`${line + 1}:${character + 1}`, ...(severity === "error" ? [] : [severity]), code, ...marked].join(" ");
  });
  return [...lines, project === undefined ? "no project" : "usable"].join("\n");
}

/** The example with one piece of its text replaced. */
function changed(from: string, to: string): string {
  expect(exampleProject).toContain(from);
  return exampleProject.replace(from, () => to);
}

describe("a project file that is right", () => {
  it("has no findings", () => {
    expect(checkProject(exampleProject)).toBe("usable");
  });

  it("becomes a project", () => {
    const { identities, gates, ...project } = readProject("portolan.yaml", exampleProject).project ?? {};
    expect(identities).toHaveLength(1);
    expect(Object.keys(gates ?? {})).toEqual(["assets", "client", "contract", "cutover", "release", "schema"]);
    expect(gates?.assets).toMatchObject({ at: "", api: ["/api"], old: { kind: "python" } });
    expect(project).toMatchInlineSnapshot(`
      {
        "bodyLimitBytes": 100663296,
        "cases": "cases",
        "contract": "openapi/openapi.json",
        "database": {
          "engine": "sqlite",
          "migrations": "migrations",
          "seed": "seed/seed.sql",
        },
        "differences": {
          "all": {
            "key-order": "fail",
          },
          "endpoints": [
            {
              "endpoint": "* /api/**",
              "policy": {
                "extra": "report",
              },
            },
          ],
        },
        "file": "portolan.yaml",
        "headers": [
          {
            "name": "x-total-count",
          },
          {
            "endpoint": "GET /api/**",
            "name": "etag",
          },
        ],
        "milestones": [
          {
            "endpoints": [
              "GET /healthz",
              "POST /api/auth/login",
              "GET /api/nodes/{}",
            ],
            "name": "nodes",
          },
          {
            "endpoints": [
              "GET /api/dashboard/state",
            ],
            "name": "dashboard-state",
          },
        ],
        "notMigrated": [
          {
            "endpoint": "GET /old",
            "reason": "goes with the old dashboard",
          },
        ],
        "rules": [
          {
            "allow": "type only",
            "endpoints": [
              "POST /api/auth/login",
            ],
            "place": {
              "file": "portolan.yaml",
              "range": {
                "end": {
                  "character": 104,
                  "line": 20,
                },
                "start": {
                  "character": 4,
                  "line": 20,
                },
              },
            },
            "reason": "a new token each time",
            "target": {
              "part": "body",
              "path": "$.token",
            },
          },
        ],
        "servers": {
          "python": {
            "build": "make venv",
            "environment": {
              "CORE_DATABASE_URL": "sqlite:///\${database}",
              "CORE_WORKERS": "1",
            },
            "folder": "core-server",
            "inherit": [
              "CORE_LOG_LEVEL",
            ],
            "ready": "/healthz",
            "start": ".venv/bin/python -m core_server serve --port \${port}",
          },
          "rust": {
            "build": "cargo build --features drifts",
            "check": "cargo check --target-dir target/check",
            "environment": {
              "CORE_DATABASE_URL": "sqlite://\${database}",
            },
            "export": "cargo run --quiet -- openapi",
            "folder": "core-server-rs",
            "ready": "/healthz",
            "start": "target/debug/core-server-rs serve --port \${port}",
          },
        },
      }
    `);
  });

  it("may begin with a byte order mark and end its lines as Windows does", () => {
    expect(checkProject(`\uFEFF${exampleProject.replaceAll("\n", "\r\n")}`)).toBe("usable");
  });

  it("writes paths in one way", () => {
    const { project } = readProject("portolan.yaml", changed("folder: core-server,", "folder: ./a/..//core-server/,"));
    expect(project?.servers.python.folder).toBe("core-server");
  });
});

/** Each text with what is found in it. */
function checkEach(texts: Readonly<Record<string, string>>): string {
  return Object.entries(texts)
    .map(([what, text]) => `${what}\n${checkProject(text).replaceAll(/^/gm, "  ")}`)
    .join("\n");
}

describe("a project file that is not right", () => {
  it("says what a file without a project lacks", () => {
    expect(
      checkEach({
        "an empty file": "",
        "text that is not YAML": "a: b: c",
        "a list": "- 1",
        "nothing but the version": "version: 1\n",
        "a version of the future": changed("version: 1", "version: 2"),
        "a mapping as a key": "version: 1\n{a: 1}: 2\n",
        "an alias to itself": "version: &a [*a]\n",
      }),
    ).toMatchInlineSnapshot(`
      "an empty file
        1:1 yaml-wrong-type key="" expected="a mapping" found="nothing"
        no project
      text that is not YAML
        1:4 yaml-syntax message="Nested mappings are not allowed in compact mappings"
        no project
      a list
        1:1 yaml-wrong-type key="" expected="a mapping" found="a list"
        no project
      nothing but the version
        1:1 yaml-missing-key key="servers" in=""
        1:1 yaml-missing-key key="database" in=""
        no project
      a version of the future
        1:10 project-version found="2" known=1
        no project
      a mapping as a key
        2:1 yaml-complex-key
        1:1 yaml-missing-key key="servers" in=""
        1:1 yaml-missing-key key="database" in=""
        no project
      an alias to itself
        1:1 yaml-too-deep most=200
        no project"
    `);
  });

  it("points at keys", () => {
    expect(
      checkEach({
        "a misspelt key": changed("milestones:", "mile-stone:"),
        "a key that resembles nothing": changed("milestones:", "colour:"),
        "a misspelt key inside": changed("ready:", "raedy:"),
        "a key twice": changed("cases: cases", "cases: cases\ncases: more"),
        "a milestone twice": changed("  dashboard-state:", "  nodes:"),
        "a login whose token is not named": changed(" token: /token,", ""),
      }),
    ).toMatchInlineSnapshot(`
      "a misspelt key
        17:1 yaml-unknown-key key="mile-stone" in="" nearest="milestones"
        usable
      a key that resembles nothing
        17:1 yaml-unknown-key key="colour" in="" known="version, contract, servers, environment, network, database, data, services, stubs, login, identities, cases, milestones, differences, headers, limits, body_limit, rules, not_migrated, gates"
        usable
      a misspelt key inside
        5:109 yaml-unknown-key key="raedy" in="servers.python" nearest="ready"
        5:7 yaml-missing-key key="ready" in="servers.python"
        no project
      a key twice
        17:1 yaml-duplicate-key key="cases"
        usable
      a milestone twice
        19:3 yaml-duplicate-key key="nodes"
        usable
      a login whose token is not named
        15:8 login-token-missing key="login"
        no project"
    `);
  });

  it("points at values", () => {
    expect(
      checkEach({
        "a wrong type": changed("contract: openapi/openapi.json", "contract: [openapi.json]"),
        "a command that is a number": changed("build: cargo build --features drifts", "build: 7"),
        "an unknown engine": changed("engine: sqlite", "engine: postgres"),
        "an absolute path": changed("seed: seed/seed.sql", "seed: /tmp/seed.sql"),
        "a contract on the web": changed("openapi/openapi.json", "http://localhost/openapi.json"),
        "an unknown variable": changed("--port ${port}", "--port ${prot} --home ${HOME}"),
        "an unknown variable after an escape": changed('"Bearer ${token}"', '"\\x42earer ${tokens}"'),
        "a ready path without its slash": changed("ready: /healthz", "ready: healthz"),
        "a token that is no pointer": changed("token: /token", "token: token"),
      }),
    ).toMatchInlineSnapshot(`
      "a wrong type
        2:11 yaml-wrong-type key="contract" expected="text" found="a list"
        no project
      a command that is a number
        8:12 yaml-wrong-type key="servers.rust.build" expected="text" found="7"
        no project
      an unknown engine
        14:21 yaml-unknown-value key="database.engine" value="postgres" known="none, sqlite, postgresql"
        usable
      an absolute path
        14:59 path-absolute key="database.seed" path="/tmp/seed.sql"
        no project
      a contract on the web
        2:11 path-absolute key="contract" path="http://localhost/openapi.json"
        no project
      an unknown variable
        5:99 variable-unknown name="prot" known="\${port}, \${database}, \${database.url}, \${database.host}, \${database.port}, \${database.user}, \${database.password}, \${data}"
        5:114 variable-unknown name="HOME" known="\${port}, \${database}, \${database.url}, \${database.host}, \${database.port}, \${database.user}, \${database.password}, \${data}"
        no project
      an unknown variable after an escape
        15:143 variable-unknown name="tokens" known="\${token}"
        no project
      a ready path without its slash
        5:116 url-path-unreadable key="servers.python.ready" path="healthz"
        no project
      a token that is no pointer
        15:94 pointer-unreadable key="login.token" pointer="token"
        no project"
    `);
  });

  it("points at endpoints", () => {
    expect(
      checkEach({
        "an endpoint without its method": changed("[GET /healthz,", "[/healthz,"),
        "an endpoint twice": changed("[GET /healthz,", "[GET /healthz, get /healthz,"),
        "an endpoint that stays for no reason": changed(', reason: "goes with the old dashboard"', ""),
      }),
    ).toMatchInlineSnapshot(`
      "an endpoint without its method
        18:11 endpoint-unreadable text="/healthz"
        usable
      an endpoint twice
        18:25 warning entry-duplicate list="milestones.nodes" endpoint="GET /healthz" firstLine=18
        usable
      an endpoint that stays for no reason
        23:7 yaml-missing-key key="reason" in="not_migrated[]"
        usable"
    `);
  });

  it("points at headers and sizes that cannot be used, and headers that stand there twice", () => {
    const [headers, limit] = ['headers: [X-Total-Count, { name: ETag, endpoint: "GET /api/**" }]', "body_limit: 96 MB"];
    expect(
      checkEach({
        "a name with a blank": changed(headers, "headers: [X Total]"),
        "a header with its colon": changed(headers, 'headers: ["X-Total:"]'),
        "no list": changed(headers, "headers: X-Total"),
        "a list in the list": changed(headers, "headers: [[X-Total]]"),
        "a header without an endpoint": changed(headers, "headers: [{ name: X-Total }]"),
        "an endpoint without a method": changed(headers, "headers: [{ name: X-Total, endpoint: /api }]"),
        "a misspelt key": changed(headers, "headers: [{ name: X-Total, endpoints: GET /api }]"),
        "a header twice": changed(headers, "headers: [X-Total, X-B, x-total, { name: X-Total, endpoint: GET /api }]"),
        "cookies, which are compared anyway": changed(headers, "headers: [Set-Cookie]"),
        "a size without a unit": changed(limit, "body_limit: 64"),
        "a size of another unit": changed(limit, "body_limit: 64 MiB"),
        "a size of nothing": changed(limit, "body_limit: 0 MB"),
        "a size that no text can have": changed(limit, "body_limit: 129 MB"),
      }),
    ).toMatchInlineSnapshot(`
      "a name with a blank
        24:11 header-name-unreadable name="X Total"
        usable
      a header with its colon
        24:11 header-name-unreadable name="X-Total:"
        usable
      no list
        24:10 yaml-wrong-type key="headers" expected="a list" found="text"
        no project
      a list in the list
        24:11 yaml-wrong-type key="headers[]" expected="text" found="a list"
        usable
      a header without an endpoint
        24:13 yaml-missing-key key="endpoint" in="headers[]"
        usable
      an endpoint without a method
        24:38 endpoint-pattern-unreadable text="/api"
        usable
      a misspelt key
        24:28 yaml-unknown-key key="endpoints" in="headers[]" nearest="endpoint"
        24:13 yaml-missing-key key="endpoint" in="headers[]"
        usable
      a header twice
        24:25 warning header-compared-already name="x-total" firstLine=24
        usable
      cookies, which are compared anyway
        24:11 warning header-compared-already name="set-cookie"
        usable
      a size without a unit
        25:13 yaml-wrong-type key="body_limit" expected="text" found="64"
        no project
      a size of another unit
        25:13 byte-size-unreadable key="body_limit" value="64 MiB"
        no project
      a size of nothing
        25:13 byte-size-unreadable key="body_limit" value="0 MB"
        no project
      a size that no text can have
        25:13 byte-size-unreadable key="body_limit" value="129 MB"
        no project"
    `);
  });

  it("holds rules to one value and a reason", () => {
    expect(
      checkEach({
        "a rule without a reason": changed(', reason: "a new token each time"', ""),
        "a rule with an empty reason": changed('"a new token each time"', '" "'),
        "a rule on many values": changed("path: $.token", 'path: "$.items[*].token"'),
        "a rule on whichever is last": changed("path: $.token", 'path: "$.items[-1]"'),
        "a rule that allows too much": changed("allow: type only", "allow: anything"),
      }),
    ).toMatchInlineSnapshot(`
      "a rule without a reason
        21:7 rule-without-reason key="reason" in="rules[]"
        usable
      a rule with an empty reason
        21:72 rule-without-reason key="reason" in="rules[]"
        usable
      a rule on many values
        usable
      a rule on whichever is last
        usable
      a rule that allows too much
        21:61 yaml-unknown-value key="rules[].allow" value="anything" known="ignore, renamed ids, renamed keys, renamed uuids, type only, unordered, or a mapping with alike, decoded, equal as, equal but for, equal up to, format, keyed by, pattern, time tolerance, tolerance, url parameters"
        usable"
    `);
  });
});
