import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as delay } from "node:timers/promises";
import { Pool } from "pg";

/** A server with one table that answers in a millisecond: `server.ts PORT ENGINE DATABASE`. */
const [port, engine, location = ""] = process.argv.slice(2);
const PAD = "x".repeat(2_000);

interface Store {
  read(id: number): Promise<string>;
  write(name: string): Promise<void>;
}

const store = engine === "sqlite" ? sqlite() : engine === "postgresql" ? postgresql() : nothing();

createServer((request, response) => {
  void reply(request, response);
}).listen(Number(port), "127.0.0.1");

async function reply(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { status, body } = await answer(request);
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}

async function answer(request: IncomingMessage): Promise<{ readonly status: number; readonly body: unknown }> {
  if (request.url === "/ready") return { status: 200, body: {} };
  await delay(1);
  if (request.method === "POST") {
    let text = "";
    for await (const chunk of request) text += String(chunk);
    await store.write(text);
    return { status: 201, body: { length: text.length } };
  }
  const id = Number(/\d+$/.exec(request.url ?? "")?.[0] ?? 1);
  return { status: 200, body: { id, name: await store.read(id), pad: PAD } };
}

function sqlite(): Store {
  const database = new DatabaseSync(location);
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF");
  const select = database.prepare("SELECT name FROM nodes WHERE id = ?");
  const insert = database.prepare("INSERT INTO nodes (name) VALUES (?)");
  return {
    read: (id) => Promise.resolve(String(select.get(id)?.["name"])),
    write: (name) => Promise.resolve(void insert.run(name)),
  };
}

function postgresql(): Store {
  const pool = new Pool({ connectionString: location, max: 4 });
  return {
    read: async (id) => {
      const { rows } = await pool.query<{ name: string }>("SELECT name FROM nodes WHERE id = $1", [id]);
      return String(rows[0]?.name);
    },
    write: async (name) => void (await pool.query("INSERT INTO nodes (name) VALUES ($1)", [name])),
  };
}

function nothing(): Store {
  return { read: (id) => Promise.resolve(`node ${id}`), write: () => Promise.resolve() };
}
