import type { ContractChange } from "#core/ports/contract-diff.ts";

import type { RateInFolder } from "./rate-in-folder.ts";
import { runProgram } from "./run-program.ts";

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
  const args = [file, "diff", "base.json", "revision.json", "--format=json"];
  const variables = { ...asNode, ...quiet };
  const { stdout, failure } = await runProgram(process.execPath, args, { folder, variables, signal });
  // It ends with 1 where a change breaks clients.
  if (failure === undefined || (failure.code === 1 && stdout.startsWith("{"))) return readPrinted(stdout);
  throw new Error(`The program that compares contracts broke off. ${failure.stderr ?? failure.message}`, {
    cause: failure,
  });
}

function readPrinted(text: string): Printed {
  // The program is the one that comes with us, so that what it prints is known.
  return JSON.parse(text) as Printed;
}
