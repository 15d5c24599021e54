import type { Side } from "#core/model/endpoint.ts";
import type { FoundVariable } from "./found-variable.ts";

/** A line of `environment`. */
export interface ChosenVariable {
  readonly name: string;
  readonly value: string;
  /** Where it is read, or where its spelling was seen. */
  readonly from: string;
  /** What is to be filled in by a person, where it is. */
  readonly toFill?: string;
}

/** The engine that a setting speaks of. */
export type SpokenEngine = "sqlite" | "postgresql";

/** The variable that says the port to listen on, where one does: `PORT`, or `BIND_ADDR` as `127.0.0.1:${port}`. */
export function choosePort(found: readonly FoundVariable[]): ChosenVariable | undefined {
  const ports = distinct(found).filter(({ name }) => /(?:^|_)PORT$/i.test(name) && !OTHER_SERVICE.test(name));
  const port = ports.toSorted((one, other) => portRank(one.name) - portRank(other.name))[0];
  if (port) return { name: port.name, value: "${port}", from: port.from };
  const addresses = distinct(found).filter(
    ({ name, value }) => /(?:^|_)(?:BIND|LISTEN|ADDR|ADDRESS|HOST)(?:_|$)/i.test(name) && LISTENING.test(value ?? ""),
  );
  const address = addresses.find(({ name }) => !OTHER_SERVICE.test(name));
  return address && { name: address.name, value: "127.0.0.1:${port}", from: address.from };
}

const LISTENING = /^(?:\[?[\w.:]*\]?|localhost):\d{2,5}$/;

/** Ports that belong to something beside the server. */
const OTHER_SERVICE =
  /(?:^|_)(?:POSTGRES|PG|DB|DATABASE|MYSQL|REDIS|MQTT|SMTP|MAIL|EMAIL|METRICS|PROMETHEUS|MINIO|S3|RABBITMQ|AMQP|KAFKA|NATS|DEBUG|PROXY|FRONTEND|WEB|UI|VITE|ADVERTISE|GRPC|MEMCACHED|ELASTIC\w*|QDRANT|LDAP|SSH|FTP|AGENT|PUBLISH|OTEL|STATSD|GRAFANA|WORKER)_/i;

/** The plainest name first: `PORT`, then `API_PORT`, `HTTP_PORT` and the like. */
function portRank(name: string): number {
  if (/^PORT$/i.test(name)) return 0;
  return /(?:^|_)(?:HTTP|SERVER|API|APP|LISTEN|BIND)(?:_\w+)?_PORT$/i.test(name) ? 1 : 2;
}

/** What names the database of a server, and which engine that spelling is for. */
export interface ChosenDatabase {
  readonly variables: readonly ChosenVariable[];
  readonly engine?: SpokenEngine;
}

/**
 * The variables that name the database: one with a URL, else PostgreSQL's parts, else one with a path, else one that a server
 * does not start without and whose name alone tells of it. `engine` is the
 * one that the manifests tell, `sqliteScheme` the spelling in the source, where the values do not tell them.
 */
export function chooseDatabase(
  side: Side,
  found: readonly FoundVariable[],
  {
    engine,
    sqliteScheme = "",
  }: { readonly engine?: SpokenEngine | undefined; readonly sqliteScheme?: string | undefined },
): ChosenDatabase | undefined {
  const all = distinct(found).filter(({ name }) => !/(?:^|_)TEST(?:S|ING)?(?:_|$)/i.test(name));
  const url =
    all.find(({ name, value }) => URL_NAME.test(name) && engineIn(value ?? "") !== undefined) ??
    all.find(({ value }) => engineIn(value ?? "") !== undefined) ??
    all.find(({ name, value = "" }) => URL_NAME.test(name) && (value === "" || value.startsWith("file:")));
  if (url) {
    const spoken = engineIn(url.value ?? "") ?? engine ?? "sqlite";
    const value = spoken === "sqlite" ? sqliteUrl(side, url.value ?? sqliteScheme) : postgresqlUrl(url.value ?? "");
    return { variables: [{ name: url.name, value, from: url.from }], engine: spoken };
  }
  const parts = PARTS.flatMap(([pattern, value]): readonly ChosenVariable[] => {
    const part = all.find(({ name }) => pattern.test(name));
    return part ? [{ name: part.name, value, from: part.from }] : [];
  });
  if (parts.length > 2 && engine !== "sqlite") return { variables: parts, engine: "postgresql" };
  const path = all.find(({ name, value = "" }) => PATH_NAME.test(name) || DATABASE_FILE.test(value));
  if (path) return { variables: [{ name: path.name, value: "${database}", from: path.from }], engine: "sqlite" };
  const bare = all.find(({ name, value = "", isRequired }) => isRequired && value === "" && isBareName(name));
  if (bare === undefined || engine === undefined) return undefined;
  const value = engine === "sqlite" ? "${database}" : postgresqlUrl("");
  return { variables: [{ name: bare.name, value, from: bare.from }], engine };
}

/** A name that says that it is a database and not how it is spelt: `SHOP_DB`. Redis numbers its databases. */
function isBareName(name: string): boolean {
  const isPart = PARTS.some(([part]) => part.test(name));
  return (
    /_(?:DB|DATABASE|DSN|POSTGRES|POSTGRESQL|SQLITE)$/i.test(name) && !isPart && !/REDIS|MONGO|MYSQL|CACHE/i.test(name)
  );
}

const URL_NAME =
  /(?:^|_)(?:DATABASE|DB|SQLITE|SQLALCHEMY|PG|POSTGRES|POSTGRESQL)_(?:\w+_)?(?:URL|URI|DSN)$|^(?:DATABASE|DSN)$/i;
const PATH_NAME = /(?:^|_)(?:DATABASE|DB|SQLITE)(?:_\w+)?_(?:PATH|FILE|FILENAME)$|^(?:DB|DATABASE|SQLITE)$/i;
const DATABASE_FILE = /\.(?:db3?|sqlite3?)$/i;

const PARTS: readonly (readonly [name: RegExp, value: string])[] = [
  [/^(?:\w+_)?(?:POSTGRES|PG|DB|DATABASE)_?HOST(?:NAME)?$|^(?:\w+_)?POSTGRES_SERVER$/i, "${database.host}"],
  [/^(?:\w+_)?(?:POSTGRES|PG|DB|DATABASE)_?PORT$/i, "${database.port}"],
  [/^(?:\w+_)?(?:POSTGRES|PG|DB|DATABASE)_?USER(?:NAME)?$/i, "${database.user}"],
  [/^(?:\w+_)?(?:POSTGRES|PG|DB|DATABASE)_?PASS(?:WORD)?$/i, "${database.password}"],
  [/^(?:\w+_)?(?:POSTGRES|PG|DB|DATABASE)_?(?:DB|DATABASE|NAME)$/i, "${database}"],
];

function engineIn(value: string): SpokenEngine | undefined {
  if (/^sqlite(?:\+\w+)?:/.test(value)) return "sqlite";
  return /^postgres(?:ql)?(?:\+\w+)?:\/\//.test(value) ? "postgresql" : undefined;
}

/**
 * The spelling that was seen, with our database in the place of theirs: `sqlite+aiosqlite:///./app.db` →
 * `sqlite+aiosqlite:///${database}`. The path of ours is absolute. SQLAlchemy has three slashes before a path, sqlx two.
 */
function sqliteUrl(side: Side, seen: string): string {
  const [, scheme = "sqlite", slashes = side === "python" ? "///" : "//"] =
    /^(sqlite(?:\+\w+)?):(\/*)/.exec(seen) ?? [];
  const query = /\?[\w=&]+$/.exec(seen)?.[0] ?? "";
  return `${scheme}:${slashes.length > 3 ? "///" : slashes}\${database}${query}`;
}

function postgresqlUrl(seen: string): string {
  const scheme = /^(postgres(?:ql)?(?:\+\w+)?):/.exec(seen)?.[1] ?? "postgresql";
  return `${scheme}://\${database.user}:\${database.password}@\${database.host}:\${database.port}/\${database}`;
}

/**
 * What else a server does not start without, and of what it reads that which the other one does not start without. A secret may be
 * any text, as long as both have the same.
 */
export function chooseRequired(
  found: readonly FoundVariable[],
  chosen: readonly string[],
  others: readonly string[],
): readonly ChosenVariable[] {
  const isDatabase = (name: string): boolean => URL_NAME.test(name) || PARTS.some(([part]) => part.test(name));
  return distinct(found.filter(({ name, isRequired }) => isRequired || (others.includes(name) && SECRET.test(name))))
    .filter(({ name }) => !chosen.includes(name) && !isDatabase(name) && !SYSTEM.test(name))
    .map(({ name, from }) => {
      if (SECRET.test(name)) return { name, value: MADE_UP_SECRET, from };
      return { name, value: "", from, toFill: "the server does not start without it" };
    });
}

/** The names of what a server does not start without. */
export function requiredNames(found: readonly FoundVariable[]): readonly string[] {
  return found.flatMap(({ name, isRequired }) => (isRequired ? [name] : []));
}

/** What both servers get for a secret. */
export const MADE_UP_SECRET = "for-parity-runs-only-no-secret-at-all";

const SECRET = /(?:^|_)(?:SECRET|SALT|SIGNING|JWT|PASSWORD|TOKEN|KEY|PEPPER)(?:_|$)/i;

/** What each process has anyway, and what only builds and tests read. */
const SYSTEM = /^(?:PATH|HOME|USER|TMPDIR|PWD|SHELL|HOSTNAME|CARGO_\w+|OUT_DIR|CI)$/;

/** The first of each name, with the first value that is told anywhere. What source reads comes before examples. */
function distinct(found: readonly FoundVariable[]): readonly FoundVariable[] {
  return [...Map.groupBy(found, ({ name }) => name).values()].flatMap((same) => {
    const [first] = same;
    const value = same.find((each) => each.value !== undefined && each.value !== "")?.value;
    return first ? [{ ...first, ...(value !== undefined && { value }) }] : [];
  });
}
