import { expect, test } from "vitest";

import { readProject } from "#core/project/read-project.ts";

/** What a line more in the settings of the Python server comes to: its findings, and what is read of them. */
function checkServer(line: string): string {
  const { project, findings } = readProject(
    "portolan.yaml",
    `version: 1
contract: openapi.json
servers:
  rust: { folder: rs, start: serve, ready: /ready }
  python:
    folder: py
    start: serve
    ready: /ready
    ${line}
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

test("a network of the servers' own, and what they reach besides", () => {
  const checkNetwork = (line: string): string => checkServer(`environment: {}\n${line}`);
  expect(checkNetwork("network: loopback")).toMatchInlineSnapshot(`"{"environment":{},"reach":[]}"`);
  expect(checkNetwork("network: { reach: [localhost:5432, db.internal:6379, '[::1]:9000'] }")).toMatchInlineSnapshot(
    `"{"environment":{},"reach":[{"host":"localhost","port":5432},{"host":"db.internal","port":6379},{"host":"::1","port":9000}]}"`,
  );
  expect(checkNetwork("network: none")).toMatchInlineSnapshot(`
    "yaml-unknown-value {"key":"network","value":"none","known":"loopback"}
    no project"
  `);
  expect(checkNetwork("network: { reach: [localhost, localhost:70000] }")).toMatchInlineSnapshot(`
    "network-address-unreadable {"key":"network.reach[]","address":"localhost"}
    network-address-unreadable {"key":"network.reach[]","address":"localhost:70000"}
    {"environment":{},"reach":[]}"
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

test("how long a start may take", () => {
  const checkLimits = (line: string): string => checkServer(`environment: {}\n${line}`);
  expect(checkLimits("limits: { start: 2min, case: 10s }")).toMatchInlineSnapshot(
    `"{"environment":{},"startLimitMs":120000}"`,
  );
  expect(checkLimits("limits: { start: 120, case: 2h }")).toMatchInlineSnapshot(`
    "duration-unreadable {"key":"limits.start","value":"120"}
    limit-out-of-bounds {"key":"limits.case"}
    no project"
  `);
});

test("variables of both servers, and those of one, which win", () => {
  expect(checkServer("environment: { A: 1, B: own }\nenvironment: { B: common, C: common }")).toContain(
    '{"environment":{"B":"own","C":"common","A":"1"}}',
  );
});
