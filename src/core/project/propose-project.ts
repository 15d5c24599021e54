import type { Side } from "#core/model/endpoint.ts";
import type { RouteRow } from "#core/model/route-row.ts";
import type { SetUpFrameworks } from "#core/model/sources/framework-set-up.ts";
import type { SetUpChoice, SetUpChoices, SetUpChosen } from "#core/model/set-up.ts";
import type { Files, Processes } from "#core/ports.ts";
import { findContracts, type FoundContract } from "./find-contract.ts";
import { findOtherFrameworks, findPythonServers } from "./find-servers.ts";
import { MADE_UP_SECRET, requiredNames, type SpokenEngine } from "./set-up/choose-variables.ts";
import { chooseFolders } from "./set-up/choose-folders.ts";
import { chooseRedis, REDIS } from "./set-up/choose-redis.ts";
import { chooseStubs, stubLines } from "./set-up/choose-stubs.ts";
import { chooseTokenKey, tokenLines } from "./set-up/choose-tokens.ts";
import { findMigrations, type FoundMigrations, migrationLine, whyNotRun } from "./set-up/find-migrations.ts";
import type { FoundServer } from "./set-up/found-server.ts";
import type { FoundGuard } from "./set-up/python-guard.ts";
import { line, type ProposedServer, proposeServer, quoted, serverLines } from "./set-up/server-lines.ts";
import { findRustServers } from "./set-up/rust-server.ts";
import { withoutUnreadable } from "./without-unreadable.ts";
import { orOf } from "#core/text/or-of.ts";

/** What a project file could say. */
export interface ProjectProposal {
  /** The text of a `portolan.yaml` that can be read; what is left to fill in is marked `FILL IN`. */
  readonly text: string;
  /** What was found and what was not, a sentence each. */
  readonly notes: readonly string[];
  readonly choices: SetUpChoices;
}

/** What a proposal asks besides files. */
export interface ProposalSystem extends Pick<Processes, "whyNoLoopback" | "pythonsOnPath"> {
  /** The frameworks whose servers are looked for. */
  readonly frameworks: SetUpFrameworks;
  /** The routes that the sources below a folder declare. */
  routesOf(side: Side, folder: string): Promise<readonly RouteRow[]>;
  /** Whether the server in this folder would read a file of variables by itself that sets more than these. */
  readsEnvironmentFile(side: Side, folder: string, names: readonly string[]): Promise<boolean>;
}

/**
 * Looks through a folder for two servers, a contract and what makes a database, and writes a project file from them: from
 * those that were chosen, else from the likeliest.
 */
export async function proposeProject(
  all: Files,
  system: ProposalSystem,
  chosen: SetUpChosen = {},
): Promise<ProjectProposal> {
  const { frameworks } = system;
  const files = withoutUnreadable(all);
  const [allPythons, allRusts, allContracts, scripts, migrations, whyNoLoopback] = await Promise.all([
    system.pythonsOnPath().then((installed) => findPythonServers(files, frameworks.python, installed)),
    findRustServers(files, frameworks.rust),
    findContracts(files),
    files.list(".", [".sql"]),
    findMigrations(files),
    system.whyNoLoopback(),
  ]);
  const pythons = chosenFirst(allPythons, ({ folder }) => folder === chosen.python);
  const rusts = chosenFirst(allRusts, ({ folder }) => folder === chosen.rust);
  const contracts = chosenFirst(allContracts, ({ file }) => file === chosen.contract);
  const contract = contracts[0];
  const engineHint = rusts[0]?.engine ?? pythons[0]?.engine;
  const propose = async (side: Side, found: FoundServer | undefined): Promise<ProposedServer> => {
    const routes = found ? await system.routesOf(side, found.folder) : [];
    const server = proposeServer(side, found, engineHint, { contract, routes, frameworks });
    const taken = [...(server.port ? [server.port] : []), ...(server.database?.variables ?? [])].map(
      ({ name }) => name,
    );
    const redis = chooseRedis(found?.variables ?? [], taken);
    const folders = found ? await chooseFolders(found.variables, found.folder, { chosen: taken, files }) : [];
    const tokens = found?.checksTokens === undefined ? [] : chooseTokenKey(found.variables, taken);
    const known = [...taken, ...[...folders, ...redis, ...tokens].map(({ name }) => name)];
    const stubs = chooseStubs(found?.variables ?? [], known);
    const besides = [...folders, ...redis, ...tokens, ...stubs];
    const names = [...known, ...stubs.map(({ name }) => name)];
    const readsEnvironmentFile = found !== undefined && (await system.readsEnvironmentFile(side, found.folder, names));
    return { ...server, besides, stubs, readsEnvironmentFile };
  };
  const python = await propose("python", pythons[0]);
  const rust = await propose("rust", rusts[0]);
  const engine = engineFor([python, rust], migrations.length > 0);
  const guard = python.found?.guard;
  const seed = scripts.find((file) => /(?:^|\/)seeds?(?:\/[^/]*)?\.sql$/.test(file));
  const tables = tableLines(migrations, python, rust);
  const hasTables = tables.some((each) => !each.startsWith("  #"));
  const hasRedis = [python, rust].some(({ besides }) =>
    besides.some(({ value }) => value.includes(`service:${REDIS}.`)),
  );
  const shared = guard === undefined ? [] : [guard.variable];
  const about = { hasContract: contract !== undefined, shared };
  const tokensAt = tokenCheck([python, rust]);
  const lines = [
    "version: 1",
    contract
      ? `contract: ${quoted(contract.file)}`
      : "# contract: the OpenAPI document; without it, that of `portolan export`, or endpoints come from the sources",
    "servers:",
    ...serverLines(python, engine, { ...about, others: requiredNames(rust.found?.variables ?? []) }),
    ...serverLines(rust, engine, { ...about, others: requiredNames(python.found?.variables ?? []) }),
    ...(whyNoLoopback === undefined
      ? ["# network: loopback # keeps the servers from everything but themselves; it was tried, and works here"]
      : []),
    "database:",
    engineLine(engine, [python, rust]),
    ...(engine === undefined ? [] : tables),
    seed === undefined ? "  # seed: a .sql file that fills the tables" : line("  seed", seed, ""),
    ...(hasRedis ? ["services:", `  ${REDIS}: { effects: redis } # one a side, from your PATH`] : []),
    ...stubLines([...python.stubs, ...rust.stubs]),
    ...(guard === undefined && tokensAt !== undefined ? tokenLines(tokensAt) : []),
    ...(guard === undefined ? (tokensAt === undefined ? loginLines(contract?.login) : []) : guardLines(guard)),
    "# cases: a folder of files with requests to send besides the contract's examples",
    ...milestoneLines(contract),
    "rules: []",
    "not_migrated: []",
  ];
  const others = pythons.length === 0 ? await findOtherFrameworks(files, frameworks.unread) : [];
  const notes = [
    note("Python server", `a manifest that asks for ${titles(frameworks.python)}`, folderNames(pythons)),
    ...(others.length === 0
      ? []
      : [
          `Found was ${others.join(", ")}, of which Portolan reads no routes; it reads those of ${titles(frameworks.python)}. With a contract the endpoints come from that.`,
        ]),
    note("Rust server", `a Cargo.toml that asks for ${titles(frameworks.rust)}`, folderNames(rusts)),
    note(
      "contract",
      "a JSON or YAML document whose name begins with openapi",
      contracts.map(({ file }) => file),
    ),
    note(
      "folder of migrations",
      "a folder named migrations with .sql files, Alembic's and Django's",
      migrations.map(({ folder }) => folder),
    ),
    ...(hasTables ? [] : migrations.slice(0, 1).map(whyNotRun)),
    note("seed", "a file named seed.sql, or a .sql file in a folder named seed,", seed === undefined ? [] : [seed]),
    ...[python, rust].flatMap(({ found, port }) => [
      ...(found?.notes ?? []),
      ...(port === undefined && found?.fixedPort !== undefined ? [found.fixedPort] : []),
    ]),
    ...(lines.some((each) => each.includes("# FILL IN"))
      ? ["Fill in what is marked FILL IN; until then nothing is run."]
      : []),
  ];
  const choices = {
    python: allPythons.map((found) => serverChoice(found)),
    rust: allRusts.map((found) => serverChoice(found)),
    contract: allContracts.map(({ file, endpointsByGroup }) => {
      const count = [...endpointsByGroup.values()].reduce((sum, endpoints) => sum + endpoints.length, 0);
      return { path: file, detail: count === 1 ? "1 endpoint" : `${count} endpoints` };
    }),
  };
  return { text: `${lines.join("\n")}\n`, notes, choices };
}

function chosenFirst<T>(found: readonly T[], isChosen: (each: T) => boolean): readonly T[] {
  return found.toSorted((one, other) => Number(isChosen(other)) - Number(isChosen(one)));
}

function serverChoice({ folder, from, start }: FoundServer): SetUpChoice {
  return { path: folder, detail: start === undefined ? from : `${from}: ${start.line}` };
}

function titles(frameworks: readonly { readonly title: string }[]): string {
  return orOf(frameworks.map(({ title }) => title));
}

/** The engine of the databases; undefined where the servers seem to have none. */
function engineFor(servers: readonly ProposedServer[], hasMigrations: boolean): SpokenEngine | undefined {
  const told = servers.flatMap(({ database, found }) => database?.engine ?? found?.engine ?? []);
  return told.includes("postgresql") ? "postgresql" : (told[0] ?? (hasMigrations ? "sqlite" : undefined));
}

function engineLine(engine: SpokenEngine | undefined, servers: readonly ProposedServer[]): string {
  if (engine) return `  engine: ${engine}`;
  const library = servers.map(({ found }) => found?.library).find((each) => each !== undefined);
  if (library !== undefined)
    return `  engine: none # FILL IN: ${library} is for a database; none, sqlite or postgresql`;
  const isKnown = servers.every(({ found }) => found !== undefined);
  const told = "nothing that has to do with a database was found";
  return `  engine: none # ${isKnown ? told : `FILL IN: ${told}; none, sqlite or postgresql`}`;
}

/** Where a server checks web tokens whose secret Portolan hands over. */
function tokenCheck(servers: readonly ProposedServer[]): string | undefined {
  return servers.find(({ besides }) => besides.some(({ value }) => value.includes("${identity:")))?.found?.checksTokens;
}

/** What makes the tables: migrations, a command that applies them, or a server at its start. */
function tableLines(
  migrations: readonly FoundMigrations[],
  { found: python }: ProposedServer,
  { found: rust }: ProposedServer,
) {
  const runner = python?.python === undefined ? undefined : { folder: python.folder, python: python.python };
  const made = migrations.flatMap((each) => migrationLine(each, runner) ?? [])[0];
  // A library that keeps a list of what it has applied would apply all of it a second time.
  if (rust?.migratesAt !== undefined && made?.key !== "prepare") return [line("  made_by", "rust", rust.migratesAt)];
  if (made) return [line(`  ${made.key}`, made.value, made.from)];
  if (python?.migratesAt !== undefined) return [line("  made_by", "python", python.migratesAt)];
  return [
    "  # migrations: a folder of .sql files; or prepare: a command; or made_by: python, whose start makes the tables",
  ];
}

/** The same key for both servers, and for who sends the requests. */
function guardLines({ variable, header, before, from }: FoundGuard): readonly string[] {
  return [
    "environment:",
    line(`  ${variable}`, MADE_UP_SECRET, "for both servers"),
    "identities:",
    "  caller:",
    `    headers: { ${header}: ${quoted(`${before}${MADE_UP_SECRET}`)} } # ${from}`,
  ];
}

function loginLines(login: string | undefined): readonly string[] {
  if (login === undefined) return ["# login: how to log in, if endpoints ask for it"];
  return [
    "# To log in, take away the # in front of these lines and name a user of the seed:",
    "# login:",
    `#   endpoint: ${quoted(login)}`,
    "#   body: { username: admin, password: secret }",
    "#   token: /token",
    "#   header: Authorization",
    '#   value: "Bearer ${token}"',
  ];
}

function milestoneLines(contract: FoundContract | undefined): readonly string[] {
  if (contract === undefined || contract.endpointsByGroup.size === 0) return ["milestones: {}"];
  const groups = [...contract.endpointsByGroup].flatMap(([group, endpoints]) => [
    `  ${quoted(group)}:`,
    ...endpoints.map((endpoint) => `    - ${quoted(endpoint)}`),
  ]);
  return ["milestones:", ...groups];
}

function note(what: string, lookedFor: string, found: readonly string[]): string {
  const [first, ...others] = found;
  if (first === undefined) return `No ${what} was found; ${lookedFor} was looked for.`;
  return others.length === 0 ? `The ${what}: ${first}.` : `The ${what}: ${first}; also found: ${others.join(", ")}.`;
}

function folderNames(servers: readonly FoundServer[]): readonly string[] {
  return servers.map(({ folder }) => folder);
}
