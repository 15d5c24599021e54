import { join } from "node:path";

import { expect, test, vi } from "vitest";

import { checkGate } from "./check-gate.ts";

// A rehearsal takes some seconds, and the machine is busy with others.
vi.setConfig({ testTimeout: 120_000 });

const NODE = `"${process.execPath}" --no-warnings`;
const SERVERS = join(import.meta.dirname, "../../servers");

/** Both servers run all along, and a gateway in the foreground leads to one of them. */
const GATEWAY = {
  start: `echo python > $STATE/side
HABITS="$PYTHON_HABITS" ${NODE} ${SERVERS}/note-server.ts $PYTHON_PORT $DATABASE python &
HABITS="$RUST_HABITS" ${NODE} ${SERVERS}/note-server.ts $RUST_PORT $DATABASE rust &
exec ${NODE} ${SERVERS}/switch-gateway.ts $PORT $STATE/side $PYTHON_PORT $RUST_PORT`,
  switch: "echo rust > $STATE/side",
  rollback: "echo python > $STATE/side",
};

/** One server at a time, in the background and in a session of its own; the next one takes over its port. */
const takeOver = (
  side: string,
  habits: string,
): string => `kill $(cat $STATE/pid) && while kill -0 $(cat $STATE/pid) 2>/dev/null; do sleep 0.02; done
HABITS="${habits}" setsid ${NODE} ${SERVERS}/note-server.ts $PORT $DATABASE ${side} > $STATE/log 2>&1 &
echo $! > $STATE/pid; echo ${side} > $STATE/side`;

const TAKE_OVER = {
  start: takeOver("python", "$PYTHON_HABITS").replace(/^.*\n/, ""),
  switch: takeOver("rust", "$RUST_HABITS"),
  rollback: takeOver("python", "$PYTHON_HABITS"),
};

interface Rehearsed {
  readonly commands?: Readonly<Record<"start" | "switch" | "rollback", string>>;
  /** Variables of the commands. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly settings?: string;
  readonly engine?: "sqlite" | "postgresql";
}

async function checkCutover({
  commands = GATEWAY,
  environment = {},
  settings = "",
  engine = "sqlite",
}: Rehearsed = {}): Promise<string> {
  const server = "{ folder: ., start: 'true ${port} ${database}', ready: /ready }";
  const variables = {
    DATABASE: engine === "sqlite" ? "${database}" : "${database.url}",
    STATE: "${folder}",
    PORT: "${port}",
    PYTHON_PORT: "${python.port}",
    RUST_PORT: "${rust.port}",
    PYTHON_HABITS: "",
    RUST_HABITS: "",
    ...environment,
  };
  const text = await checkGate(
    {
      "portolan.yaml": `version: 1
servers: { python: ${server}, rust: ${server} }
database: { engine: ${engine}, migrations: migrations }
gates:
  cutover:
    environment: ${JSON.stringify(variables)}
    start: ./ctl.start
    switch: sh ctl.switch
    rollback: sh ctl.rollback
    status: cat $STATE/side
    ready: /ready
    # Long enough for some rows of each kind; what takes time is waiting.
    steady: 1s
    write: { request: POST /notes, body: { text: "\${text}" }, id: /id }
    read: { request: "GET /notes/{id}", text: /text }
    change: { request: "PUT /notes/{id}", body: { text: "\${text}" } }
${settings}`.replace("./ctl.start", "sh ctl.start"),
      "migrations/0001.sql": "CREATE TABLE notes (id TEXT PRIMARY KEY, text TEXT NOT NULL);",
      ...Object.fromEntries(Object.entries(commands).map(([name, line]) => [`ctl.${name}`, line])),
    },
    ["cutover"],
  );
  return (
    text
      .replaceAll(/portolan-[\da-f]{6}-\d+/g, "TEXT")
      .replaceAll(/[\da-f]{8}-[\da-f-]{27}/g, "ID")
      .replaceAll(/\d+\.\d/g, "N.N")
      .replaceAll(/(?<=: )\d+ rows written, \d+ reads and \d+ changes/g, "N rows written, N reads and N changes")
      .replaceAll(/\b\d+ (?=rows? |writes |requests )/g, "N ")
      // The first request that meets a fault may be sent before the step is done, or after.
      .replaceAll(/\b(?:during|after) the (?=switch)/g, "at the ")
      .replaceAll(/, \d+ of both by/g, ", N of both by")
  );
}

/** What was found, without what was looked at. */
async function checkFaults(rehearsed: Rehearsed): Promise<string> {
  const text = await checkCutover(rehearsed);
  const at = text.indexOf("finding");
  return at < 0 ? text : text.slice(at).replaceAll(/^finding.*\n|\n1 gate.*\n$/g, "");
}

test("a gateway that leads to the other server loses nothing", async () => {
  expect(await checkCutover()).toMatchInlineSnapshot(`
    "✓ passed  cutover
      checked: N rows written, N reads and N changes by a client that goes on all along
      checked: who answered: Python N.N–N.N s, Rust N.N–N.N s, Python N.N–N.N s
      checked: nobody answered for N.N s at the switch, N.N s at the rollback
      checked: N rows of Python's read by Rust, N of both by Python after the way back, and some of them changed
      checked: N rows counted in the database

    1 gate: 1 passed
    "
  `);
});

test("a server that takes over the port of the other one, left running in the background", async () => {
  expect(await checkCutover({ commands: TAKE_OVER, settings: "    gap: 30s\n" })).toMatchInlineSnapshot(`
    "✓ passed  cutover
      checked: N rows written, N reads and N changes by a client that goes on all along
      checked: who answered: Python N.N–N.N s, Rust N.N–N.N s, Python N.N–N.N s
      checked: nobody answered for N.N s at the switch, N.N s at the rollback
      checked: N rows of Python's read by Rust, N of both by Python after the way back, and some of them changed
      checked: N rows counted in the database

    1 gate: 1 passed
    "
  `);
});

test("notes that Rust acknowledges and does not keep", async () => {
  expect(await checkFaults({ environment: { RUST_HABITS: "forgets" } })).toMatchInlineSnapshot(`
    "  portolan.yaml:8:13: error: N rows are not found any more, first row ID (TEXT), which was written at the switch and asked for at the switch.
      portolan.yaml:8:13: error: N rows that were acknowledged are not in the database in the end; the first was written at the switch, with the text TEXT.
    "
  `);
});

test("writes that arrive twice", async () => {
  expect(await checkFaults({ environment: { RETRY: "1" } })).toMatchInlineSnapshot(`
    "  portolan.yaml:8:13: error: N writes that were sent once stand in the database more than once; the first was sent at the switch, with the text TEXT.
    "
  `);
});

test("nobody answers for long", async () => {
  const commands = { ...GATEWAY, switch: "echo none > $STATE/side; sleep 3; echo rust > $STATE/side" };
  expect(await checkFaults({ commands })).toMatchInlineSnapshot(`
    "  portolan.yaml:8:13: error: Nobody answered for N.N s at the switch; N.N s are allowed (\`gates.cutover.gap\`).
    "
  `);
});

test("a way back that does not come up, and one that fails", async () => {
  const rollback = "kill $(cat $STATE/pid); echo python > $STATE/side";
  const dead = { commands: { ...TAKE_OVER, rollback }, settings: "    limit: 2s\n    gap: 30s\n" };
  expect(await checkFaults(dead)).toMatchInlineSnapshot(`
    "  portolan.yaml:9:15: error: After the rollback \`GET /ready\` did not answer 2xx within 2 s.
    "
  `);
  const failing = { ...GATEWAY, rollback: "echo no such unit >&2; exit 5" };
  expect(await checkFaults({ commands: failing })).toMatchInlineSnapshot(`
    "  portolan.yaml:9:15: error: The rollback failed: \`sh ctl.rollback\` ended with code 5. It printed last: no such unit
    "
  `);
});

test("a switch that switches nothing", async () => {
  expect(await checkFaults({ commands: { ...GATEWAY, switch: "true" } })).toMatchInlineSnapshot(`
    "  portolan.yaml:8:13: error: After the switch Rust should answer, and \`gates.cutover.status\` says: Python
      portolan.yaml:8:13: error: After the switch was done N requests were still answered by Python.
    "
  `);
});

test("changes that are refused, that get lost, and answers that are otherwise", async () => {
  expect(await checkFaults({ environment: { RUST_HABITS: "refuses" } })).toMatchInlineSnapshot(`
    "  portolan.yaml:8:13: error: N requests of the client (change) were refused with 422, the first at the switch; they were taken before.
    "
  `);
  expect(await checkFaults({ environment: { RUST_HABITS: "old adds" } })).toMatchInlineSnapshot(`
    "  portolan.yaml:8:13: error: Rust reads row ID otherwise than Python did: {"id":"ID","text":"TEXT","more":null}, and was {"id":"ID","text":"TEXT"}.
      portolan.yaml:9:15: error: Python reads row ID otherwise than Rust did: {"id":"ID","text":"TEXT"}, and was {"id":"ID","text":"TEXT","more":null}.
      portolan.yaml:8:13: error: N rows hold another text than was acknowledged, first row ID, read at the switch: it has to hold TEXT, and TEXT was read.
    "
  `);
});

test("commands that use another database are stopped before anything is written", async () => {
  const environment = { DATABASE: "own.sqlite" };
  const start = `${NODE} -e 'new (require("node:sqlite").DatabaseSync)("own.sqlite").exec("CREATE TABLE notes (id TEXT PRIMARY KEY, text TEXT)")'
${GATEWAY.start}`;
  expect(await checkFaults({ environment, commands: { ...GATEWAY, start } })).toMatchInlineSnapshot(`
    "  portolan.yaml:7:12: error: Nobody was seen to use the database that Portolan made for the rehearsal, so that nothing was written. Hand it over in \`gates.cutover.environment\`: \${database} is its name or its file, \${database.url} its address.
    "
  `);
});

test("on PostgreSQL nothing is lost either, and what arrives twice is counted", async () => {
  expect(await checkCutover({ engine: "postgresql", commands: TAKE_OVER, settings: "    gap: 30s\n" }))
    .toMatchInlineSnapshot(`
    "✓ passed  cutover
      checked: N rows written, N reads and N changes by a client that goes on all along
      checked: who answered: Python N.N–N.N s, Rust N.N–N.N s, Python N.N–N.N s
      checked: nobody answered for N.N s at the switch, N.N s at the rollback
      checked: N rows of Python's read by Rust, N of both by Python after the way back, and some of them changed
      checked: N rows counted in the database

    1 gate: 1 passed
    "
  `);
  expect(await checkFaults({ engine: "postgresql", environment: { RETRY: "1" } })).toMatchInlineSnapshot(`
    "  portolan.yaml:8:13: error: N writes that were sent once stand in the database more than once; the first was sent at the switch, with the text TEXT.
    "
  `);
});
