import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * `npm run bench [NAME] [-- ARGUMENT…]`: one benchmark of bench/, or all of them. Each prints ratios measured in one run,
 * beside what they should be at most; a busy machine shows, so that the exit code is 0 whatever they are.
 */
const folder = join(dirname(import.meta.dirname), "bench");
const [wanted, ...args] = process.argv.slice(2);
const names = readdirSync(folder).filter((name) => existsSync(join(folder, name, "main.ts")));

if (wanted !== undefined && !names.includes(wanted)) {
  console.error(`There is no benchmark \`${wanted}\`; there are: ${names.join(", ")}.`);
  process.exit(2);
}
for (const name of wanted === undefined ? names : [wanted]) {
  const { status } = spawnSync(process.execPath, ["--expose-gc", join(folder, name, "main.ts"), ...args], {
    stdio: "inherit",
  });
  if (status !== 0) process.exit(status ?? 1);
}
