import { type Side, SIDES } from "#core/model/endpoint.ts";
import type { Project } from "#core/model/project.ts";
import { UserError } from "#core/model/user-error.ts";
import type { Clock, Database, Disposable, HttpClient, Snapshot } from "#core/ports.ts";
import type { FolderBase } from "#core/ports/owned-folder.ts";

import { abortable } from "../abortable.ts";
import type { Minting } from "../identities/minting.ts";
import type { Preparation } from "../preparation.ts";
import type { DatabaseGuard, UseWatch } from "../state/database-guard.ts";
import type { DatabaseRecipe } from "../state/database-recipe.ts";
import { watchedProcesses } from "../state/watched-processes.ts";
import type { SharedServices } from "../companions/shared-services.ts";
import type { Base } from "./base.ts";
import { codeStateOf } from "./code-state.ts";
import { createOwnState } from "./own-state.ts";
import { exitText, lastOutputText } from "./server-text.ts";
import { startInServersWorld, startServer, type Surroundings } from "./start-server.ts";

/** What making a base needs. */
export type BaseMaking = Preparation & {
  readonly guard: DatabaseGuard;
  readonly shared: SharedServices;
  readonly minting: Minting;
  readonly onOutput: (side: Side, text: string) => void;
};

/** In whose folder and environment `database.prepare` runs: migrations are the Python server's where nothing else is said. */
export function preparingSide({ preparedBy = "python" }: Project["database"]): Side {
  return preparedBy;
}

/** The sides whose folder, environment or server have a part in making the base. */
export function sidesThatMake(database: Project["database"]): readonly Side[] {
  const { prepare, madeBy, scenario } = database;
  const isOwn = prepare !== undefined || scenario !== undefined;
  return [...(isOwn ? [preparingSide(database)] : []), ...(madeBy === undefined ? [] : [madeBy])];
}

/** All that a base depends on, as a text. */
export async function baseKey(
  { database, servers, data, identities }: Project,
  recipe: DatabaseRecipe,
  { ports }: Preparation,
): Promise<string> {
  const sides = sidesThatMake(database);
  const made = await Promise.all(sides.map(async (side) => [servers[side], await codeStateOf(servers[side], ports)]));
  const { engine, url, prepare, madeBy } = database;
  const files = data?.base === undefined ? "" : await ports.folders.stamp(data.base);
  const senders = database.scenario === undefined ? [] : identities;
  return JSON.stringify([engine, url, prepare, madeBy, recipe, made, data, files, senders]);
}

/**
 * Makes the base of both sides: a database or a dump first, then the scripts, then what a command and the start of a server
 * make, then the seed; and a copy of the folder that files begin with. Throws a UserError that names the step that failed.
 */
export async function makeBase(project: Project, recipe: DatabaseRecipe, making: BaseMaking): Promise<Base> {
  const { prepare, madeBy } = project.database;
  const { seed } = recipe;
  const isRun = prepare !== undefined || madeBy !== undefined;
  const first = [...recipe.scripts, ...(isRun || seed === undefined ? [] : [seed])];
  const file = recipe.base === undefined ? {} : { file: recipe.base.file };
  const scripted = asBase(await runScripts(project, first, file, making), undefined);
  const filled = project.data?.base === undefined ? scripted : await withFiles(scripted, project.data.base, making);
  if (!isRun) return filled;
  const run = await changeOnCopy(project, filled, making, async (surroundings) => {
    if (prepare !== undefined) await runCommand(prepare, project, surroundings, making);
    if (madeBy !== undefined) await startOnce(madeBy, project, surroundings, making);
  });
  return seed === undefined ? run : withSeed(project, run, seed, making);
}

function asBase(database: Snapshot, data: FolderBase | undefined): Base {
  return {
    database,
    ...(data && { data }),
    dispose: async () => {
      await database.dispose();
      await data?.dispose();
    },
  };
}

async function withFiles(base: Base, folder: string, { ports }: BaseMaking): Promise<Base> {
  try {
    return asBase(base.database, await ports.folders.copyOf(folder));
  } catch (error) {
    await base.dispose();
    throw error;
  }
}

async function withSeed(
  project: Project,
  base: Base,
  seed: DatabaseRecipe["scripts"][number],
  making: BaseMaking,
): Promise<Base> {
  try {
    const seeded = await runScripts(project, [seed], { from: base.database }, making);
    await base.database.dispose();
    return asBase(seeded, base.data);
  } catch (error) {
    await base.dispose();
    throw error;
  }
}

function runScripts(
  { database }: Project,
  scripts: DatabaseRecipe["scripts"],
  begin: { readonly file?: string; readonly from?: Snapshot },
  { ports, signal, emit }: BaseMaking,
): Promise<Snapshot> {
  const onSlow = (file: string): void => {
    for (const side of SIDES) emit({ kind: "preparing", side, step: "database", file });
  };
  return ports.databases.makeBase(database, scripts, { signal, onSlow, ...begin });
}

/** What commands and servers make out of a base, which is given up. */
export async function changeOnCopy(
  project: Project,
  from: Base,
  making: BaseMaking,
  work: (made: Making) => Promise<void>,
): Promise<Base> {
  const acquired: Disposable[] = [from];
  try {
    const state = await createOwnState(project, from, {
      ...making,
      onOutput: (text) => making.onOutput(preparingSide(project.database), text),
      owner: "base",
    });
    acquired.push(state);
    await work(state);
    making.signal.throwIfAborted();
    await from.dispose();
    const { database, data } = await state.toBase();
    return asBase(database, data);
  } catch (error) {
    for (const each of acquired.toReversed()) await each.dispose();
    throw error;
  }
}

/** What a command or a server makes the base of. */
export interface Making extends Surroundings {
  readonly database: Database;
}

async function runCommand(
  line: string,
  { servers, database: settings }: Project,
  { database, companions }: Making,
  { ports, signal, guard, onOutput }: BaseMaking,
): Promise<void> {
  const side = preparingSide(settings);
  const { folder } = servers[side];
  const name = `\`${line}\` in ${folder}, which \`database.prepare\` names,`;
  const watched = watchedProcesses(database, ports);
  const command = await startInServersWorld(
    { side, settings: servers[side], line, port: 0, database, companions },
    { ...ports, processes: watched.processes },
    (text) => onOutput(side, text),
  );
  try {
    const exit = await abortable(command.exited, signal);
    await guard.requireUnchanged();
    if (exit.code !== 0) throw new UserError(`${name} ${exitText(exit)}.${lastOutputText(command)}`);
    if (settings.useNotChecked === undefined && !(await isSeenSoon(watched, ports.clock, signal))) {
      throw new UserError(`${name} ${unusedText(side)}${lastOutputText(command)}`);
    }
  } finally {
    watched.stop();
    await command.dispose();
  }
}

const unusedText = (side: Side): string =>
  `was not seen to use the database that Portolan made for it, so that it may have used another one. Hand the database over in \`servers.${side}.environment\`: \${database} is its name or its file, \${database.url} its address.`;

/** Starts a side's server, does something with it where that is said, and ends it. */
export async function startOnce(
  side: Side,
  { servers, database: settings }: Project,
  { database, companions }: Making,
  making: BaseMaking,
  use: (client: HttpClient) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const { ports, signal, guard, onOutput } = making;
  const watched = watchedProcesses(database, ports);
  const { process, client } = await startServer(
    side,
    servers[side],
    { database, companions },
    {
      ...making,
      ports: { ...ports, processes: watched.processes },
      onOutput: (text) => onOutput(side, text),
    },
  );
  try {
    await guard.requireOnlyOurs(side, process);
    await use(client);
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
