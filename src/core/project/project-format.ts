import { DIFFERENCE_CLASSES } from "#core/model/run/difference.ts";
import { endpoint } from "#core/text/yaml/yaml-endpoint.ts";
import { duration } from "#core/text/yaml/yaml-duration.ts";
import { projectRule } from "#core/compare/rule-format/yaml-rule.ts";
import {
  listOf,
  located,
  mapOf,
  optional,
  record,
  required,
  type JsonSchema,
  type Shape,
} from "#core/text/yaml/yaml-shape.ts";
import { choice, text } from "#core/text/yaml/yaml-values.ts";
import { origin, startLine } from "./container-line.ts";
import { gates } from "./gate-format.ts";
import { identities, login } from "./identity-format.ts";
import {
  byEndpointPattern,
  DATA_VARIABLE,
  DATABASE_VARIABLES,
  byteSize,
  casesSetting,
  consequence,
  engine,
  furtherHeader,
  network,
  relativePath,
  serverUrl,
  side,
  textWith,
  timeLimit,
  urlPath,
  variableName,
  version,
  writtenTextWith,
} from "./project-values.ts";
import { services } from "./service-format.ts";
import { stubs } from "./stub-format.ts";
import { IDENTITY_VARIABLE, SECRET_VARIABLE, SERVICE_VARIABLE, STUB_VARIABLE } from "./variable-names.ts";

/** What a command is given that runs for one side. */
const SIDE_VARIABLES = ["port", ...DATABASE_VARIABLES, DATA_VARIABLE, SERVICE_VARIABLE, STUB_VARIABLE];

const environmentValues = mapOf(writtenTextWith(...SIDE_VARIABLES, SECRET_VARIABLE, IDENTITY_VARIABLE));

const serverKeys = record({
  folder: required("The server's folder, relative to this file. Commands run in it.", relativePath),
  build: optional("A shell command that makes the server ready to start. It runs before each start.", textWith()),
  check: optional(
    "A shell command that finds mistakes sooner than `build` and runs before it: `cargo check --target-dir target/check`. Where it fails, nothing is built.",
    textWith(),
  ),
  start: optional(
    "The shell command that starts the server. ${port} is the port to listen on, ${database} the database: SQLite's file, or PostgreSQL's name, whose ${database.url}, .host, .port, .user and .password are filled in too. ${data} is a folder for files.",
    startLine(textWith(...SIDE_VARIABLES), "server-in-container"),
  ),
  attach: optional(
    "In place of `start`: where a server runs that Portolan neither starts nor ends, http://127.0.0.1:8000. Only requests that read are sent, unless `reset` is given; verdicts are shown and not kept. Another host than this machine has to be confirmed at each run.",
    origin,
  ),
  reset: optional(
    "Beside `attach`: a shell command that puts the server's data back. It runs in the server's folder and in your environment, before the first case and after each that writes; all identities log in again after it.",
    textWith(),
  ),
  ready: required("A path that answers 2xx as soon as the server is up: /healthz", urlPath),
  export: optional(
    "A shell command that prints the server's OpenAPI document. `portolan export` and `portolan routes --ask` run it, with your consent, and `portolan gate contract` does.",
    textWith(),
  ),
  environment: optional(
    "Environment variables for the commands. What is filled in `start` is filled in here (DATABASE_URL: postgresql+asyncpg://${database.user}:${database.password}@${database.host}:${database.port}/${database}), ${secret:NAME} from your own environment, and ${identity:NAME.key} with the key of a minted identity.",
    environmentValues,
  ),
  restart: optional(
    "per write: the server keeps state outside its database (a cache, an index in memory) and is started again after each case that writes. Each such case then takes as long as a start.",
    choice(["per write"]),
  ),
  inherit: optional(
    "Names of variables that the server gets from the environment that Portolan was started in. Without it, it gets PATH, the locale, where toolchains are, and what `environment` says.",
    listOf(variableName),
  ),
  env_file: optional(
    "A file of variables (NAME=value) that the server gets, relative to this file, or none. It has to be said where the server would read a .env file by itself: names of that file that nothing else sets are passed empty.",
    relativePath,
  ),
});

/** One of the two ways to have a server. */
const server: typeof serverKeys = {
  schema: { ...serverKeys.schema, oneOf: [{ required: ["start"] }, { required: ["attach"] }] },
  read: (node, at) => {
    const read = serverKeys.read(node, at);
    if (read === undefined) return undefined;
    const { start, attach, reset } = read;
    const fault =
      start === undefined && attach === undefined
        ? "server-start-missing"
        : start !== undefined && attach !== undefined
          ? "server-started-and-attached"
          : reset !== undefined && attach === undefined
            ? "server-reset-alone"
            : undefined;
    if (fault === undefined) return read;
    at.report(fault, node.range, { key: at.path });
    return undefined;
  },
};

const databaseKeys = record({
  engine: required(
    "What keeps the servers' data: sqlite, postgresql, or none where they keep none in a database.",
    engine,
  ),
  url: optional(
    "The PostgreSQL server in which Portolan makes databases of its own and drops them: postgresql://user:password@127.0.0.1:5432/postgres. The database that it names is left alone. Without it, Portolan starts a server of its own from the PostgreSQL that is installed.",
    serverUrl,
  ),
  in_data: optional(
    "Of an SQLite database that a server keeps in its one folder for data: where its file lies in ${data}, app.db. It is compared by rows, and the rest of the folder by files.",
    relativePath,
  ),
  base: optional(
    "What both sides' databases begin with: an SQLite database, which is copied, a .sql file such as a dump, or a dump of PostgreSQL in its custom format.",
    relativePath,
  ),
  prepare: optional(
    "A shell command that makes the tables, such as `alembic upgrade head`. It runs once, after base and migrations and before the seed, in the Python server's folder with its environment.",
    textWith(...SIDE_VARIABLES),
  ),
  made_by: optional(
    "The side whose server makes its tables when it starts: python or rust. It is started once on a database of its own, and both sides begin with what it made.",
    side,
  ),
  migrations: optional(
    "A folder of .sql files, applied to both sides' databases in the order of their names.",
    relativePath,
  ),
  seed: optional("A .sql file that fills both sides' databases after the migrations.", relativePath),
  effects_not_compared: optional(
    "Turns the comparison of what the two servers write off, for this reason. Without it, every write is compared row by row; single tables and columns are left out by rules.",
    located(text),
  ),
  use_not_checked: optional(
    "Why the run may go on although a server was not seen to use the database that Portolan made for it. Without it, such a run stops before anything is written.",
    located(text),
  ),
  also_written: optional(
    "Database files besides Portolan's that a server may write to, each with the reason: { core-server/cache.db: It is a cache. } They are neither put back nor compared.",
    mapOf(text),
  ),
  quiet: optional(
    "How long no database may be written to before what was written is compared, 200ms: for servers that write in the background after their answer. Without it, only where the two differ is waited for, a quarter of a second.",
    duration,
  ),
});

const perSide = record({
  python: required("The Python server's database.", databaseKeys),
  rust: required("The Rust server's database.", databaseKeys),
  scenario: optional(
    "A case file with one scenario that fills both databases: its steps are sent to each server on its own database, before the first case. For databases whose tables are not the same, which no seed fits.",
    relativePath,
  ),
});

/** One for both sides, or one of each. */
const database: Shape<NonNullable<ReturnType<typeof perSide.read>> & { readonly isPerSide: boolean }> = {
  schema: { anyOf: [databaseKeys.schema, perSide.schema] },
  read: (node, at) => {
    const isPerSide = node.kind === "map" && node.entries.some(({ key }) => key === "python" || key === "rust");
    if (isPerSide) {
      const both = perSide.read(node, at);
      return both && { ...both, isPerSide };
    }
    const one = databaseKeys.read(node, at);
    return one && { python: one, rust: one, scenario: undefined, isPerSide };
  },
};

const data = record({
  base: optional("A folder that both sides' folders begin as copies of. Without it, they begin empty.", relativePath),
  not_compared: optional(
    "Turns the comparison of the files that the two servers write off, for this reason. They are put back all the same.",
    located(text),
  ),
});

const consequences = Object.fromEntries(
  DIFFERENCE_CLASSES.map((name) => [name, optional(`What differences of this class do: ${name}.`, consequence)]),
);

const differences = record({
  ...consequences,
  endpoints: optional(
    "The same for some endpoints, by endpoint or pattern; of several that fit the last says it.",
    byEndpointPattern(record(consequences)),
  ),
});

const keptEndpoint = record({
  endpoint: required("An endpoint that stays with Python.", endpoint),
  reason: required("Why it stays.", text),
});

/** The format of `portolan.yaml`: read by `readProject`, published as `media/portolan.schema.json`. */
export const projectFormat = record({
  version: required("The version of this format.", version),
  contract: optional(
    "The OpenAPI document, relative to this file. Without it, it is the one that `portolan export` took from a server; without that one too, endpoints are those that the two sources serve, and cases come from case files alone.",
    relativePath,
  ),
  servers: required(
    "The two servers that are compared.",
    record({
      python: required("The Python server, which is right by definition.", server),
      rust: required("The Rust server.", server),
    }),
  ),
  environment: optional("Environment variables for both servers; those of a server win.", environmentValues),
  network: optional(
    "`loopback` starts each server in a network of its own, in which it reaches nothing but itself, or what `reach` names. Linux only; without it, the servers reach whatever you can reach.",
    network,
  ),
  database: required(
    "The database that each side gets for a run. It is made before and removed after. With `python` and `rust` below it, each side's own.",
    database,
  ),
  data: optional(
    "The folder that each side gets for files, ${data} in `start` and `environment`. It is made before a run, put back before each case that writes, compared like the database, and removed after.",
    data,
  ),
  services: optional(
    "What the servers need beside the database, by name, each started for the run: { cache: { effects: redis } }. ${service:cache.port} is its port.",
    services,
  ),
  stubs: optional(
    "What stands in for services outside, by name: requests and their answers. Portolan serves them at ${stub:NAME.url}, and compares what the two servers ask.",
    stubs,
  ),
  login: optional(
    "How to log in, where there is one identity only: `login` of `identities`, in short.",
    located(login),
  ),
  identities: optional(
    "Who sends requests, by name: { admin: { login: … }, reader: { headers: … } }. The first sends those that ask for a login, where nothing else is said; cases name one with `as`.",
    identities,
  ),
  cases: optional(
    "A folder of case files (.yaml): requests to send besides the contract's examples. Or { folder, generate: true }, which makes up requests too.",
    casesSetting,
  ),
  milestones: optional("Named sets of endpoints that must be verified together.", mapOf(listOf(located(endpoint)))),
  differences: optional(
    '"fail" or "report" for classes of differences, where the usual is not wanted: { key-order: fail }',
    differences,
  ),
  headers: optional(
    "Headers to compare besides those that always are: a name, or { name, endpoint } for some endpoints. Their values have to be equal.",
    listOf(located(furtherHeader)),
  ),
  limits: optional(
    "How long a server may take to be ready (a minute without this), and an answer to come (30s).",
    record({
      start: optional("How long a server may take from its start until it is ready: 120s", timeLimit),
      case: optional("How long a server may take for an answer: 10s", timeLimit),
    }),
  ),
  body_limit: optional(
    "The largest body of an answer that is read, 64 MB without this. A larger one ends its case as failed.",
    byteSize,
  ),
  rules: optional(
    "Values that are not compared, or compared more loosely, each with a reason.",
    listOf(located(projectRule)),
  ),
  not_migrated: optional("Endpoints that stay with Python on purpose.", listOf(located(keptEndpoint))),
  gates: optional("What `portolan gate` checks with commands of yours.", gates),
});

/** The format as JSON Schema, for editors: the text of `media/portolan.schema.json`. */
export function projectSchemaText(): string {
  const schema: JsonSchema = {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Portolan project",
    ...projectFormat.schema,
  };
  return `${JSON.stringify(schema, undefined, 2)}\n`;
}
