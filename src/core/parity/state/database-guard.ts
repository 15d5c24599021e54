import { type Side, SIDES, SIDE_NAMES } from "#core/model/endpoint.ts";
import type { Project } from "#core/model/project.ts";
import { allDatabases } from "#core/model/databases/side-database.ts";
import { UserError } from "#core/model/user-error.ts";
import type { Database, OwnedProcess } from "#core/ports.ts";

import type { ParityPorts } from "../preparation.ts";
import { settingsOf, whereDatabaseIsNamed } from "./database-names.ts";

/** A server may write to a database that is not ours: nothing that was started goes on after it. */
export class UnsafeServer extends UserError {}

/** Sees to it that servers use the databases that we made, and no others. Each check throws an UnsafeServer that ends the run. */
export interface DatabaseGuard {
  /** No database that is known was written to. */
  requireUnchanged(): Promise<void>;
  /** The same, none was made, and this server has no other open. */
  requireOnlyOurs(side: Side, process: Pick<OwnedProcess, "openFiles">): Promise<void>;
  /** Ends the run for a server that was not seen to use ours. */
  refuse(side: Side): Promise<never>;
}

/** Notes how the databases of the project stand now; to be called before the servers are started. */
export async function guardDatabases(
  project: Project,
  { databases, environmentFiles, files }: ParityPorts,
): Promise<DatabaseGuard> {
  const { servers } = project;
  // What an attached server uses is its own, also where it lies in its folder.
  const started = SIDES.filter((side) => servers[side].attach === undefined);
  const settings = {
    python: await settingsOf("servers.python", servers.python, environmentFiles),
    rust: await settingsOf("servers.rust", servers.rust, environmentFiles),
  };
  const others = await databases.noteOthers({
    folders: [...new Set(started.map((side) => servers[side].folder))],
    settings: started
      .flatMap((side) => [
        ...settings[side].map(({ value }) => value),
        ...(servers[side].start ?? "").split(/[\s"'=]+/),
      ])
      .filter((value) => !value.includes("${")),
    allowed: allDatabases(project).flatMap(({ alsoWritten = [] }) => alsoWritten),
  });
  const requireNone = (changed: readonly string[]): void => {
    if (changed.length > 0) throw new UnsafeServer(changedText(changed));
  };
  return {
    requireUnchanged: async () => requireNone(await others.changed()),
    requireOnlyOurs: async (side, process) => {
      requireNone(await others.changedOrMade());
      const opened = await others.openedBy(process);
      if (opened.length > 0) throw new UnsafeServer(openedText(side, opened));
    },
    refuse: async (side) => {
      throw new UnsafeServer(unseenText(side, await whereDatabaseIsNamed(settings[side], servers[side], files)));
    },
  };
}

const HAND_OVER = "hand Portolan's database over as ${database} in `start` or `environment`";
const ALLOW = "name it with a reason in `database: { also_written: { FILE: REASON } }`";

function changedText(changed: readonly string[]): string {
  const many = changed.length > 1;
  return `The run was stopped: ${changed.join(", ")} ${many ? "were" : "was"} written to after the servers were started, and ${many ? "are" : "is"} not Portolan's. If a server did it, ${HAND_OVER} of that server in portolan.yaml. If it was another program, end it and run again. If the server needs that file besides its database, ${ALLOW}.`;
}

function openedText(side: Side, opened: readonly string[]): string {
  return `The run was stopped: the ${SIDE_NAMES[side]} server has ${opened.join(", ")} open, which is not Portolan's database. In portolan.yaml, ${HAND_OVER} of servers.${side}. If the server needs that file besides its database, ${ALLOW}.`;
}

function unseenText(side: Side, names: readonly string[]): string {
  const hint =
    names.length === 0
      ? "None of its settings looks like the database's."
      : `Of its settings these look like the database's: ${names.slice(0, 8).join(", ")}.`;
  return `The run was stopped before anything was written: the ${SIDE_NAMES[side]} server was not seen to use the database that Portolan made for it, so that it may use another one. In portolan.yaml, ${HAND_OVER} of servers.${side}. ${hint} If the server need not be seen to use it, say why in \`database: { use_not_checked: REASON }\`.`;
}

/** Whether a server was seen to use its database. */
export interface UseWatch {
  isSeen(): Promise<boolean>;
  stop(): void;
}

/** Short enough to see a connection that is opened for one request. */
const POLL_MS = 5;

/** Looks again and again, because a connection may be open for a moment only, until it was seen or `stop` is called. */
export function watchUse(
  database: Pick<Database, "isUsedBy">,
  process: Pick<OwnedProcess, "openFiles">,
  clock: ParityPorts["clock"],
): UseWatch {
  const stopped = new AbortController();
  let isSeen = false;
  const look = async (): Promise<boolean> => (isSeen ||= await database.isUsedBy(process));
  const poll = async (): Promise<void> => {
    while (!stopped.signal.aborted && !(await look())) await clock.sleep(POLL_MS, stopped.signal);
  };
  // A sleep that is broken off, and a database that is gone, end the polling; who asks is told by `isSeen`.
  void poll().catch(() => undefined);
  return { isSeen: look, stop: () => stopped.abort() };
}
