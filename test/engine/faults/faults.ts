import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { SmallProjectOptions } from "../../servers/small-project.ts";

const SMALL_SERVER = join(import.meta.dirname, "../../core/parity/servers/small-server.ts");

/** The small server with variables of its own: `MOOD` and `DRIFT` say what it does. */
function serverWith(variables: string): string {
  return `${variables} exec ${process.execPath} --no-warnings ${SMALL_SERVER} \${port} "$DATABASE"`;
}

/** POSIX names the program; nothing of ours brings it. */
function makePipe(path: string): void {
  execFileSync("sh", ["-c", 'mkfifo "$0"', path]);
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
