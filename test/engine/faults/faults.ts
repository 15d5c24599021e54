import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { root } from "../example.ts";
import type { SmallProjectOptions } from "../../servers/small-project.ts";

const SMALL_SERVER = join(import.meta.dirname, "../../core/parity/servers/small-server.ts");

const SMALL_START = `${process.execPath} --no-warnings ${SMALL_SERVER} \${port} "$DATABASE"`;

/** The small server with variables of its own: `MOOD` and `DRIFT` say what it does. */
function serverWith(variables: string): string {
  return `${variables} exec ${SMALL_START}`;
}

/** POSIX names the program; nothing of ours brings it. */
function makePipe(path: string): void {
  execFileSync("sh", ["-c", 'mkfifo "$0"', path]);
}

/** Puts a pipe in the place of a file. */
function replaceByPipe(name: string): (folder: string) => void {
  return (folder) => {
    rmSync(join(folder, name));
    makePipe(join(folder, name));
  };
}

/** A seed of about so many kilobytes. */
function seedOf(kilobytes: number): string {
  return `WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < ${kilobytes}) INSERT INTO nodes SELECT printf('%01000d', x) FROM n;`;
}

/** About 130 MB that do not go through the write-ahead log, which ends a server where it has no room. */
const UNLOGGED_SEED = `CREATE UNLOGGED TABLE filler (line text);
INSERT INTO filler SELECT repeat(md5(n::text), 32) FROM generate_series(1, 120000) n;`;

const onPostgresql = (text: string): string => text.replace("engine: sqlite", "engine: postgresql");

/** The project has the packages that we have, and so a PostgreSQL. */
function withPackages(folder: string): void {
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
}

/** Something that goes wrong around a run, and what must come of it. */
export interface Fault {
  /** What is wrong. */
  readonly fault: string;
  /** What the user reads, on either stream. */
  readonly sentence: RegExp;
  /** Of the command; null where it is killed. */
  readonly exitCode: 0 | 1 | 2 | null;
  /** It ends by itself within so many seconds, on a machine that is busy with others. */
  readonly boundS: number;
  readonly project?: SmallProjectOptions;
  /** Changes the project file. */
  readonly edit?: (text: string) => string;
  /** Makes it wrong in the project's folder. */
  readonly prepare?: (folder: string) => void;
  /** `check` where it is not said. */
  readonly args?: readonly string[];
  /** Sent once its standard error matches. */
  readonly signal?: { readonly name: "SIGINT" | "SIGKILL"; readonly after: RegExp };
  /** The temporary folder lies on a disk of so many kilobytes. */
  readonly diskKb?: number;
  /** The shell's end of a pipe that the command writes into. */
  readonly into?: string;
}

const QUICK = 60;

/** A server's own limits come first. */
const LIMITS = "\nlimits: { start: 2s, case: 1s }\n";

const withLimits = (text: string): string => text + LIMITS;
const building =
  (command: string) =>
  (text: string): string =>
    text.replace(/( {2}rust:\n {4}folder: rust\n)/, `$1    build: ${command}\n`);

/** The list of faults: one line in it is one test. */
export const FAULTS: readonly Fault[] = [
  {
    fault: "the project file is not there",
    sentence: /portolan\.yaml/,
    exitCode: 2,
    boundS: QUICK,
    prepare: (folder) => rmSync(join(folder, "portolan.yaml")),
  },
  {
    fault: "the project file is broken",
    sentence: /The project file cannot be used/,
    exitCode: 2,
    boundS: QUICK,
    edit: (text) => `${text}\nrules: [`,
  },
  {
    fault: "the project file is a pipe",
    sentence: /it is a device or a pipe and no regular file/,
    exitCode: 2,
    boundS: QUICK,
    prepare: (folder) => {
      rmSync(join(folder, "portolan.yaml"));
      makePipe(join(folder, "portolan.yaml"));
    },
  },
  {
    fault: "the contract is a pipe",
    sentence: /openapi\.json.*it is a device or a pipe and no regular file/,
    exitCode: 2,
    boundS: QUICK,
    prepare: (folder) => {
      rmSync(join(folder, "openapi.json"));
      makePipe(join(folder, "openapi.json"));
    },
  },
  {
    fault: "the seed cannot be run",
    sentence: /seed\.sql.*no such table: nowhere/,
    exitCode: 2,
    boundS: QUICK,
    project: { seed: "INSERT INTO nowhere VALUES (1);" },
  },
  {
    fault: "a seed has a NUL",
    sentence: /seed\.sql has a NUL character in line 2/,
    exitCode: 2,
    boundS: QUICK,
    project: { seed: "INSERT INTO nodes VALUES ('north');\n\0INSERT INTO nodes VALUES ('south');" },
  },
  {
    fault: "a setting has a NUL",
    sentence: /portolan\.yaml.*`environment\.NAME` holds a NUL character/,
    exitCode: 2,
    boundS: QUICK,
    edit: (text) => String.raw`${text}
environment: { NAME: "a\0b" }
`,
  },
  {
    fault: "the seed is a pipe",
    sentence: /seed\.sql.*it is a device or a pipe and no regular file/,
    exitCode: 2,
    boundS: QUICK,
    prepare: replaceByPipe("seed.sql"),
  },
  {
    fault: "the only migration is a pipe",
    sentence: /`database\.migrations` names `migrations`, and there is no file below it that ends in \.sql\./,
    exitCode: 2,
    boundS: QUICK,
    prepare: replaceByPipe("migrations/0001_nodes.sql"),
  },
  {
    fault: "the only case file is a pipe",
    sentence: /`cases` names `cases`, and there is no file below it that ends in \.yaml or \.yml\./,
    exitCode: 2,
    boundS: QUICK,
    project: { files: { "cases/a.yaml": "[]" } },
    prepare: replaceByPipe("cases/a.yaml"),
  },
  {
    fault: "a body is a pipe",
    sentence: /body\.bin.*it is a device or a pipe and no regular file/,
    exitCode: 2,
    boundS: QUICK,
    project: {
      endpoints: [["POST", "/nodes"]],
      files: {
        "cases/a.yaml": "- { endpoint: POST /nodes, name: a file, file: body.bin }",
        "cases/body.bin": "",
      },
    },
    prepare: replaceByPipe("cases/body.bin"),
  },
  {
    fault: "a file of variables is a pipe",
    sentence: /parity\.env.*it is a device or a pipe and no regular file/,
    exitCode: 2,
    boundS: QUICK,
    project: { files: { "parity.env": "" } },
    edit: (text) => text.replace("    folder: rust\n", "    folder: rust\n    env_file: parity.env\n"),
    prepare: replaceByPipe("parity.env"),
  },
  {
    fault: "the saved verdicts are a pipe",
    sentence: /warning: .*verdicts\.json.*|warning: The verdicts of this run could not be saved/,
    exitCode: 0,
    boundS: QUICK,
    project: { files: { ".portolan/verdicts.json": "" } },
    prepare: replaceByPipe(".portolan/verdicts.json"),
  },
  {
    fault: "the disk is full while the seed is run",
    sentence: /seed\.sql cannot be run: SQLite says "database or disk is full"\. Make room on the disk/,
    exitCode: 2,
    boundS: QUICK,
    project: { seed: seedOf(4_000) },
    diskKb: 2_000,
  },
  {
    fault: "the disk is full when a side gets its copy",
    sentence: /There is no room for the copy of a database on the disk that holds the system's temporary folder\./,
    exitCode: 2,
    boundS: QUICK,
    project: { seed: seedOf(1_000) },
    diskKb: 2_000,
  },
  {
    fault: "the disk of PostgreSQL is full while the seed is run",
    sentence: /There is no room for what seed\.sql writes on the disk that holds the system's temporary folder\./,
    exitCode: 2,
    boundS: 2 * QUICK,
    project: { seed: UNLOGGED_SEED },
    edit: onPostgresql,
    prepare: withPackages,
    diskKb: 90_000,
  },
  {
    fault: "the disk of PostgreSQL is full before it runs",
    sentence: /There is no room for a PostgreSQL server on the disk that holds the system's temporary folder\./,
    exitCode: 2,
    boundS: 2 * QUICK,
    edit: onPostgresql,
    prepare: withPackages,
    diskKb: 8_000,
  },
  {
    fault: "a server goes into the background",
    sentence: /The Rust server, .* ended with code 0 before it was ready\. A server has to stay in the foreground/,
    exitCode: 2,
    boundS: QUICK,
    project: { start: { rust: `setsid ${SMALL_START} >/dev/null 2>&1 & exit 0` } },
  },
  {
    fault: "a server goes into the background, and its command waits",
    sentence: /Port \d+ is answered by another program than .*Let the start command stay in the foreground/,
    exitCode: 2,
    boundS: QUICK,
    project: { start: { rust: `setsid ${SMALL_START} >/dev/null 2>&1 & sleep 1000` } },
  },
  {
    fault: "a server leaves a process of another group behind",
    sentence: /1 endpoint: 1 verified/,
    exitCode: 0,
    boundS: QUICK,
    project: { start: { rust: `setsid sleep 1000 & exec ${SMALL_START}` } },
  },
  {
    fault: "a server ends after an answer",
    sentence: /The Rust server had ended when `.*` came, and answered it after a new start/,
    exitCode: 0,
    boundS: QUICK,
    project: {
      endpoints: [
        ["GET", "/final"],
        ["GET", "/nodes"],
      ],
    },
  },
  {
    fault: "a build fails",
    sentence:
      /The build of the Rust server failed: `echo no && exit 7` in rust ended with code 7\. It printed last:\n {2}no/,
    exitCode: 2,
    boundS: QUICK,
    edit: building("echo no && exit 7"),
  },
  {
    fault: "a build hangs, and is interrupted",
    sentence: /The run was cancelled\./,
    exitCode: 2,
    boundS: QUICK,
    edit: building("sleep 1000"),
    signal: { name: "SIGINT", after: /Rust: building/ },
  },
  {
    fault: "a server ends at its start",
    sentence: /The Rust server, .* ended with code 3 before it was ready\. It printed last:/,
    exitCode: 2,
    boundS: QUICK,
    project: { start: { rust: serverWith("MOOD=broken") } },
  },
  {
    fault: "a server is not ready in time",
    sentence: /The Rust server, .* was not ready within 2 s: GET \/ready answered 503/,
    exitCode: 2,
    boundS: QUICK,
    project: { start: { rust: serverWith("MOOD=unwell") } },
    edit: withLimits,
  },
  {
    fault: "a server refuses the login",
    sentence: /Rust.*403/,
    exitCode: 2,
    boundS: QUICK,
    project: { start: { rust: serverWith("MOOD=locked") } },
  },
  {
    fault: "a server dies of a request",
    sentence: /! failed: The \w+ server gave no answer\. .*ended with code 101/,
    exitCode: 1,
    boundS: QUICK,
    project: { endpoints: [["GET", "/die"]] },
  },
  {
    fault: "a server does not answer a request",
    sentence: /! failed: The Python server gave no answer\. .* 1 s/,
    exitCode: 1,
    boundS: QUICK,
    project: { endpoints: [["GET", "/slow"]] },
    edit: withLimits,
  },
  {
    fault: "a server crashes in a request",
    sentence: /✗ crash .*\n.*\n.*\n.*Rust panicked at rust\/src\/main\.rs:2:5: no rows\./,
    exitCode: 1,
    boundS: QUICK,
    project: {
      endpoints: [["GET", "/raise"]],
      start: {
        rust: serverWith(
          String.raw`DRIFT=x TRACEBACK="$(printf 'thread %s (7) panicked at src/main.rs:2:5:\nno rows' "'main'")"`,
        ),
      },
    },
  },
  {
    fault: "the command is killed in the middle of a run",
    sentence: /Rust: building/,
    exitCode: null,
    boundS: QUICK,
    edit: building("sleep 1000"),
    signal: { name: "SIGKILL", after: /Rust: building/ },
  },
  {
    fault: "verdicts cannot be saved",
    sentence: /warning: The verdicts of this run could not be saved/,
    exitCode: 0,
    boundS: QUICK,
    prepare: (folder) => writeFileSync(join(folder, ".portolan"), ""),
  },
  {
    fault: "a report goes to a folder",
    sentence: /The report out cannot be written: it is a folder\./,
    exitCode: 2,
    boundS: QUICK,
    prepare: (folder) => mkdirSync(join(folder, "out")),
    args: ["check", "--report", "json=out"],
  },
  {
    fault: "a report goes to a pipe that nobody reads",
    sentence: /The report out cannot be written: nobody reads from this pipe\./,
    exitCode: 2,
    boundS: QUICK,
    prepare: (folder) => makePipe(join(folder, "out")),
    args: ["check", "--report", "json=out"],
  },
  {
    fault: "a report goes to a full disk",
    sentence: /The report \/dev\/full cannot be written: ENOSPC/,
    exitCode: 2,
    boundS: QUICK,
    args: ["check", "--report", "json=/dev/full"],
  },
  {
    fault: "the output is on a full disk",
    sentence: /Standard output could not be written whole: the disk is full\./,
    exitCode: 2,
    boundS: QUICK,
    into: "> /dev/full",
  },
  {
    fault: "the reader of the output has gone",
    sentence: /Rust: waiting for it to answer/,
    exitCode: 0,
    boundS: QUICK,
    into: "| true",
  },
];
