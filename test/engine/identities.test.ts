import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { expect, onTestFinished, test } from "vitest";

import { createSmallProject } from "../servers/small-project.ts";
import { portolan } from "./example.ts";

const ACCOUNTS = join(import.meta.dirname, "../servers/accounts.py");

const SETTINGS = `environment: { JWT_KEY: "\${identity:robot.key}" }
identities:
  ada: { login: { endpoint: POST /token, form: { username: ada, password: "\${secret:ADA_PASSWORD}" }, token: /access_token } }
  robot: { mint: { algorithm: HS256, claims: { sub: robot } } }
`;

const CASES = `- { endpoint: GET /me, name: the first, expect: 200 }
- { endpoint: GET /me, name: the robot, as: robot, expect: 200 }
- { endpoint: GET /me, name: nobody, as: none, expect: 401 }
`;

/** A checked project of two accounts servers, whose seed has ada's password. */
async function checkAccounts(password: string) {
  process.env["ADA_PASSWORD"] = password;
  onTestFinished(() => {
    delete process.env["ADA_PASSWORD"];
  });
  const start = `python3 ${ACCOUNTS} \${port} "$DATABASE"`;
  const project = await createSmallProject({
    endpoints: [["GET", "/me"]],
    start: { python: start, rust: start },
    seed: `CREATE TABLE accounts (name TEXT PRIMARY KEY, password TEXT); CREATE TABLE sessions (token TEXT, name TEXT);
INSERT INTO accounts VALUES ('ada', 'harbour-of-ada-7');`,
    settings: SETTINGS,
    files: { "cases/me.yaml": CASES },
  });
  onTestFinished(() => project[Symbol.asyncDispose]());
  return { ...(await portolan(project.folder, ["check", "--verbose", "--report", "json=report.json"])), project };
}

test("cases are sent by whom they name, and a report holds no secret of any of them", async () => {
  const { code, stdout, stderr, project } = await checkAccounts("harbour-of-ada-7");
  expect([code, stdout, stderr]).toEqual([0, expect.stringContaining("1 endpoint: 1 verified"), expect.anything()]);
  const kept = await readdir(join(project.folder, ".portolan"), { recursive: true, withFileTypes: true });
  const own = kept.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const files = ["report.json", ...own.map((file) => relative(project.folder, file))];
  expect(files).toEqual(expect.arrayContaining([expect.stringMatching(/^\.portolan\/results\//)]));
  const texts = await Promise.all(files.map((name) => readFile(join(project.folder, name), "utf8")));
  expect(texts[0]).toContain('"the robot"');
  expect([stdout, stderr, ...texts].join("\n")).not.toMatch(/harbour-of-ada-7|eyJ/);
});

test("a login that fails ends the run with its sentence, without the password", async () => {
  const { code, stdout, stderr } = await checkAccounts("wrong-of-ada-7");
  expect(code).toBe(2);
  expect(stdout + stderr).toMatch(
    /The login as `ada` on the (?:Python|Rust) server failed: POST \/token answered 401: .*Correct `identities\.ada` in portolan\.yaml, or the seed\./,
  );
  expect(stdout + stderr).not.toContain("wrong-of-ada-7");
});
