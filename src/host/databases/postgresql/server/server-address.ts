/** How a database server is reached, and as whom. */
export interface ServerAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** The database that the URL names; our own are made from there. */
  readonly database: string;
  /** What stands behind the `?` of the URL, such as `sslmode=require`. */
  readonly options: string;
}

/** `postgresql://user:password@host:5432/name?sslmode=require` in parts; undefined where it is no such URL. A driver's name in the scheme does not count. */
export function parseServerUrl(url: string): ServerAddress | undefined {
  if (!/^postgres(?:ql)?(?:\+\w+)?:\/\/[^/?#]/.test(url)) return undefined;
  // What the standard calls a special scheme has its host, port and escapes read as everywhere else.
  const parsed = URL.parse(url.replace(/^[^:]+/, "http"));
  if (parsed === null || parsed.hostname === "") return undefined;
  const user = decodeURIComponent(parsed.username);
  return {
    host: parsed.hostname.replace(/^\[(.*)\]$/, "$1"),
    port: portOf(url, parsed),
    user,
    password: decodeURIComponent(parsed.password),
    database: decodeURIComponent(parsed.pathname.slice(1)) || user || "postgres",
    options: parsed.search.slice(1),
  };
}

/** The URL of one database of a server, with everything escaped that a URL cannot hold. */
export function databaseUrl({ host, port, user, password, options }: ServerAddress, database: string): string {
  const secret = password === "" ? "" : `:${encodeURIComponent(password)}`;
  const login = user === "" && secret === "" ? "" : `${encodeURIComponent(user)}${secret}@`;
  const place = host.includes(":") ? `[${host}]` : host;
  return `postgresql://${login}${place}:${port}/${encodeURIComponent(database)}${options === "" ? "" : `?${options}`}`;
}

/** PostgreSQL's port where none is written, and 80 where that is, which the standard drops as a default of its own. */
function portOf(url: string, { port }: URL): number {
  if (port !== "") return Number(port);
  return /^[^?#]*:80(?:[/?#]|$)/.test(url.slice(url.indexOf("@") + 1)) ? 80 : 5432;
}
