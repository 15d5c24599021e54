import type { Files, Processes } from "#core/ports.ts";
import { findContracts, type FoundContract } from "./find-contract.ts";
import { findPythonServers, findRustServers, type FoundServer } from "./find-servers.ts";
import { withoutUnreadable } from "./without-unreadable.ts";

/** What a project file could say. */
export interface ProjectProposal {
  /** The text of a `portolan.yaml` that can be read; what is left to fill in is marked `FILL IN`. */
  readonly text: string;
  /** What was found and what was not, a sentence each. */
  readonly notes: readonly string[];
}

/** Looks through a folder for two servers, a contract and a database's scripts, and writes a project file from them. */
export async function proposeProject(all: Files, system: Pick<Processes, "whyNoLoopback">): Promise<ProjectProposal> {
  const files = withoutUnreadable(all);
  const [pythons, rusts, contracts, scripts, whyNoLoopback] = await Promise.all([
    findPythonServers(files),
    findRustServers(files),
    findContracts(files),
    files.list(".", [".sql"]),
    system.whyNoLoopback(),
  ]);
  const contract = contracts[0];
  const migrations = folders(scripts).find((folder) => /(?:^|\/)migrations?$/.test(folder));
  const seed = scripts.find((file) => /(?:^|\/)seeds?(?:\/[^/]*)?\.sql$/.test(file));
  const lines = [
    "version: 1",
    contract
      ? `contract: ${quoted(contract.file)}`
      : "# contract: the OpenAPI document; without it, endpoints come from the sources",
    "servers:",
    ...serverLines("python", pythons[0], contract),
    ...serverLines("rust", rusts[0], contract),
    ...(whyNoLoopback === undefined
      ? ["# network: loopback # keeps the servers from everything but themselves; it was tried, and works here"]
      : []),
    "database:",
    "  engine: sqlite",
    migrations === undefined ? "  # migrations: a folder of .sql files" : `  migrations: ${quoted(migrations)}`,
    seed === undefined ? "  # seed: a .sql file that fills the tables" : `  seed: ${quoted(seed)}`,
    ...loginLines(contract?.login),
    "# cases: a folder of files with requests to send besides the contract's examples",
    ...milestoneLines(contract),
    "rules: []",
    "not_migrated: []",
  ];
  const notes = [
    note("Python server", "a pyproject.toml or requirements.txt that asks for FastAPI", folderNames(pythons)),
    note("Rust server", "a Cargo.toml that asks for axum", folderNames(rusts)),
    note(
      "contract",
      "a JSON or YAML document whose name begins with openapi",
      contracts.map(({ file }) => file),
    ),
    note(
      "folder of migrations",
      "a folder named migrations with .sql files",
      migrations === undefined ? [] : [migrations],
    ),
    note("seed", "a file named seed.sql, or a .sql file in a folder named seed,", seed === undefined ? [] : [seed]),
    ...(lines.some((line) => line.includes("FILL IN")) ? ["Fill in what is marked FILL IN."] : []),
  ];
  return { text: `${lines.join("\n")}\n`, notes };
}

function serverLines(side: "python" | "rust", found: FoundServer | undefined, contract?: FoundContract) {
  const folder = found ? quoted(found.folder) : `. # FILL IN: the folder of the ${side} server`;
  const start = found?.start === undefined ? "'false' # FILL IN: the command, with ${port}" : quoted(found.start);
  const ready = contract?.ready === undefined ? "/healthz # FILL IN: a path that answers 2xx" : quoted(contract.ready);
  return [
    `  ${side}:`,
    `    folder: ${folder}`,
    found?.build === undefined
      ? "    # build: a command that runs before each start"
      : `    build: ${quoted(found.build)}`,
    `    start: ${start}${found?.start === undefined ? "" : " # look over: how it takes the port"}`,
    `    ready: ${ready}`,
    "    environment:",
    '      DATABASE_URL: "sqlite:///${database}" # FILL IN: the variable that the server reads',
  ];
}

function loginLines(login: string | undefined): readonly string[] {
  if (login === undefined) return ["# login: how to log in, if endpoints ask for it"];
  return [
    "# FILL IN: a user of the seed, then take the marks away.",
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

function folders(names: readonly string[]): readonly string[] {
  return [...new Set(names.map((file) => file.slice(0, Math.max(0, file.lastIndexOf("/")))))];
}

/** As plain YAML where that is safe, else in JSON's quotes, which YAML reads too. */
function quoted(text: string): string {
  const isPlain = /^[A-Za-z/][\w./ ${}-]*$/.test(text) && !/^(?:true|false|null)$/i.test(text) && !text.endsWith(" ");
  return isPlain ? text : JSON.stringify(text);
}
