import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, test } from "vitest";

import { createSmallProject, type SmallProject } from "../servers/small-project.ts";
import { portolan, root } from "./example.ts";

const SERVER = join(import.meta.dirname, "../servers/telling-server.ts");

/** What is planted, by where it enters. Each is found by any eight characters of it. */
const PLANTED = {
  environment: "env-Hq7vL2pXw9",
  settings: "signing9KmZ4tRb",
  inherited: "inh3rited-Yw8Qd5",
  file: "f1leKey-Ds4Wn8Vc",
  address: "dbPass-x7Fh2kNs",
  line: "start-Jc6uB1gMv0",
  build: "bu1ld-Rz5eT8aWq3",
  password: 'lögin "Pq4/ß 9xTs2',
  token: "m1nted-Gk8sV3yDn6",
  header: "apiKey-Lf2wC9rEo4",
  basic: "basicPw-Ui7pH1zSj",
  cookie: "c00kie5Nx8Bt2Ma7Q",
  query: "qu3ry-token-Oe6Kd",
  signature: "Zr4Yv1Tp9Wc6Xb3Lh",
  body: "b0dy-Kd3vXq+Fn5 Gj8/&=",
  caller: "cAller-Tz5 Mw1/Pb9",
} as const;

const ENDPOINTS = [
  ["GET", "/echo"],
  ["POST", "/echo"],
  ["GET", "/mint"],
  ["GET", "/minted"],
  ["POST", "/nodes"],
  ["GET", "/broken"],
  ["GET", "/die"],
] as const;

const CASES = [
  {
    endpoint: "GET /echo",
    name: "all that a request carries",
    query: { token: PLANTED.query, sig: PLANTED.signature },
    headers: {
      "X-Api-Key": PLANTED.header,
      Cookie: `session=${PLANTED.cookie}`,
    },
  },
  {
    endpoint: "GET /echo",
    name: "basic credentials",
    headers: { Authorization: `Basic ${Buffer.from(`ada:${PLANTED.basic}`).toString("base64")}` },
    login: false,
  },
  { endpoint: "POST /echo", name: "a body", login: true, body: { password: PLANTED.body } },
  {
    endpoint: "POST /echo",
    name: "a secret of the caller's",
    query: { note: "${secret:CASE_SECRET}" },
    headers: { "X-Note": "${secret:CASE_SECRET}" },
    body: { note: "${secret:CASE_SECRET}" },
  },
  { endpoint: "GET /mint", name: "a token is answered" },
  { endpoint: "GET /minted", name: "and told again" },
  { endpoint: "POST /nodes", name: "a row", body: { password: PLANTED.body } },
  { endpoint: "GET /broken", name: "a traceback", login: true },
  { endpoint: "GET /die", name: "a death", headers: { "X-Api-Key": PLANTED.header } },
];

interface Planted extends SmallProject {
  /** Where temporary folders of the run go. */
  readonly temporary: string;
  readonly environment: Readonly<Record<string, string>>;
  /** All that the servers printed and answered. */
  transcript(): Promise<string>;
}

/** A project that holds each secret. `build` is a command of both sides. */
async function plant({ mood = "", build = 'echo "built with $BUILD_TOKEN"' } = {}): Promise<Planted> {
  const temporary = await mkdtemp(join(tmpdir(), "portolan-planted-"));
  const transcript = join(temporary, "transcript");
  const server = (side: string): object => ({
    folder: side,
    build,
    start: `${process.execPath} --no-warnings ${SERVER} \${port} "$DATABASE" --api-token ${PLANTED.line}`,
    ready: "/ready",
    inherit: ["SERVICE_TOKEN"],
    env_file: "parity.env",
    environment: {
      DATABASE: "${database}",
      SIDE: side,
      MOOD: mood,
      MINTED: PLANTED.token,
      TRANSCRIPT: transcript,
      API_KEY: PLANTED.environment,
      SIGNING: `{"secret": "${PLANTED.settings}"}`,
      BUILD_TOKEN: PLANTED.build,
      UPSTREAM: `postgres://ada:${PLANTED.address}@localhost:5432/nodes`,
    },
  });
  const settings = {
    version: 1,
    contract: "openapi.json",
    servers: { python: server("python"), rust: server("rust") },
    database: { engine: "sqlite", migrations: "migrations", seed: "seed.sql" },
    cases: "cases",
    login: {
      endpoint: "POST /login",
      body: { user: "ada", password: PLANTED.password },
      token: "/data/value",
      header: "X-Visit",
      value: "${token}",
    },
  };
  const project = await createSmallProject({
    endpoints: ENDPOINTS,
    // JSON is YAML.
    files: {
      "portolan.yaml": JSON.stringify(settings),
      "cases/planted.yaml": JSON.stringify(CASES),
      "parity.env": `STORAGE_KEY=${PLANTED.file}\n`,
    },
  });
  return {
    folder: project.folder,
    temporary,
    environment: { TMPDIR: temporary, SERVICE_TOKEN: PLANTED.inherited, CASE_SECRET: PLANTED.caller },
    transcript: () => readFile(transcript, "utf8"),
    [Symbol.asyncDispose]: async () => {
      await project[Symbol.asyncDispose]();
      await rm(temporary, { recursive: true, force: true });
    },
  };
}

/** All that lies in a folder, but for what was put there. */
async function textsBelow(
  folder: string,
  isOurs: (name: string) => boolean,
): Promise<readonly (readonly [string, string])[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const left = files.filter((file) => !isOurs(file.slice(folder.length + 1)));
  return Promise.all(
    left.map(
      async (file) =>
        [file, await readFile(file, "latin1").then((text) => Buffer.from(text, "latin1").toString("utf8"))] as const,
    ),
  );
}

const INPUTS = /^(?:portolan\.yaml|openapi\.json|python\/|rust\/|migrations\/|seed\.sql|cases\/|parity\.env)/;

/** Each secret of which eight characters, in any spelling, stand in what was printed or left, and where. */
async function leaks(project: Planted, printed: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const texts = [
    ...Object.entries(printed),
    ...(await textsBelow(project.folder, (name) => INPUTS.test(name))),
    ...(await textsBelow(project.temporary, (name) => name === "transcript")),
  ];
  return texts.flatMap(([where, text]) =>
    Object.entries(PLANTED).flatMap(([name, secret]) => {
      const found = piecesOf(secret).find((piece) => text.includes(piece));
      if (found === undefined) return [];
      const at = text.indexOf(found);
      return [`${where}: ${name} in ${text.slice(Math.max(0, at - 60), at + 60)}`];
    }),
  );
}

/** Every eight characters of a secret as they may be spelt. */
function piecesOf(secret: string): readonly string[] {
  const base64 = ["", "x", "xx"].map((before) =>
    Buffer.from(before + secret)
      .toString("base64")
      .slice(4, -4),
  );
  const spelt = [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret), ...base64];
  return spelt.flatMap((text) => Array.from({ length: text.length - 7 }, (_, at) => text.slice(at, at + 8)));
}

const REPORTS = { json: "run.json", junit: "run.xml", sarif: "run.sarif", markdown: "run.md", html: "run.html" };

test("nothing that a run prints or leaves holds a secret, wherever it came in", async () => {
  await using project = await plant();
  const run = (...args: readonly string[]) => portolan(project.folder, args, project.environment);
  const reports = Object.entries(REPORTS).flatMap(([kind, file]) => ["--report", `${kind}=${file}`]);
  const checked = await run("check", "--verbose", "--report", "github=-", ...reports);
  const asJson = await run("check", "--json");
  const suggested = await run("rules", "suggest");
  const ledger = await run("ledger", "--json");
  const events = await runnerEvents(project);

  expect(
    await leaks(project, {
      "check stdout": checked.stdout,
      "check stderr": checked.stderr,
      "check --json": asJson.stdout + asJson.stderr,
      "rules suggest": suggested.stdout + suggested.stderr,
      ledger: ledger.stdout + ledger.stderr,
      events,
    }),
  ).toEqual([]);
  // The servers did tell all, and the run did show where.
  const told = await project.transcript();
  expect(Object.values(PLANTED).filter((secret) => !piecesOf(secret).some((piece) => told.includes(piece)))).toEqual(
    [],
  );
  expect([checked.code, asJson.code, suggested.code]).toEqual([1, 1, 1]);
  expect(checked.stdout).toContain("•••");
  expect(asJson.stdout.match(/•••/g)?.length).toBeGreaterThan(100);
  expect(events).toContain('"kind":"output"');
  expect(events.match(/•••/g)?.length).toBeGreaterThan(100);
  // A cursor is no secret.
  expect(asJson.stdout).toContain("cursor-of-page-2-python");
});

test.each([
  ["a refused login that echoes its body", { mood: "locked" }, "answered 422"],
  ["a server that dies at its start and tells its settings", { mood: "broken" }, "ended with code 3"],
  ["a build that fails", { build: 'echo "cannot reach $UPSTREAM with $BUILD_TOKEN, $API_KEY"; false' }, "The build of"],
])("%s: the sentence holds no secret", async (_, given, sentence) => {
  await using project = await plant(given);
  const checked = await portolan(project.folder, ["check", "--json"], project.environment);
  expect(checked.code).toBe(2);
  expect(checked.stdout).toContain(sentence);
  const events = await runnerEvents(project);
  expect(events).toContain(sentence);
  expect(await leaks(project, { stdout: checked.stdout, stderr: checked.stderr, events })).toEqual([]);
  expect(checked.stdout).toContain("•••");
});

/** What the editor's runner tells of a run of everything, on both streams. */
async function runnerEvents({ folder, environment }: Planted): Promise<string> {
  const child = spawn(process.execPath, [join(root, "dist", "cli.js"), "run", "--events"], {
    cwd: folder,
    env: { ...process.env, ...environment },
    stdio: ["pipe", "pipe", "pipe"],
  });
  let text = "";
  const closed = once(child, "close");
  child.stderr.setEncoding("utf8").on("data", (piece: string) => (text += piece));
  child.stdout.setEncoding("utf8").on("data", (piece: string) => {
    text += piece;
    if (text.includes('"kind":"ended"')) child.stdin.end();
  });
  child.stdin.write(`${JSON.stringify({ kind: "run", runId: "1", selection: { kind: "all" } })}\n`);
  await closed;
  return text;
}
