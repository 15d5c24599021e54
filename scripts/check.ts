import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { runSteps, type Step } from "./steps.ts";

/** `npm run check`: format, lint (layers included), types, dead code, those of the example's dashboard too. Exit 1 on any finding. */
const root = dirname(import.meta.dirname);

/** What is ours to check, as far as it exists. */
const PATHS = [
  "src",
  "test",
  "scripts",
  "bench",
  "layers.ts",
  "oxlint.config.ts",
  "vitest.config.ts",
  "esbuild.config.mjs",
  "examples/controller/bundle",
  "examples/controller/dashboard",
  "examples/controller/dashboard-server",
  "examples/controller/e2e",
];

/** The checks as steps; `npm test` runs them too. */
export function checkSteps(): readonly Step[] {
  const paths = PATHS.filter((path) => existsSync(join(root, path)));
  return [
    {
      name: "dashboard packages",
      command: "make",
      args: ["--silent", "dashboard/node_modules/.package-lock.json"],
      folder: "examples/controller",
    },
    { name: "format", command: "oxfmt", args: ["--check", "."] },
    {
      name: "lint",
      command: "oxlint",
      args: ["-c", "oxlint.config.ts", "--type-aware", "--deny-warnings", ...paths],
      after: ["dashboard packages"],
    },
    { name: "types", command: "tsc", args: ["--noEmit", "-p", "."] },
    {
      name: "dashboard types",
      command: "npm",
      args: ["run", "--silent", "types"],
      folder: "examples/controller/dashboard",
      after: ["dashboard packages"],
    },
    { name: "dead code", command: "knip", args: ["--no-progress"], after: ["dashboard packages"] },
  ];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { failed } = await runSteps(checkSteps(), { root, logs: join(root, "artifacts", "logs"), atOnce: 2 });
  process.exitCode = failed === 0 ? 0 : 1;
}
