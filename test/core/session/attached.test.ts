import { expect, test } from "vitest";

import { foreignHosts } from "#core/model/attached.ts";
import type { Method } from "#core/model/endpoint.ts";
import type { Project } from "#core/model/project.ts";
import { readProject } from "#core/project/read-project.ts";
import { findingText } from "#core/report/findings/finding-text.ts";
import { casesForAttached } from "#core/session/selection/cases-for-attached.ts";
import { openCase } from "../parity/case-of.ts";

/** A project file whose Rust server says this. */
function projectWith(rust: string): { readonly project: Project | undefined; readonly findings: readonly string[] } {
  const text = `version: 1
servers:
  python: { folder: server, start: "python serve.py --port \${port}", ready: /up }
  rust: { folder: server-rs, ready: /up, ${rust} }
database: { engine: none }
`;
  const { project, findings } = readProject("portolan.yaml", text);
  return { project, findings: findings.map((each) => findingText(each)) };
}

/** The cases that are sent, and what is told. */
function checkCases(rust: string, cases: readonly (readonly [Method, string])[]): readonly string[] {
  const { project } = projectWith(rust);
  if (project === undefined) throw new Error("There is no project.");
  const all = cases.map(([method, path]) => openCase(method, path));
  const endpoints = [...Map.groupBy(all, ({ endpoint }) => endpoint)].map(([endpoint, own]) => ({
    endpoint,
    cases: own,
  }));
  const chosen = casesForAttached(
    { endpoints, scenarios: [], rows: [], unported: [], withoutCases: [], findings: [] },
    project,
  );
  return [
    ...chosen.endpoints.flatMap(({ cases: each }) => each.map(({ method, target }) => `${method} ${target}`)),
    ...chosen.findings.map((finding) => `${finding.endpoint ?? ""} ${findingText(finding)}`.trim()),
  ];
}

test("only what reads is sent to an attached server that nothing puts back", () => {
  const cases = [
    ["GET", "/a"],
    ["POST", "/a"],
    ["GET", "/b"],
  ] as const;
  expect(checkCases("attach: http://127.0.0.1:8000", cases)).toMatchInlineSnapshot(`
    [
      "GET /a",
      "GET /b",
      "Portolan did not start Rust at http://127.0.0.1:8000 and does not know its database, so that what the servers write is not compared and the verdicts of this run are not kept.",
      "POST /a 1 of its cases may write and were not sent to an attached server: say in \`reset\` at the server what puts its data back.",
    ]
  `);
  expect(checkCases("attach: http://127.0.0.1:8000, reset: make reset", cases)).toMatchInlineSnapshot(`
    [
      "GET /a",
      "POST /a",
      "GET /b",
      "Portolan did not start Rust at http://127.0.0.1:8000 and does not know its database, so that what the servers write is not compared and the verdicts of this run are not kept.",
    ]
  `);
  expect(checkCases("start: serve", cases)).toEqual(["GET /a", "POST /a", "GET /b"]);
});

test.each([
  ["http://127.0.0.1:8000", []],
  ["http://127.8.0.1:8000/", []],
  ["http://localhost:8000", []],
  ["http://[::1]:8000", []],
  ["https://staging.example.com", ["staging.example.com"]],
  ["http://127.0.0.1.example.com", ["127.0.0.1.example.com"]],
  ["http://192.168.0.7:80", ["192.168.0.7"]],
  ["http://2130706433", []],
])("%s is on another host: %j", (address, hosts) => {
  const { project } = projectWith(`attach: "${address}"`);
  expect(project && foreignHosts(project)).toEqual(hosts);
});

test("a server is started or attached, and a container is neither", () => {
  const told = [
    "",
    "start: a, attach: http://127.0.0.1:1",
    "start: a, reset: b",
    "attach: 127.0.0.1:8000",
    "start: docker compose up api",
  ];
  expect(told.map((rust) => projectWith(rust).findings)).toMatchInlineSnapshot(`
    [
      [
        "\`servers.rust\` says neither \`start\`, the command that starts the server, nor \`attach\`, where it runs already.",
      ],
      [
        "\`servers.rust\` says both \`start\` and \`attach\`: keep the one that is meant.",
      ],
      [
        "\`servers.rust.reset\` puts an attached server back; one that is started begins with a database of Portolan's.",
      ],
      [
        "\`servers.rust.attach\` is the address of a server, scheme, host and port alone: http://127.0.0.1:8000; \`127.0.0.1:8000\` is not.",
      ],
      [
        "\`servers.rust.start\` asks docker for a container, whose processes Portolan can neither end nor give a database. Start the server itself, or start the container yourself and say \`attach: http://127.0.0.1:PORT\` in place of \`start\`, with a \`reset\` command that puts its data back.",
      ],
    ]
  `);
});
