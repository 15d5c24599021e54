/**
 * A server with nodes in an SQLite database that it keeps open: `node small-server.ts PORT DATABASE`.
 * `DRIFT` makes it answer otherwise, `MOOD` makes it fail at its start, `HABIT` is how it writes: `late` after its answer,
 * `never` although it answers as if, `always` also when it is only asked.
 */
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { DatabaseSync } from "node:sqlite";

const [port = "", file = ""] = process.argv.slice(2);
const { DRIFT: drift, MOOD: mood, HABIT: habit } = process.env;

/** A background task that takes its time. */
const LATE_MS = 60;

console.log("listening");
if (mood === "broken") {
  console.error("no such table: users");
  process.exit(3);
}

const database = new DatabaseSync(file);
database.exec("PRAGMA journal_mode = WAL");
const token = randomUUID();

/** What was answered before ends the process when the next request comes. */
let isLast = false;

const server = createServer((request, response) => {
  if (isLast) process.exit(1);
  const answer = (status: number, body: unknown): void => {
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(body));
  };
  const what = `${request.method} ${request.url}`;
  console.log(`${what} ${request.headers.authorization ?? ""}`.trim());
  switch (what) {
    case "GET /ready":
      return mood === "unwell" ? answer(503, { detail: "warming up" }) : answer(200, { status: "ok" });
    case "POST /login":
      return mood === "locked" ? answer(403, { detail: "locked" }) : answer(200, { auth: { token } });
    case "GET /die":
      console.error("thread 'main' panicked");
      return process.exit(101);
    case "GET /final":
      isLast = true;
      return answer(200, { detail: "the last one" });
    case "GET /broken":
      return answer(500, { detail: "no such column" });
    case "GET /raise":
      if (drift === undefined) break;
      // As uvicorn does: the traceback comes after the answer.
      answer(500, { detail: "Internal Server Error" });
      return void setImmediate(() => console.error(process.env["TRACEBACK"]));
    case "GET /slow":
      return undefined;
  }
  if (request.headers.authorization !== `Bearer ${token}`) return answer(401, { detail: "Not authenticated" });
  if (habit === "always") database.exec("INSERT INTO nodes VALUES ('seen')");
  if (request.method === "POST") {
    if (habit === "late") setTimeout(() => database.exec("INSERT INTO nodes VALUES ('new')"), LATE_MS);
    else if (habit !== "never") database.exec("INSERT INTO nodes VALUES ('new')");
    if (request.url === "/token") {
      const secret = `secret-${randomUUID()}`;
      database.prepare("INSERT INTO nodes VALUES (?)").run(secret);
      return answer(200, { token: secret });
    }
    if (request.url === "/write") return answer(200, { detail: "written" });
  }
  const rows = database.prepare("SELECT name FROM nodes ORDER BY rowid").all();
  return answer(200, drift === undefined ? rows : rows.map(({ name }) => ({ name: `${String(name)}${drift}` })));
});
server.listen(Number(port), "127.0.0.1");
