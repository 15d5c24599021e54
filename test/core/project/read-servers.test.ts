import { expect, test } from "vitest";

import { readProject } from "#core/project/read-project.ts";

/** What a line more in the settings of the Python server comes to: its findings, and what is read of them. */
function checkServer(line: string): string {
  const { project, findings } = readProject(
    "portolan.yaml",
    `version: 1
contract: openapi.json
servers:
  python:
    folder: py
    start: serve
    ready: /ready
    ${line}
  rust: { folder: rs, start: serve, ready: /ready }
database: { engine: sqlite }
`,
  );
  const told = findings.map(({ code, facts }) => `${code} ${JSON.stringify(facts)}`);
  const { folder: _folder, start: _start, ready: _ready, ...read } = project?.servers.python ?? {};
  return [...told, project === undefined ? "no project" : JSON.stringify(read)].join("\n");
}

test("names of the caller's variables", () => {
  expect(checkServer("inherit: [AWS_PROFILE, _x1]")).toMatchInlineSnapshot(
    `"{"environment":{},"inherit":["AWS_PROFILE","_x1"]}"`,
  );
  expect(checkServer('inherit: ["KEY=1"]')).toMatchInlineSnapshot(`
    "variable-name-unreadable {"name":"KEY=1"}
    {"environment":{},"inherit":[]}"
  `);
  expect(checkServer("inherit: KEY")).toMatchInlineSnapshot(`
    "yaml-wrong-type {"key":"servers.python.inherit","expected":"a list","found":"text"}
    no project"
  `);
});

test("a file of variables, or none", () => {
  expect(checkServer("env_file: ./config/parity.env")).toMatchInlineSnapshot(
    `"{"environment":{},"environmentFile":{"kind":"file","path":"config/parity.env"}}"`,
  );
  expect(checkServer("env_file: none")).toMatchInlineSnapshot(`"{"environment":{},"environmentFile":{"kind":"none"}}"`);
  expect(checkServer("env_file: /etc/parity.env")).toMatchInlineSnapshot(`
    "path-absolute {"key":"servers.python.env_file","path":"/etc/parity.env"}
    no project"
  `);
});
