import { readdir, readFile, readlink } from "node:fs/promises";

/** Linux tells about processes in /proc (proc(5)); elsewhere these questions stay open. */
const HAS_PROC = process.platform === "linux";

/** The processes of a group that still run, zombies left out; undefined where the system does not tell. */
export async function runningMembers(group: number): Promise<readonly number[] | undefined> {
  if (!HAS_PROC) return undefined;
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(Number);
  const members = await Promise.all(pids.map((pid) => isRunningMember(pid, group)));
  return pids.filter((_, i) => members[i]);
}

/** The running processes whose environment has this variable with this value, as far as we may look. */
export async function pidsWithVariable(name: string, value: string): Promise<readonly number[]> {
  if (!HAS_PROC) return [];
  const pids = (await readdir("/proc")).filter((each) => /^\d+$/.test(each)).map(Number);
  const found = await Promise.all(
    pids.map(async (pid) => {
      const environment = await readGone(`/proc/${pid}/environ`);
      // A zombie has no environment any more.
      return pid !== process.pid && environment.split("\0").includes(`${name}=${value}`);
    }),
  );
  return pids.filter((_, i) => found[i]);
}

/** A session (setsid(2)) by its number and the moment at which its leader was started, since numbers are used again. */
export interface ProcessSession {
  readonly id: number;
  /** In clock ticks after the machine was started. */
  readonly since: number;
}

/** The session that a process leads; undefined where it leads none, has ended, or the system does not tell. */
export async function sessionLedBy(pid: number): Promise<ProcessSession | undefined> {
  const { session, startedAt } = await statOf(pid);
  return session === pid ? { id: session, since: startedAt } : undefined;
}

/** The processes of a session that still run, zombies left out; none where the system does not tell. */
export async function pidsInSession({ id, since }: ProcessSession): Promise<readonly number[]> {
  if (!HAS_PROC) return [];
  const leader = await statOf(id);
  // A number is not given away again while its session has members.
  if (leader.session === id && leader.startedAt !== since) return [];
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(Number);
  const stats = await Promise.all(pids.map((pid) => statOf(pid)));
  return pids.filter((_, i) => stats[i]?.session === id && stats[i].isRunning);
}

/** The programs that processes run, absolute and without links; of one that ended meanwhile none. */
export async function programsOf(pids: readonly number[]): Promise<readonly string[]> {
  return Promise.all(pids.map((pid) => readlink(`/proc/${pid}/exe`).catch(() => "")));
}

/** What a process was started with: `node server.js --port 8000`. */
export async function commandLine(pid: number): Promise<string> {
  return (await readGone(`/proc/${pid}/cmdline`)).split("\0").join(" ").trim();
}

/** Whether one of these processes listens on a TCP port, in whatever network it is. */
export async function isListening(pids: readonly number[], port: number): Promise<boolean> {
  const listening = await Promise.all(
    pids.map(async (pid) => {
      const [sockets, names] = await Promise.all([listeningSockets(pid, port), openFiles(pid)]);
      return names.some((name) => sockets.has(name));
    }),
  );
  return listening.includes(true);
}

async function isRunningMember(pid: number, group: number): Promise<boolean> {
  const stat = await statOf(pid);
  return stat.group === group && stat.isRunning;
}

/** What proc(5) tells of a process; numbers that are none of one that has ended. */
async function statOf(pid: number): Promise<{
  readonly isRunning: boolean;
  readonly group: number;
  readonly session: number;
  readonly startedAt: number;
}> {
  const stat = await readGone(`/proc/${pid}/stat`);
  // `pid (name) state ppid pgrp session …`: the name may hold blanks and brackets.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [state = "X", , group, session] = fields;
  return {
    isRunning: !["", "X", "Z"].includes(state),
    group: Number(group),
    session: Number(session),
    startedAt: Number(fields[START_TIME]),
  };
}

/** Counted from the state: field 22 of the file. */
const START_TIME = 19;

/** Sockets that listen on a port in the network of a process, as /proc/PID/fd names them: `socket:[4711]`. */
async function listeningSockets(pid: number, port: number): Promise<ReadonlySet<string>> {
  const tables = await Promise.all([readGone(`/proc/${pid}/net/tcp`), readGone(`/proc/${pid}/net/tcp6`)]);
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  const listening = "0A";
  const rows = tables.flatMap((table) => table.split("\n").slice(1)).map((row) => row.trim().split(/\s+/));
  return new Set(
    rows.filter((row) => row[1]?.endsWith(suffix) && row[3] === listening).map((row) => `socket:[${row[9] ?? ""}]`),
  );
}

/** What a process has open, as /proc names it: paths, and `socket:[4711]`. */
export async function openFiles(pid: number): Promise<readonly string[]> {
  const names = await readdir(`/proc/${pid}/fd`).catch((): string[] => []);
  return Promise.all(names.map((name) => readlink(`/proc/${pid}/fd/${name}`).catch(() => "")));
}

/** A process may end while it is looked at, and its file with it. */
function readGone(path: string): Promise<string> {
  return readFile(path, "utf8").catch(() => "");
}
