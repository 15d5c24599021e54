import { execFile } from "node:child_process";
import { promisify } from "node:util";

import type { ContractChange } from "#core/ports/contract-diff.ts";

import { environmentWith } from "../processes/environment.ts";
import type { RateInFolder } from "./rate-in-folder.ts";

const LIMIT_MS = 2 * 60_000;
const MOST_BYTES = 256 * 1024 * 1024;

/** What `redocly diff --format=json` prints, as far as it is read. */
interface Printed {
  readonly changes: readonly {
    readonly verdicts: readonly {
      readonly ruleId: string;
      readonly impact: ContractChange["impact"];
      readonly message: string;
      readonly location: { readonly pointer: string };
    }[];
  }[];
}

/**
 * Rates changes of a contract by Redocly CLI (redocly.com/docs/cli/commands/diff), a program that comes with us: `file` is the
 * absolute path of its `bin/cli.js`. It tells nobody that it ran.
 */
export function rateByRedocly(file: string): RateInFolder {
  return async (folder, signal) => {
    const printed = await run(file, folder, signal);
    return printed.changes.flatMap(({ verdicts }) =>
      verdicts.map(({ ruleId, impact, message, location }): ContractChange => {
        const spot = { kind: "pointer", pointer: location.pointer.replace(/^#/, "") } as const;
        return { rule: ruleId, impact, message, spot };
      }),
    );
  };
}

async function run(file: string, folder: string, signal: AbortSignal): Promise<Printed> {
  const asNode = process.versions["electron"] === undefined ? {} : { ELECTRON_RUN_AS_NODE: "1" };
  const quiet = { REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true", NO_COLOR: "1", CI: "true" };
  const options = {
    cwd: folder,
    env: environmentWith({ ...asNode, ...quiet }),
    maxBuffer: MOST_BYTES,
    timeout: LIMIT_MS,
  };
  const args = [file, "diff", "base.json", "revision.json", "--format=json"];
  try {
    const { stdout } = await promisify(execFile)(process.execPath, args, { ...options, signal });
    return readPrinted(stdout);
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof Error)) throw error;
    const { code, stdout, stderr } = error as Error & {
      readonly code?: unknown;
      readonly stdout?: string;
      readonly stderr?: string;
    };
    // It ends with 1 where a change breaks clients.
    if (code === 1 && stdout?.startsWith("{")) return readPrinted(stdout);
    throw new Error(`The program that compares contracts broke off. ${stderr ?? error.message}`, { cause: error });
  }
}

function readPrinted(text: string): Printed {
  // The program is the one that comes with us, so that what it prints is known.
  return JSON.parse(text) as Printed;
}
