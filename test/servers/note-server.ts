/**
 * Notes in an SQLite file or at a PostgreSQL: `node note-server.ts PORT DATABASE NAME`, DATABASE a path or a URL; answers carry the name in `Server`. `HABITS`, a list with blanks, is what it
 * does wrong: `forgets` acknowledges each second note and keeps none of them, `adds` tells of a field that nobody else tells of, `refuses` takes
 * no changes, `old` keeps what was changed to itself, `trips` fails each fifth request.
 */
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { DatabaseSync } from "node:sqlite";
import { Pool } from "pg";

const [port = "", location = "", name = ""] = process.argv.slice(2);
const habits = new Set((process.env["HABITS"] ?? "").split(" "));

/** Runs a statement with `$1`, `$2`, and gives the rows. */
type Database = (statement: string, values: readonly string[]) => Promise<readonly object[]>;

const database = location.startsWith("postgresql:") ? openPostgresql(location) : openSqlite(location);
await database("SELECT count(*) FROM notes", []);
let asked = 0;
let made = 0;

interface Reply {
  readonly status: number;
  readonly body?: object;
}

async function answer(method: string, path: string, text: string): Promise<Reply> {
  asked += 1;
  if (path === "/ready") return { status: 200, body: {} };
  if (habits.has("trips") && asked % 5 === 0) return { status: 500 };
  const id = path.split("/")[2] ?? "";
  const given = text === "" ? "" : String((JSON.parse(text) as { readonly text?: unknown }).text);
  if (method === "POST") {
    const own = randomUUID();
    made += 1;
    const isForgotten = habits.has("forgets") && made % 2 === 0;
    if (!isForgotten) await database("INSERT INTO notes VALUES ($1, $2)", [own, given]);
    return { status: 201, body: { id: own } };
  }
  const [row] = await database("SELECT id, text FROM notes WHERE id = $1", [id]);
  if (row === undefined) return { status: 404, body: { detail: "no such note" } };
  if (method === "GET") return { status: 200, body: habits.has("adds") ? { ...row, more: null } : row };
  if (habits.has("refuses")) return { status: 422, body: { detail: "not like this" } };
  if (!habits.has("old")) await database("UPDATE notes SET text = $1 WHERE id = $2", [given, id]);
  return { status: 200, body: { id, text: given } };
}

createServer((request, response) => {
  let text = "";
  request.on("data", (piece: Buffer) => (text += piece.toString("utf8")));
  request.on("end", () => {
    void answer(request.method ?? "GET", request.url ?? "/", text).then(({ status, body }) =>
      response.writeHead(status, { server: name, "content-type": "application/json" }).end(JSON.stringify(body ?? {})),
    );
  });
}).listen(Number(port), "127.0.0.1");

function openSqlite(file: string): Database {
  const opened = new DatabaseSync(file);
  opened.exec("PRAGMA busy_timeout = 5000");
  return async (statement, values) => opened.prepare(statement.replaceAll(/\$\d/g, "?")).all(...values);
}

function openPostgresql(url: string): Database {
  const pool = new Pool({ connectionString: url });
  return async (statement, values) => (await pool.query<object>(statement, [...values])).rows;
}
