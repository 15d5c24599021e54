import { spawnSync } from "node:child_process";

import { installDebianPackage } from "./debian-package.ts";

/** One sentence where there is no Redis for the tests and none could be installed; undefined where there is one now. */
export async function whyNoRedis(log: (line: string) => void): Promise<string | undefined> {
  if (isRedisThere()) return undefined;
  // Where the machine runs services, Debian's package also starts one of its own, which the tests leave alone.
  await installDebianPackage("redis-server", "about 1 MB", log);
  if (isRedisThere()) return undefined;
  return "`redis-server` is needed by the tests: get it from your system's packages (Debian: redis-server, macOS: brew install redis).";
}

function isRedisThere(): boolean {
  return spawnSync("redis-server", ["--version"]).status === 0;
}
