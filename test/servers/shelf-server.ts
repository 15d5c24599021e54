/**
 * A shelf of books with ids and tags of its own: `node shelf-server.ts PORT DATABASE_URL`. The address names an SQLite file or a
 * PostgreSQL; without one, the books are kept in the process. `HABIT` is what the server does wrong: `shouts` answers names in
 * capitals, `never` answers as if it wrote, `broken` fails to add a book, `slow` takes its time for a job, `idle` never
 * finishes one, `nameless` adds a book and does not say which, `keeps` answers as if it
 * had taken one away.
 */
import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import { DatabaseSync } from "node:sqlite";

import { Pool } from "pg";

const [port = "", address = ""] = process.argv.slice(2);
const habit = process.env["HABIT"] ?? "";

interface Book {
  readonly id: string;
  readonly name: string;
  readonly version: number;
}

/** Runs a statement with `$1`, `$2`, … and gives its rows. */
type Query = (sql: string, ...values: readonly (string | number)[]) => Promise<readonly Record<string, unknown>[]>;

function openDatabase(): Query {
  if (address.startsWith("postgresql:")) {
    const pool = new Pool({ connectionString: address });
    return async (sql, ...values) => (await pool.query(sql, [...values])).rows as Record<string, unknown>[];
  }
  const database = new DatabaseSync(address === "" ? ":memory:" : address.replace("sqlite:///", ""));
  if (address === "") database.exec("CREATE TABLE books (id TEXT PRIMARY KEY, name TEXT, version INTEGER)");
  return async (sql, ...values) => database.prepare(sql.replaceAll(/\$\d/g, "?")).all(...values);
}

const query = openDatabase();
await query("SELECT count(*) FROM books");

async function find(id: string): Promise<Book | undefined> {
  const [row] = await query("SELECT id, name, version FROM books WHERE id = $1", id);
  return row && { id: String(row["id"]), name: String(row["name"]), version: Number(row["version"]) };
}

async function write(sql: string, ...values: readonly (string | number)[]): Promise<void> {
  if (habit !== "never") await query(sql, ...values);
}

/** How often each job was asked for. */
const jobs = new Map<string, number>();

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

function shown({ id, name, version }: Book): Reply {
  const said = habit === "shouts" ? name.toUpperCase() : name;
  return {
    status: 200,
    body: { id, name: said, self: `/books/${id}` },
    headers: { etag: `"${id.slice(0, 8)}-${version}"` },
  };
}

async function answer(request: IncomingMessage): Promise<Reply> {
  const bytes = await bytesOf(request);
  const [path = ""] = (request.url ?? "").split("?");
  const [, kind = "", id = ""] = path.split("/");
  const given = (): Readonly<Record<string, string>> =>
    JSON.parse(bytes.toString("utf8")) as Readonly<Record<string, string>>;
  const what = `${request.method} /${kind}${id === "" ? "" : "/{}"}`;
  switch (what) {
    case "GET /ready":
      return { status: 200, body: { status: "ok" } };
    case "HEAD /books":
    case "OPTIONS /books":
      return { status: 200, headers: { allow: "HEAD, OPTIONS, POST" } };
    case "POST /books": {
      if (habit === "broken") return { status: 500, body: { detail: "no such column" } };
      const made = randomUUID();
      await write("INSERT INTO books VALUES ($1, $2, 1)", made, given()["name"] ?? "");
      if (habit === "nameless") return { status: 201, body: {} };
      return { status: 201, body: { id: made }, headers: { location: `/books/${made}` } };
    }
    case "GET /books": {
      const books = await query("SELECT id, name FROM books ORDER BY name");
      return { status: 200, body: books.map(({ id: each, name }) => ({ id: each, name })) };
    }
    case "GET /books/{}": {
      const book = await find(id);
      if (book === undefined) return { status: 404, body: { detail: "no such book" } };
      const reply = shown(book);
      return request.headers["if-none-match"] === reply.headers?.["etag"] ? { status: 304 } : reply;
    }
    case "PUT /books/{}": {
      const book = await find(id);
      if (book === undefined) return { status: 404, body: { detail: "no such book" } };
      if (request.headers["if-match"] !== shown(book).headers?.["etag"]) return { status: 412 };
      const renamed = { ...book, name: given()["name"] ?? "", version: book.version + 1 };
      await write("UPDATE books SET name = $1, version = $2 WHERE id = $3", renamed.name, renamed.version, id);
      return shown(renamed);
    }
    case "DELETE /books/{}":
      if (habit !== "keeps") await write("DELETE FROM books WHERE id = $1", id);
      return { status: 204 };
    case "POST /copies": {
      const { book = "", note = "" } = given();
      const [, wanted = ""] = /^Bearer (.*)$/.exec(request.headers.authorization ?? "") ?? [];
      return { status: 200, body: { of: book, note, visitor: request.headers.cookie === `visit=${wanted}` } };
    }
    case "POST /pictures":
    case "POST /echo":
    case "POST /echo/{}": {
      const own = request.rawHeaders.filter((_, at) => /^x-/i.test(request.rawHeaders[at - (at % 2)] ?? ""));
      const type = request.headers["content-type"] ?? "";
      return { status: 200, body: { target: request.url, own, type, latin1: bytes.toString("latin1") } };
    }
    case "POST /visits":
      return { status: 204, headers: { "set-cookie": `visit=${randomUUID()}; Path=/` } };
    case "POST /jobs": {
      const job = randomUUID();
      jobs.set(job, 0);
      return { status: 202, body: { job } };
    }
    case "GET /jobs/{}": {
      const asked = (jobs.get(id) ?? 0) + 1;
      jobs.set(id, asked);
      const isDone = habit !== "idle" && asked > (habit === "slow" ? 4 : 1);
      return { status: 200, body: { status: isDone ? "done" : "running" } };
    }
    default:
      return { status: 404, body: { detail: "Not Found" } };
  }
}

const server = createServer((request, response) => {
  void answer(request).then(({ status, body, headers = {} }) => {
    response.writeHead(status, { ...(body !== undefined && { "content-type": "application/json" }), ...headers });
    return response.end(body === undefined ? undefined : JSON.stringify(body));
  });
});
server.listen(Number(port), "127.0.0.1");
