import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative, sep } from "node:path";

/**
 * `node bundle/make-bundle.ts debug|release FOLDER RECORD`: makes the folder anew, with all that a release is made of and
 * `bundle.json`, which has the hash of every file. What it is made of has been built before (see the Makefile). RECORD is
 * the portolan-release.json that Portolan writes where every gate passes; where there is none, the bundle cannot run as
 * rust.
 */
const [profile, folder, record] = process.argv.slice(2);
if ((profile !== "debug" && profile !== "release") || folder === undefined || record === undefined) {
  console.error("Usage: node bundle/make-bundle.ts debug|release FOLDER RECORD");
  process.exit(2);
}

const example = dirname(import.meta.dirname);
const programs = join(example, "core-server-rs", "target", profile);
const minor = pythonVersion();

const partial = `${folder}.partial`;
rmSync(partial, { recursive: true, force: true });
for (const [from, to] of [
  [join(programs, "core-server-rs"), "bin/core-server-rs"],
  [join(programs, "controllerctl"), "bin/controllerctl"],
  [join(example, "core-server", "core_server"), "core-server/core_server"],
  [sitePackages(), "core-server/site-packages"],
  [join(example, "dashboard", "dist"), "dashboard"],
  [join(example, "dashboard-server"), "dashboard-server"],
  [join(example, "migrations"), "migrations"],
  [join(example, "openapi"), "openapi"],
  [join(example, "network"), "network"],
] as const) {
  cpSync(from, join(partial, to), {
    recursive: true,
    filter: (path) => basename(path) !== "__pycache__" || path.includes("site-packages"),
  });
}
compile(join(partial, "core-server", "core_server"));

if (existsSync(record)) cpSync(record, join(partial, "portolan-release.json"));

const files = hashes(partial);
const version = `0.1.0-${hash(JSON.stringify(files)).slice(0, 12)}`;
const manifest = { format: 1, version, python: minor, python_only: pythonOnly(), files };
writeFileSync(join(partial, "bundle.json"), `${JSON.stringify(manifest, null, 2)}\n`);
rmSync(folder, { recursive: true, force: true });
renameSync(partial, folder);
console.log(`${folder}: release ${version}, ${Object.keys(files).length} files`);

function pythonVersion(): string {
  const script = "import sys; print('%d.%d' % sys.version_info[:2])";
  const { stdout } = spawnSync(join(example, "core-server", ".venv", "bin", "python"), ["-c", script], {
    encoding: "utf8",
  });
  return stdout.trim();
}

/** The packages of the Python server without the tools that installed them, compiled; kept from bundle to bundle. */
function sitePackages(): string {
  const environment = join(example, "core-server", ".venv");
  const requirements = hash(readFileSync(join(example, "core-server", "requirements.txt"))).slice(0, 12);
  const kept = join(dirname(folder ?? ""), `site-packages-${minor}-${requirements}`);
  if (existsSync(kept)) return kept;
  const tools = /^(?:pip|setuptools|_distutils_hack|pkg_resources|distutils-precedence)\b|^__pycache__$/;
  const half = `${kept}.partial`;
  rmSync(half, { recursive: true, force: true });
  mkdirSync(half, { recursive: true });
  const from = join(environment, "lib", `python${minor}`, "site-packages");
  for (const name of readdirSync(from).filter((entry) => !tools.test(entry))) {
    cpSync(join(from, name), join(half, name), { recursive: true, filter: (path) => basename(path) !== "__pycache__" });
  }
  compile(half);
  renameSync(half, kept);
  return kept;
}

/** Whoever imports it later neither looks at times of files nor writes anything. */
function compile(packages: string): void {
  const python = join(example, "core-server", ".venv", "bin", "python");
  const args = ["-m", "compileall", "-q", "-j", "2", "-s", packages, "--invalidation-mode", "unchecked-hash", packages];
  const { status } = spawnSync(python, args, { stdio: "inherit" });
  if (status !== 0) throw new Error(`${packages} could not be compiled.`);
}

/** Endpoints that only Python answers, as Portolan's ledger has them: not ported, a stub, or left to Python for good. */
function pythonOnly(): readonly string[] {
  const portolan = join(example, "..", "..", "dist", "cli.js");
  const { stdout, stderr } = spawnSync(process.execPath, [portolan, "ledger", "--json"], {
    cwd: example,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  if (stdout === "") throw new Error(`Portolan's ledger is needed: run \`npm run build\` first. ${stderr}`);
  const { endpoints } = JSON.parse(stdout) as { readonly endpoints: readonly { endpoint: string; status: string }[] };
  return endpoints
    .filter(({ status }) => ["unported", "stub", "kept"].includes(status))
    .map(({ endpoint }) => endpoint);
}

function hashes(root: string): Readonly<Record<string, string>> {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => join(entry.parentPath, entry.name)).sort();
  return Object.fromEntries(paths.map((path) => [relative(root, path).split(sep).join("/"), hash(readFileSync(path))]));
}

function hash(bytes: string | Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}
