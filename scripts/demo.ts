import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { writeDriftProject } from "./drift-project.ts";
import { missingTools } from "./machine.ts";

/** `npm run demo`: parity on the example, once as it is and once with a planted drift in the Rust server. */
const root = dirname(import.meta.dirname);
const example = join(root, "examples", "controller");
const DRIFT = "utc-offset";
const ENDPOINT = "GET /api/nodes/{node_id}";

const problems = missingTools(["python3", "rust"]);
if (problems.length > 0) stop(problems.join("\n"));

run("Building Portolan …", root, process.execPath, ["esbuild.config.mjs"], 0);
portolan("A milestone of examples/controller, on both servers:", ["check", "--milestone", "nodes"], {}, 0);
portolan("The ledger after it:", ["ledger"], {}, 0);
portolan(
  `The same for one endpoint, with the drift "${DRIFT}" switched on in the Rust server:`,
  ["check", "--no-save", "--project", writeDriftProject(example), ENDPOINT],
  { CORE_DRIFTS: DRIFT },
  1,
);
console.log(`
That difference is the drift, found. To see the same in VS Code, next to the handler:

  npm run code
`);

function portolan(title: string, args: readonly string[], environment: NodeJS.ProcessEnv, expected: number): void {
  run(title, example, process.execPath, [join(root, "dist", "cli.js"), ...args], expected, environment);
}

function run(
  title: string,
  folder: string,
  command: string,
  args: readonly string[],
  expected: number,
  environment: NodeJS.ProcessEnv = {},
): void {
  console.log(`\n${title}\n`);
  const { status } = spawnSync(command, args, {
    cwd: folder,
    stdio: "inherit",
    env: { ...process.env, CORE_DRIFTS: "", ...environment },
  });
  if (status !== expected) stop(`\nThis should have ended with exit code ${expected}; it was ${status ?? "a signal"}.`);
}

function stop(sentence: string): never {
  console.error(sentence);
  process.exit(2);
}
