import { createWriteStream, existsSync } from "node:fs";
import { copyFile, mkdir, readdir, readFile, rename, rm } from "node:fs/promises";
import { once } from "node:events";
import { spawn } from "node:child_process";
import { dirname, join } from "node:path";

import { CannotRun } from "./cannot-run.ts";

const version = "4.139.1";

/** Raise it when the steps below change: builds made by other steps are then not used. */
const recipe = 2;

/** Built-in extensions that no test meets and that are large or start processes. */
const unneededExtensions = [
  "copilot",
  "ms-vscode.js-debug",
  "ms-vscode.js-debug-companion",
  "ms-vscode.vscode-js-profile-table",
  "microsoft-authentication",
  "github-authentication",
  "tunnel-forwarding",
];

/** VS Code's server build, ready to start with {@link startServer}. */
export interface ServerBuild {
  /** The folder to start it from; it holds `out/server-main.js`. */
  readonly folder: string;
}

/**
 * VS Code's own server build, which the npm package `code-server` carries, installed under `.cache/vscode-server` of the checkout at `root`.
 * At once where it is installed already; else says so through `log` first. It is built beside its place and moved there when
 * complete, so that a half-finished one is never used. Throws {@link CannotRun} where it cannot be installed.
 */
export async function ensureServerBuild({
  root,
  log,
}: {
  readonly root: string;
  readonly log: (line: string) => void;
}): Promise<ServerBuild> {
  if (!process.version.startsWith("v24.")) {
    throw new CannotRun(
      `VS Code's server build runs on Node 24, not on ${process.version}: start this by "npm run", which uses the project's own Node.`,
    );
  }
  const cache = join(root, ".cache", "vscode-server");
  const complete = join(cache, `code-server-${version}-${recipe}`);
  const build = { folder: join(complete, "package", "lib", "vscode") };
  if (existsSync(complete)) return build;

  await mkdir(cache, { recursive: true });
  await removeAbandoned(cache);
  const unfinished = join(cache, `installing-${process.pid}`);
  const logFile = join(cache, "install.log");
  log(`Installing VS Code's server build (code-server ${version}, about 150 MB to download) …`);
  try {
    await install(unfinished, logFile);
    await rename(unfinished, complete).catch((error: unknown) => {
      if (!existsSync(complete)) throw error;
    });
  } catch (cause) {
    throw new CannotRun(
      `VS Code's server build could not be installed: see ${logFile}, or set PORTOLAN_VSCODE=desktop.`,
      { cause },
    );
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return build;
}

async function install(folder: string, logFile: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  // The package without its dependencies: those are for code-server's own front, which is not used.
  await npm(["pack", `code-server@${version}`, "--pack-destination", folder], folder, logFile);
  await runLogged("tar", ["-xzf", `code-server-${version}.tgz`], folder, logFile);
  await rm(join(folder, `code-server-${version}.tgz`));

  const vscode = join(folder, "package", "lib", "vscode");
  await Promise.all(
    unneededExtensions.map((name) => rm(join(vscode, "extensions", name), { recursive: true, force: true })),
  );
  await installDependencies(vscode, logFile);
  await installDependencies(join(vscode, "extensions"), logFile);
  for (const module of ["spdlog", "native-watchdog"]) {
    const standIn = join(import.meta.dirname, "native-stand-ins", `${module}.cjs`);
    await copyFile(standIn, join(vscode, "node_modules", "@vscode", module, "index.js"));
  }
}

/** Without scripts: they build native modules that want Kerberos headers and more; {@link file://./native-stand-ins} has what the server misses most. */
function installDependencies(folder: string, logFile: string): Promise<void> {
  return npm(["install", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund"], folder, logFile);
}

/** Under `npm run` the npm that runs us, else the one on PATH. */
function npm(args: readonly string[], folder: string, logFile: string): Promise<void> {
  const running = process.env["npm_execpath"];
  return running
    ? runLogged(process.execPath, [running, ...args], folder, logFile)
    : runLogged("npm", args, folder, logFile);
}

async function runLogged(command: string, args: readonly string[], folder: string, logFile: string): Promise<void> {
  const log = createWriteStream(logFile, { flags: "a" });
  await once(log, "open");
  log.write(`\n> ${command} ${args.join(" ")}\n`);
  const child = spawn(command, args, { cwd: folder, stdio: ["ignore", log, log], env: npmEnvironment() });
  const [code] = (await once(child, "close")) as [number | null];
  log.end();
  if (code !== 0)
    throw new Error(`${command} ${args.join(" ")} ended with ${code}.\n${await readFile(logFile, "utf8")}`);
}

/** `npm run` hands its options down as `npm_config_*` and `npm_package_*`; ours are none of the server's business, but registry and proxy settings are. */
function npmEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^npm_(package|lifecycle|command|config_(local_prefix|global_prefix|prefix|noproxy)$)/.test(name),
    ),
  );
}

/** Removes what installations left behind whose process has died. */
async function removeAbandoned(cache: string): Promise<void> {
  const names = await readdir(cache);
  const abandoned = names.filter(
    (name) => name.startsWith("installing-") && !isRunning(Number(name.slice("installing-".length))),
  );
  await Promise.all(abandoned.map((name) => rm(join(cache, name), { recursive: true, force: true })));
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

if (import.meta.main) await installHere();

/** `node scripts/vscode/server-build.ts`: has the server build in place before it is needed. Exit 2 where it cannot be installed. */
async function installHere(): Promise<void> {
  try {
    const root = dirname(dirname(import.meta.dirname));
    const { folder } = await ensureServerBuild({ root, log: (line) => console.log(line) });
    console.log(`VS Code's server build lies in ${folder}.`);
  } catch (error) {
    if (!(error instanceof CannotRun)) throw error;
    console.error(error.message);
    process.exitCode = 2;
  }
}
