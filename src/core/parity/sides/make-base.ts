import { type Side, SIDES } from "#core/model/endpoint.ts";
import type { Project } from "#core/model/project.ts";
import { UserError } from "#core/model/user-error.ts";
import type { Clock, Database, Snapshot } from "#core/ports.ts";

import { abortable } from "../abortable.ts";
import type { Preparation } from "../preparation.ts";
import type { DatabaseGuard, UseWatch } from "../state/database-guard.ts";
import type { DatabaseRecipe } from "../state/database-recipe.ts";
import { watchedProcesses } from "../state/watched-processes.ts";
import { codeStateOf } from "./code-state.ts";
import { exitText, lastOutputText } from "./server-text.ts";
import { startInServersWorld, startServer } from "./start-server.ts";

type BaseMaking = Preparation & {
  readonly guard: DatabaseGuard;
  readonly onOutput: (side: Side, text: string) => void;
};

/** In whose folder and environment `database.prepare` runs: migrations are the Python server's. */
const PREPARING_SIDE: Side = "python";

/** The sides whose folder, environment or server have a part in making the base. */
export function sidesThatMake({ prepare, madeBy }: Project["database"]): readonly Side[] {
  return [...(prepare === undefined ? [] : [PREPARING_SIDE]), ...(madeBy === undefined ? [] : [madeBy])];
}

/** All that a base depends on, as a text. */
export async function baseKey(
  { database, servers }: Project,
  recipe: DatabaseRecipe,
  { ports }: Preparation,
): Promise<string> {
  const sides = sidesThatMake(database);
  const made = await Promise.all(sides.map(async (side) => [servers[side], await codeStateOf(servers[side], ports)]));
  const { engine, url, prepare, madeBy } = database;
  return JSON.stringify([engine, url, prepare, madeBy, recipe, made]);
}

/**
 * Makes the base of both sides: a database or a dump first, then the scripts, then what a command and the start of a server
 * make, then the seed. Throws a UserError that names the step that failed.
 */
export async function makeBase(project: Project, recipe: DatabaseRecipe, making: BaseMaking): Promise<Snapshot> {
  const { ports, signal, emit } = making;
  const { prepare, madeBy } = project.database;
  const options = {
    signal,
    onSlow: (file: string): void => {
      for (const side of SIDES) emit({ kind: "preparing", side, step: "database", file });
    },
  };
  const isRun = prepare !== undefined || madeBy !== undefined;
  const first = [...recipe.scripts, ...(isRun || recipe.seed === undefined ? [] : [recipe.seed])];
  const file = recipe.base === undefined ? {} : { file: recipe.base.file };
  const scripted = await ports.databases.makeBase(project.database, first, { ...options, ...file });
  if (!isRun) return scripted;
  const run = await inTurn(scripted, (from) => runOnCopy(project, from, making));
  const { seed } = recipe;
  if (seed === undefined) return run;
  return inTurn(run, (from) => ports.databases.makeBase(project.database, [seed], { ...options, from }));
}

/** The next state, made out of one that is not needed any more. */
async function inTurn(from: Snapshot, make: (from: Snapshot) => Promise<Snapshot>): Promise<Snapshot> {
  try {
    return await make(from);
  } finally {
    await from.dispose();
  }
}

async function runOnCopy(project: Project, from: Snapshot, making: BaseMaking): Promise<Snapshot> {
  const { prepare, madeBy } = project.database;
  const database = await making.ports.databases.create(project.database, "base", from);
  try {
    if (prepare !== undefined) await runCommand(prepare, project, database, making);
    if (madeBy !== undefined) await startOnce(madeBy, project, database, making);
    making.signal.throwIfAborted();
    return await database.toBase();
  } catch (error) {
    await database.dispose();
    throw error;
  }
}

async function runCommand(
  line: string,
  { servers, database: settings }: Project,
  database: Database,
  { ports, signal, guard, onOutput }: BaseMaking,
): Promise<void> {
  const { folder } = servers[PREPARING_SIDE];
  const name = `\`${line}\` in ${folder}, which \`database.prepare\` names,`;
  const watched = watchedProcesses(database, ports);
  const command = await startInServersWorld(
    { side: PREPARING_SIDE, settings: servers[PREPARING_SIDE], line, port: 0, database },
    { ...ports, processes: watched.processes },
    (text) => onOutput(PREPARING_SIDE, text),
  );
  try {
    const exit = await abortable(command.exited, signal);
    await guard.requireUnchanged();
    if (exit.code !== 0) throw new UserError(`${name} ${exitText(exit)}.${lastOutputText(command)}`);
    if (settings.useNotChecked === undefined && !(await isSeenSoon(watched, ports.clock, signal))) {
      throw new UserError(`${name} ${UNUSED}${lastOutputText(command)}`);
    }
  } finally {
    watched.stop();
    await command.dispose();
  }
}

const UNUSED =
  "was not seen to use the database that Portolan made for it, so that it may have used another one. Hand the database over in `servers.python.environment`: ${database} is its name or its file, ${database.url} its address.";

async function startOnce(
  side: Side,
  { servers, database: settings }: Project,
  database: Database,
  making: BaseMaking,
): Promise<void> {
  const { ports, signal, guard, onOutput } = making;
  const watched = watchedProcesses(database, ports);
  const { process, client } = await startServer(side, servers[side], database, {
    ...making,
    ports: { ...ports, processes: watched.processes },
    onOutput: (text) => onOutput(side, text),
  });
  try {
    await guard.requireOnlyOurs(side, process);
    if (settings.useNotChecked === undefined && !(await isSeenSoon(watched, ports.clock, signal))) {
      await guard.refuse(side);
    }
  } finally {
    watched.stop();
    await client.dispose();
    await process.dispose();
  }
}

/** PostgreSQL counts a connection a moment after its end. */
const USE_LIMIT_MS = 1_000;
const POLL_MS = 20;

async function isSeenSoon(watched: UseWatch, clock: Clock, signal: AbortSignal): Promise<boolean> {
  const limit = clock.elapsed() + USE_LIMIT_MS;
  for (;;) {
    if (await watched.isSeen()) return true;
    if (clock.elapsed() > limit) return false;
    await clock.sleep(POLL_MS, signal);
  }
}
