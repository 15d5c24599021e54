// `node scripts/bootstrap.mjs NAME [ARGUMENT…]`: what `npm run NAME` calls, straight after a clone too.
// Plain JavaScript for the Node that the machine has (20 or newer): it installs the project's packages where they are
// missing or outdated, and hands over to scripts/NAME.ts on the Node that is among them.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const binaries = join(root, "node_modules", ".bin");
const stamp = join(root, "node_modules", ".portolan-stamp");
const wanted = createHash("sha256")
  .update(readFileSync(join(root, "package-lock.json")))
  .digest("hex");

const [name, ...args] = process.argv.slice(2);
const script = join(root, "scripts", `${name}.ts`);
if (name === undefined || !existsSync(script)) fail(`There is no script scripts/${name}.ts.`);
if (Number(process.versions.node.split(".")[0]) < 20)
  fail(`Portolan's scripts need Node 20 or newer to start; this is ${process.version}. Get one from nodejs.org.`);

if (!isInstalled()) {
  console.log("Installing the project's packages (npm install) …");
  // Not `npm ci`: it refuses a lock file that lacks a binary of another platform, and a registry that mirrors only some
  // platforms cannot name them all. With --no-save the lock file is obeyed and stays as it is.
  const installing = ["install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error"];
  const result = spawnSync("npm", installing, { cwd: root, stdio: "inherit" });
  if (result.status !== 0) fail("npm install failed; its message stands above.");
  writeFileSync(stamp, wanted);
}

const child = spawn(join(binaries, "node"), [script, ...args], {
  cwd: root,
  stdio: "inherit",
  env: { ...process.env, PATH: `${binaries}${delimiter}${process.env.PATH}` },
});
// The child is in our process group and hears the terminal's Ctrl-C itself; a signal sent to us alone is passed on.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("error", (error) => fail(`The project's own Node could not be started: ${error.message}`));
child.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 143)));

function isInstalled() {
  return existsSync(join(binaries, "node")) && existsSync(stamp) && readFileSync(stamp, "utf8") === wanted;
}

function fail(sentence) {
  console.error(sentence);
  process.exit(2);
}
