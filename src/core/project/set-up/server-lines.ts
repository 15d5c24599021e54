import type { Side } from "#core/model/endpoint.ts";
import type { RouteRow } from "#core/model/route-row.ts";
import type { SetUpFrameworks } from "#core/model/sources/framework-set-up.ts";
import type { FoundContract } from "../find-contract.ts";
import {
  chooseDatabase,
  choosePort,
  chooseRequired,
  type ChosenDatabase,
  type ChosenVariable,
  type SpokenEngine,
} from "./choose-variables.ts";
import type { ChosenStub } from "./choose-stubs.ts";
import type { FoundServer } from "./found-server.ts";
import type { FoundVariable } from "./found-variable.ts";
import { inFolder } from "#core/text/in-folder.ts";

/** A server as the project file will have it, as far as it is known. */
export interface ProposedServer {
  readonly side: Side;
  readonly found?: FoundServer;
  readonly port?: ChosenVariable;
  readonly database?: ChosenDatabase;
  readonly ready?: { readonly path: string; readonly from: string };
  /** Folders and services beside the database. */
  readonly besides: readonly ChosenVariable[];
  /** Those of them that name services outside. */
  readonly stubs: readonly ChosenStub[];
  /** It would read such files by itself, which stops a run. */
  readonly readsEnvironmentFile: boolean;
}

/** What tells that a server is up. */
interface ReadyGiven {
  readonly contract?: FoundContract | undefined;
  readonly routes: readonly RouteRow[];
  readonly frameworks: Pick<SetUpFrameworks, "python">;
}

/** Puts together what is known of a server. */
export function proposeServer(
  side: Side,
  found: FoundServer | undefined,
  engine: SpokenEngine | undefined,
  given: ReadyGiven,
): Omit<ProposedServer, "besides" | "stubs" | "readsEnvironmentFile"> {
  const ready = readyPath(found?.folder ?? ".", given);
  if (!found) return { side, ...(ready && { ready }) };
  const read = withExamples(found);
  const port = found.start?.needsPortVariable ? (choosePort(read) ?? choosePort(found.examples)) : undefined;
  const spoken = { engine: found.engine ?? engine, sqliteScheme: found.sqliteScheme };
  const database = chooseDatabase(side, read, spoken) ?? chooseDatabase(side, found.examples, spoken);
  return { side, found, ...(port && { port }), ...(database && { database }), ...(ready && { ready }) };
}

/** What source reads, with the values of example files where the source has none. */
function withExamples({ variables, examples }: FoundServer): readonly FoundVariable[] {
  const names = new Set(variables.map(({ name }) => name));
  return [...variables, ...examples.filter(({ name }) => names.has(name))];
}

const READY = /^\/(?:\S*\/)?(healthz?|health[-_]?check|readyz?|readiness|livez?|liveness|heartbeat|ping|status)\/?$/i;

/** A GET route without parameters that seems to say whether the server is up, else the document that the framework adds. */
function readyPath(folder: string, { contract, routes, frameworks }: ReadyGiven): ProposedServer["ready"] {
  const open = routes.filter(
    ({ method, path, kind, unresolved, conditional }) =>
      method === "GET" && kind === "http" && !/[{?]/.test(path) && !unresolved && conditional === undefined,
  );
  const health = open
    .filter(({ path }) => READY.test(path))
    .toSorted(
      (one, other) =>
        Number(one.unmounted ?? false) - Number(other.unmounted ?? false) || one.path.length - other.path.length,
    )[0];
  if (health) return { path: health.path, from: `${inFolder(folder, health.file)}:${health.line}` };
  if (contract?.ready !== undefined) return { path: contract.ready, from: contract.file };
  const added = open.find(({ path, implicit }) => implicit && path.endsWith("openapi.json"));
  const framework = added && frameworks.python.find(({ names }) => names.includes(added.framework));
  if (added && framework) return { path: added.path, from: `${framework.title} adds it` };
  const root = open.find(({ path, unmounted }) => path === "/" && !unmounted);
  if (root) return { path: "/", from: `${inFolder(folder, root.file)}:${root.line}` };
  // What stands beside a login asks for one, most often.
  const guarded = new Set(
    routes.flatMap(({ path }) => (/\/(?:log-?in|sign-?in|token)\/?$/i.test(path) ? [beginning(path)] : [])),
  );
  const plain = open
    .filter(({ path, implicit, unmounted }) => !implicit && !unmounted && !DOES_MORE.test(path))
    .toSorted(
      (one, other) =>
        Number(guarded.has(beginning(one.path))) - Number(guarded.has(beginning(other.path))) ||
        one.path.length - other.path.length,
    )[0];
  return (
    plain && { path: plain.path, from: `${inFolder(folder, plain.file)}:${plain.line}, for want of one that says so` }
  );
}

/** `/api/login` → `api` */
function beginning(path: string): string {
  return path.split("/")[1] ?? "";
}

/** A GET that does more than tell something, or that asks for a login. */
const DOES_MORE =
  /danger|reset|rebuild|purge|clear|delete|remove|log-?out|export|download|stream|events|auth|admin|\bme\b/i;

/** The lines of one server. `engine` is the one that the file names, `shared` the variables that it sets for both. */
export function serverLines(
  { side, found, port, database, ready, besides, readsEnvironmentFile }: ProposedServer,
  engine: SpokenEngine | undefined,
  {
    hasContract,
    shared,
    others,
  }: {
    readonly hasContract: boolean;
    readonly shared: readonly string[];
    /** What the other server does not start without. */
    readonly others: readonly string[];
  },
): readonly string[] {
  const start = found?.start;
  const environment = [
    ...(port ? [port] : []),
    ...(found?.path ? [found.path] : []),
    ...databaseVariables(database, engine),
    ...besides,
  ];
  const names = [...shared, ...[...environment, ...(database?.variables ?? [])].map(({ name }) => name)];
  const all = [...environment, ...chooseRequired(found?.variables ?? [], names, others)];
  const lacksPort = start?.needsPortVariable === true && port === undefined;
  return [
    `  ${side}:`,
    found
      ? line("    folder", found.folder, found.from)
      : `    folder: . # FILL IN: the folder of the ${side === "python" ? "Python" : "Rust"} server`,
    found?.build === undefined
      ? "    # build: a command that runs before each start"
      : line("    build", found.build, ""),
    start === undefined
      ? "    start: 'false' # FILL IN: the command, with ${port}"
      : lacksPort
        ? `    start: ${quoted(start.line)} # FILL IN: how it takes the port, as an option or below \`environment\``
        : line("    start", start.line, start.from),
    ready === undefined
      ? "    ready: /healthz # FILL IN: a path that answers 2xx"
      : line("    ready", ready.path, ready.from),
    ...(found?.export === undefined || hasContract
      ? []
      : [line("    export", found.export, "its contract; only portolan export runs it, with your consent")]),
    ...(all.length === 0 ? [] : ["    environment:"]),
    ...all.map(({ name, value, from, toFill }) =>
      toFill === undefined
        ? line(`      ${name}`, value, from)
        : `      ${name}: ${quoted(value)} # FILL IN: ${toFill}${from === "" ? "" : ` (${from})`}`,
    ),
    ...(readsEnvironmentFile
      ? ["    env_file: none # it would read a .env file by itself; what that names is passed empty"]
      : []),
  ];
}

function databaseVariables(
  database: ChosenDatabase | undefined,
  engine: SpokenEngine | undefined,
): readonly ChosenVariable[] {
  if (engine === undefined) return [];
  if (database === undefined) {
    const value = engine === "sqlite" ? "sqlite:///${database}" : "${database.url}";
    return [
      { name: "DATABASE_URL", value, from: "", toFill: "the variable that names the database, and how it spells it" },
    ];
  }
  return database.engine === undefined || database.engine === engine ? database.variables : [];
}

/** `key: value # where it came from` */
export function line(key: string, value: string, from: string): string {
  return `${key}: ${quoted(value)}${from === "" ? "" : ` # ${from}`}`;
}

/** As plain YAML where that is safe, else in JSON's quotes, which YAML reads too. */
export function quoted(text: string): string {
  const isPlain =
    /^[A-Za-z/][\w./ ${}-]*$/.test(text) && !/^(?:true|false|null|yes|no|on|off)$/i.test(text) && !text.endsWith(" ");
  return isPlain ? text : JSON.stringify(text);
}
