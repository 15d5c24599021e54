import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

import { CannotRun } from "./vscode/cannot-run.ts";
import { ensureServerBuild } from "./vscode/server-build.ts";
import { startServer } from "./vscode/server-host.ts";

/**
 * `npm run code [-- FOLDER]`: opens the folder, or examples/controller, in a VS Code that has the extension of this checkout.
 * In the desktop application where the command `code` is installed; else, or with PORTOLAN_VSCODE=server, in a browser.
 */
const root = dirname(import.meta.dirname);

try {
  const folder = resolve(process.argv[2] ?? join(root, "examples", "controller"));
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new CannotRun(`${folder} is not a folder: name the one to open.`);
  }
  buildExtension();
  if (process.env["PORTOLAN_VSCODE"] !== "server" && hasDesktop()) await openDesktop(folder);
  else await serveInBrowser(folder);
} catch (error) {
  if (!(error instanceof CannotRun)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}

function buildExtension(): void {
  const { status } = spawnSync(process.execPath, [join(root, "esbuild.config.mjs")], { cwd: root, stdio: "inherit" });
  if (status !== 0) throw new CannotRun("The extension could not be built; the message stands above.");
}

function hasDesktop(): boolean {
  return spawnSync("code", ["--version"], { stdio: "ignore" }).status === 0;
}

async function openDesktop(folder: string): Promise<void> {
  const code = spawn("code", [`--extensionDevelopmentPath=${root}`, folder], { stdio: "inherit" });
  const [status] = (await once(code, "exit")) as [number | null];
  process.exitCode = status ?? 1;
}

async function serveInBrowser(folder: string): Promise<void> {
  const build = await ensureServerBuild({ root, log: (line) => console.log(line) });
  const logFile = join(root, "artifacts", "logs", "code.log");
  const server = await startServer({ build, extension: root, workspace: folder, logFile });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      console.log("Ending VS Code …");
      void server.dispose();
    });
  }
  console.log(`Open ${server.address}\nCtrl-C ends it. Its log is ${logFile}.`);
  await server.ended;
}
