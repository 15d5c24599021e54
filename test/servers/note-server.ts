/**
 * Notes in an SQLite file: `node note-server.ts PORT FILE NAME`; answers carry the name in `Server`. `HABITS`, a list with blanks, is what it
 * does wrong: `forgets` acknowledges each second note and keeps none of them, `adds` tells of a field that nobody else tells of, `refuses` takes
 * no changes, `old` keeps what was changed to itself, `trips` fails each fifth request.
 */
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { DatabaseSync } from "node:sqlite";

const [port = "", file = "", name = ""] = process.argv.slice(2);
const habits = new Set((process.env["HABITS"] ?? "").split(" "));
const database = new DatabaseSync(file);
database.exec("PRAGMA busy_timeout = 5000");
database.prepare("SELECT count(*) FROM notes").get();
let asked = 0;
let made = 0;

interface Reply {
  readonly status: number;
  readonly body?: object;
}

function answer(method: string, path: string, text: string): Reply {
  asked += 1;
  if (path === "/ready") return { status: 200, body: {} };
  if (habits.has("trips") && asked % 5 === 0) return { status: 500 };
  const id = path.split("/")[2] ?? "";
  const given = text === "" ? "" : String((JSON.parse(text) as { readonly text?: unknown }).text);
  if (method === "POST") {
    const own = randomUUID();
    made += 1;
    const isForgotten = habits.has("forgets") && made % 2 === 0;
    if (!isForgotten) database.prepare("INSERT INTO notes VALUES (?, ?)").run(own, given);
    return { status: 201, body: { id: own } };
  }
  const row = database.prepare("SELECT id, text FROM notes WHERE id = ?").get(id);
  if (row === undefined) return { status: 404, body: { detail: "no such note" } };
  if (method === "GET") return { status: 200, body: habits.has("adds") ? { ...row, more: null } : row };
  if (habits.has("refuses")) return { status: 422, body: { detail: "not like this" } };
  if (!habits.has("old")) database.prepare("UPDATE notes SET text = ? WHERE id = ?").run(given, id);
  return { status: 200, body: { id, text: given } };
}

createServer((request, response) => {
  let text = "";
  request.on("data", (piece: Buffer) => (text += piece.toString("utf8")));
  request.on("end", () => {
    const { status, body } = answer(request.method ?? "GET", request.url ?? "/", text);
    response.writeHead(status, { server: name, "content-type": "application/json" }).end(JSON.stringify(body ?? {}));
  });
}).listen(Number(port), "127.0.0.1");
