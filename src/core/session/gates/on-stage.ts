import type { Stage } from "#core/gates/cutover/stage.ts";
import type { GateContext } from "#core/gates/gate.ts";
import { SIDES } from "#core/model/endpoint.ts";
import type { CutoverSettings } from "#core/model/gates/gate-settings.ts";
import type { Project } from "#core/model/project.ts";
import { createSharedServices } from "#core/parity/companions/shared-services.ts";
import { withCredentials } from "#core/parity/identities/credentials.ts";
import { makeKnown } from "#core/parity/identities/make-known.ts";
import { createMinting } from "#core/parity/identities/minting.ts";
import { buildServer } from "#core/parity/sides/build-server.ts";
import { makeFilledBase } from "#core/parity/sides/fill-base.ts";
import { fillInProject } from "#core/parity/sides/fill-in-project.ts";
import { fillIn, placeholdersFor } from "#core/parity/sides/placeholders.ts";
import { exitText, lastOutputText } from "#core/parity/sides/server-text.ts";
import { guardDatabases, watchUse } from "#core/parity/state/database-guard.ts";
import { readDatabaseRecipe } from "#core/parity/state/database-recipe.ts";
import type { Command, Database, Disposable, OwnedProcess, Ports, ProcessExit, Snapshot } from "#core/ports.ts";

type Given = Pick<GateContext, "signal" | "step"> & { readonly ports: Ports; readonly written: Project };

/** How long a command of the switch may take. */
const COMMAND_LIMIT_MS = 5 * 60_000;

/** A server counts as seen a moment after it has used the database. */
const USE_LIMIT_MS = 1_000;
const POLL_MS = 20;

/**
 * Builds both servers, makes the base and a copy of it, and gives what a rehearsal needs; all that the commands left running is
 * ended when the work is over.
 */
export async function onStage<T>(
  { ports, signal, step, written }: Given,
  settings: CutoverSettings,
  work: (stage: Stage) => Promise<T>,
): Promise<T> {
  const minting = createMinting(ports.webTokens, ports.clock);
  const project = fillInProject(written, ports.secrets, minting);
  const preparation = {
    ports,
    signal,
    emit: (event: { readonly kind: string }) => {
      if (event.kind === "preparing") step("the base");
    },
  };
  for (const side of SIDES) await buildServer(side, project.servers[side], preparation);
  const acquired: Disposable[] = [];
  const hold = <D extends Disposable>(disposable: D): D => {
    acquired.push(disposable);
    return disposable;
  };
  try {
    const guard = await guardDatabases(project, ports);
    const shared = hold(createSharedServices());
    const recipe = await readDatabaseRecipe(project, ports);
    const making = { ...preparation, guard, shared, minting, onOutput: () => undefined };
    const base = hold(await makeFilledBase(project, recipe, making));
    const database = hold(await ports.databases.create(project.database, "cutover", base.database));
    const folder = hold(await ports.folders.create());
    const marked = hold(await ports.processes.markProcesses());
    const values = await valuesFor(ports, database, folder.path);
    const use = watchUse(database, marked, ports.clock);
    hold({ dispose: () => Promise.resolve(use.stop()) });
    const commandOf = (line: string): Command => ({
      line: filled(line, values),
      folder: settings.folder,
      world: { kind: "caller" },
      environment: {
        ...Object.fromEntries(Object.entries(settings.environment).map(([name, text]) => [name, filled(text, values)])),
        ...marked.environment,
      },
      leavesServers: true,
    });
    const port = Number(values["port"]);
    let kept: Snapshot | undefined;
    return await work({
      connect: () => ports.http.connect(port),
      start: async (line) => {
        const process = hold(await ports.processes.start(commandOf(line), () => undefined));
        let exit: ProcessExit | undefined;
        void process.exited.then((ended) => (exit = ended));
        return {
          failure: () => (exit === undefined || exit.code === 0 ? undefined : failureOf(line, exit, process)),
          lastOutput: () => process.lastOutput(),
        };
      },
      run: (line) => runCommand({ ports, signal, line, command: commandOf(line), hold }),
      logIn: async () => {
        const client = ports.http.connect(port);
        try {
          const known = await makeKnown(project, { side: "python", client, clock: ports.clock, minting, signal });
          const [first] = known.values();
          return first === undefined ? [] : withCredentials({ headers: [], target: "/" }, first);
        } finally {
          await client.dispose();
        }
      },
      isDatabaseUsed: () => isSeenSoon(project, use, { clock: ports.clock, signal }),
      requireOnlyOurs: () => guard.requireOnlyOurs("python", marked),
      keep: async () => {
        if (project.database.engine !== "none") kept = hold(await database.snapshot());
      },
      changes: async () => {
        const changes = kept && (await changesSince(database, kept));
        return changes?.kind === "changes" ? changes.tables : undefined;
      },
    });
  } finally {
    await disposeInTurn(acquired);
  }
}

async function disposeInTurn(acquired: readonly Disposable[]): Promise<void> {
  for (const each of acquired.toReversed()) await each.dispose();
}

async function changesSince(database: Database, kept: Snapshot) {
  await database.requireFree();
  return database.changesSince(kept);
}

/** Where clients ask, two ports for the servers behind it, the database and the folder. */
async function valuesFor(
  { listener }: Pick<Ports, "listener">,
  database: Database,
  folder: string,
): Promise<Readonly<Record<string, string>>> {
  const port = String(await listener.freePort());
  const behind = { "python.port": String(await listener.freePort()), "rust.port": String(await listener.freePort()) };
  return { ...placeholdersFor(port, database, [{ folder }]), ...behind };
}

function filled(text: string, values: Readonly<Record<string, string>>): string {
  const behind = text.replaceAll(/\$\{((?:python|rust)\.port)\}/g, (written, name: string) => values[name] ?? written);
  return fillIn(behind, values);
}

interface Running {
  readonly ports: Pick<Ports, "processes" | "clock">;
  readonly signal: AbortSignal;
  readonly line: string;
  readonly command: Command;
  /** Its pipes stay open for as long as what it left running may write to them. */
  readonly hold: <D extends Disposable>(disposable: D) => D;
}

async function runCommand({ ports, signal, line, command, hold }: Running) {
  let output = "";
  const process = hold(
    await ports.processes.start(command, (text, stream) => {
      if (stream !== "error" && output.length < MOST_OUTPUT) output += `${text}\n`;
    }),
  );
  const limit = new AbortController();
  const isOver = ports.clock.sleep(COMMAND_LIMIT_MS, AbortSignal.any([signal, limit.signal])).then(
    () => true,
    () => false,
  );
  const exit = await Promise.race([process.exited, isOver]);
  limit.abort();
  signal.throwIfAborted();
  if (typeof exit === "boolean") {
    return { output, failure: `\`${line}\` did not end within ${COMMAND_LIMIT_MS / 1000} s.` };
  }
  return exit.code === 0 ? { output } : { output, failure: failureOf(line, exit, process) };
}

const MOST_OUTPUT = 64 * 1024;

function failureOf(line: string, exit: ProcessExit, process: OwnedProcess): string {
  return `\`${line}\` ${exitText(exit)}.${lastOutputText(process)}`;
}

async function isSeenSoon(
  { database: { engine, useNotChecked } }: Project,
  use: ReturnType<typeof watchUse>,
  { clock, signal }: Pick<Ports, "clock"> & { readonly signal: AbortSignal },
): Promise<boolean> {
  if (engine === "none" || useNotChecked !== undefined) return true;
  const limit = clock.elapsed() + USE_LIMIT_MS;
  while (!(await use.isSeen())) {
    if (clock.elapsed() > limit) return false;
    await clock.sleep(POLL_MS, signal);
  }
  return true;
}
