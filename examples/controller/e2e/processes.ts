import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";

export interface Process {
  readonly pid: number;
  /** The file that runs, whatever it calls itself. */
  readonly executable: string;
}

/** The living processes of a group, as Linux tells them in /proc. */
export function processesOf(group: number): readonly Process[] {
  return all().filter(({ pid }) => {
    const stat = read(pid, "stat");
    const [state, , itsGroup] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return Number(itsGroup) === group && state !== "Z";
  });
}

/** Who listens on one of these ports of the loopback address. */
export function socketsOf(ports: readonly number[]): readonly Process[] {
  const wanted = new Set(ports);
  const lines = readFileSync("/proc/net/tcp", "utf8")
    .split("\n")
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local = "", , state]) => state === "0A" && wanted.has(Number.parseInt(local.split(":")[1] ?? "", 16)))
    .map((fields) => `socket:[${fields[9]}]`);
  const sockets = new Set(lines);
  return all().filter(({ pid }) => descriptors(pid).some((target) => sockets.has(target)));
}

function all(): readonly Process[] {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.flatMap((name) => {
    const executable = link(join("/proc", name, "exe"));
    return executable === undefined ? [] : [{ pid: Number(name), executable }];
  });
}

function descriptors(pid: number): readonly string[] {
  const folder = `/proc/${pid}/fd`;
  try {
    return readdirSync(folder).flatMap((name) => link(join(folder, name)) ?? []);
  } catch {
    // It has ended since the folder was read.
    return [];
  }
}

function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return "";
  }
}

function link(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}
