import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { ContractDiffProgram } from "#core/model/gates/gate-settings.ts";
import type { ContractDiff } from "#core/ports/contract-diff.ts";

import { makeTemporaryFolder } from "../watchdog/temporary-folder.ts";
import type { Watchdog } from "../watchdog/watchdog.ts";
import { rateByOasdiff } from "./oasdiff.ts";
import type { RateInFolder } from "./rate-in-folder.ts";
import { rateByRedocly } from "./redocly.ts";

/**
 * The programs that rate changes of a contract, by their names in the project file. Each runs in an empty folder, so that no
 * configuration of a project's is read. `redocly` is the absolute path of Redocly CLI's `bin/cli.js`.
 */
export function createContractDiffs(
  redocly: string,
  watchdog: Watchdog,
): Readonly<Record<ContractDiffProgram, ContractDiff>> {
  return {
    redocly: inOwnFolder(rateByRedocly(redocly), watchdog),
    oasdiff: inOwnFolder(rateByOasdiff, watchdog),
  };
}

function inOwnFolder(rate: RateInFolder, watchdog: Watchdog): ContractDiff {
  return async (base, revision, signal) => {
    const folder = await makeTemporaryFolder(watchdog);
    try {
      await writeFile(join(folder.path, "base.json"), base);
      await writeFile(join(folder.path, "revision.json"), revision);
      return await rate(folder.path, signal);
    } finally {
      await folder.dispose();
    }
  };
}
