import { type ChildProcess, spawn, type StdioOptions } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { writeDriftProject } from "./drift-project.ts";
import { missingTools } from "./machine.ts";

/**
 * `npm run demo`: parity on the example, once as it is and once with a planted drift in the Rust server. What needs nothing of
 * one another runs at the same time; it is printed in its order.
 */
const root = dirname(import.meta.dirname);
const example = join(root, "examples", "controller");
const DRIFT = "utc-offset";
const ENDPOINT = "GET /api/nodes/{node_id}";

interface Servers {
  readonly servers: Readonly<Record<"python" | "rust", { readonly folder: string; readonly build: string }>>;
}

/** A command that has been started, and the exit code that it has to end with. */
interface Started {
  readonly child: ChildProcess;
  readonly expected: number;
  /** Its exit code, once all that it printed has been read. */
  readonly closed: Promise<[number | null]>;
  /** What it has printed, where the terminal was not given to it. */
  readonly printed: string[];
}

const problems = missingTools(["python3", "rust"]);
if (problems.length > 0) stop(problems.join("\n"));

const driftProject = writeDriftProject(example);
console.log("\nBuilding Portolan and the example's servers …\n");
await Promise.all([ended(start(process.execPath, ["esbuild.config.mjs"], root)), buildServers()]);

// The servers are built now, which two runs at once must not do.
const drifted = portolan(["check", "--no-save", "--project", driftProject, ENDPOINT], { drift: DRIFT, expected: 1 });
process.on("exit", () => drifted.child.kill());
console.log("\nA milestone of examples/controller, on both servers:\n");
await ended(portolan(["check", "--milestone", "nodes"]));
console.log("\nThe ledger after it:\n");
await ended(portolan(["ledger"]));
console.log(`\nThe same for one endpoint, with the drift "${DRIFT}" switched on in the Rust server:\n`);
await drifted.closed;
process.stdout.write(drifted.printed.join(""));
await ended(drifted);
console.log(`
That difference is the drift, found. To see the same in VS Code, next to the handler:

  npm run code
`);

/** What the project files say of building; Cargo keeps two builds apart by itself, one after the other. */
async function buildServers(): Promise<void> {
  const [asItIs, withDrifts] = ["portolan.yaml", driftProject].map((file) => {
    return parse(readFileSync(join(example, file), "utf8")) as Servers;
  });
  if (asItIs === undefined || withDrifts === undefined) return;
  const builds = [asItIs.servers.python, asItIs.servers.rust, withDrifts.servers.rust];
  await Promise.all(builds.map(({ folder, build }) => ended(start("sh", ["-c", build], join(example, folder)))));
}

/** With a drift, what it prints is kept. */
function portolan(args: readonly string[], { drift = "", expected = 0 } = {}): Started {
  const output: StdioOptions = drift === "" ? "inherit" : ["ignore", "pipe", "pipe"];
  const colours = drift !== "" && process.stdout.isTTY ? { FORCE_COLOR: "1" } : {};
  const environment = { ...process.env, CORE_DRIFTS: drift, ...colours };
  const child = spawn(process.execPath, [join(root, "dist", "cli.js"), ...args], {
    cwd: example,
    stdio: output,
    env: environment,
  });
  return followed(child, expected);
}

function start(command: string, args: readonly string[], folder: string): Started {
  return followed(spawn(command, args, { cwd: folder, stdio: "inherit" }), 0);
}

function followed(child: ChildProcess, expected: number): Started {
  const printed: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (text: Buffer) => printed.push(text.toString()));
  return { child, expected, printed, closed: once(child, "close") as Promise<[number | null]> };
}

/** Ends the demo where the command ends otherwise than it should. */
async function ended({ closed, expected }: Started): Promise<void> {
  const [status] = await closed;
  if (status !== expected) stop(`\nThis should have ended with exit code ${expected}; it was ${status ?? "a signal"}.`);
}

function stop(sentence: string): never {
  console.error(sentence);
  process.exit(2);
}
