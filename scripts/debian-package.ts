import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

/**
 * Installs a package with apt-get where we are root on Debian or what derives from it, and says so through `log` before. False
 * where that is not so, or did not work.
 */
export async function installDebianPackage(name: string, size: string, log: (line: string) => void): Promise<boolean> {
  if (process.getuid?.() !== 0 || !(await isDebianLike())) return false;
  log(`Installing the Debian package ${name} (${size} to download) …`);
  const options = { env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" }, maxBuffer: 64 * 1024 * 1024 };
  try {
    await run("apt-get", ["update"], options);
    await run("apt-get", ["install", "--yes", "--no-install-recommends", name], options);
    return true;
  } catch (error) {
    log(`apt-get did not install it (${firstLine(error)}).`);
    return false;
  }
}

async function isDebianLike(): Promise<boolean> {
  const release = await readFile("/etc/os-release", "utf8").catch(() => "");
  return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(release);
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n", 1)[0] ?? "";
}
