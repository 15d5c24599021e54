import { Client, DatabaseError, Query } from "pg";

import type { ServerAddress } from "./server/server-address.ts";

/** Values as PostgreSQL prints them; NULL is null. */
export type TextRow = readonly (string | null)[];

/** What one statement of several did. */
export interface StatementResult {
  readonly rows: readonly TextRow[];
  /** How many rows it wrote or read. */
  readonly count: number;
}

/** One connection of ours to a database. */
export interface Connection {
  /** The server's process for this connection, as `pg_stat_activity` names it. */
  readonly pid: number;
  /** One statement with parameters. */
  query(sql: string, parameters?: readonly unknown[]): Promise<StatementResult>;
  /** Several statements without parameters, in one message, as one transaction unless they say otherwise. */
  queryAll(sql: string): Promise<readonly StatementResult[]>;
  /** Receives errors that come while nothing is asked: somebody has ended the connection. */
  readonly client: Client;
  close(): Promise<void>;
}

/** How our connections show in `pg_stat_activity`. */
const APPLICATION_NAME = "portolan";

const CONNECT_LIMIT_MS = 10_000;

/** Connects to a database of a server; `socketFolder` where it is on this machine and ours. Rejects with what the driver says. */
export async function connect(
  { host, port, user, password, options }: ServerAddress,
  database: string,
  socketFolder?: string,
): Promise<Connection> {
  const client = new Client({
    host: socketFolder ?? host,
    port,
    user,
    password,
    database,
    application_name: APPLICATION_NAME,
    connectionTimeoutMillis: CONNECT_LIMIT_MS,
    ...(/(?:^|&)sslmode=(?:require|verify-ca|verify-full|prefer)/.test(options) ? { ssl: sslOf(options) } : {}),
    types: { getTypeParser: () => String },
  });
  // A server that goes away is told by the next query; without a listener Node would end the process.
  client.on("error", () => undefined);
  await client.connect();
  const { rows } = await client.query<[string]>({ text: "SELECT pg_backend_pid()", rowMode: "array" });
  return {
    pid: Number(rows[0]?.[0]),
    client,
    query: async (text, parameters = []) =>
      resultOf(await client.query({ text, values: [...parameters], rowMode: "array" })),
    queryAll: async (text) => {
      const given: unknown = await client.query({ text, rowMode: "array" });
      return (Array.isArray(given) ? given : [given]).map(resultOf);
    },
    close: () => client.end(),
  };
}

/** Sends rows, as PostgreSQL's text format has them, to a `COPY … FROM stdin`. */
export function copyIn({ client }: Connection, sql: string, rows: string): Promise<void> {
  return new Promise((resolve, reject) => {
    client.query(new CopyIn(sql, rows, (error) => (error ? reject(error) : resolve())));
  });
}

/** The driver's own query refuses to send rows. */
class CopyIn extends Query {
  readonly #rows: string;

  constructor(sql: string, rows: string, done: (error: Error | undefined) => void) {
    super(sql, done);
    this.#rows = rows;
  }

  /** Called by the driver once the server waits for the rows. */
  handleCopyInResponse(connection: CopyConnection): void {
    connection.sendCopyFromChunk(Buffer.from(this.#rows));
    connection.endCopyFrom();
  }
}

/** What the driver hands in, of which its types do not tell. */
interface CopyConnection {
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

/** An error of the server, not of the way to it. */
export function isDatabaseError(error: unknown): error is DatabaseError {
  return error instanceof DatabaseError;
}

function resultOf(given: { readonly rows: unknown[]; readonly rowCount: number | null }): StatementResult {
  return { rows: given.rows as TextRow[], count: given.rowCount ?? 0 };
}

/** As libpq means it: only `verify-…` looks at the certificate. https://www.postgresql.org/docs/current/libpq-ssl.html */
function sslOf(options: string): { readonly rejectUnauthorized: boolean } {
  return { rejectUnauthorized: options.includes("sslmode=verify-") };
}
