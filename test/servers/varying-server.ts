/**
 * A server whose answers differ from the other side's in noise and in faults: `node varying-server.ts PORT DATABASE SIDE`.
 * An id and a moment are other ones each time; a count, a total and the name of the environment are the side's own.
 */
import { randomInt, randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { DatabaseSync } from "node:sqlite";

const [port = "", file = "", side = ""] = process.argv.slice(2);
const isPython = side === "python";
const database = new DatabaseSync(file);

const server = createServer((request, response) => {
  const isWriting = request.method === "POST";
  const id = randomUUID();
  if (isWriting) database.prepare("INSERT INTO nodes VALUES (?)").run(id);
  const { rows } = database.prepare("SELECT count(*) AS rows FROM nodes").get() ?? {};
  response.writeHead(200, { "content-type": isPython ? "application/json" : "application/json; charset=latin-1" });
  response.end(
    JSON.stringify({
      id,
      // Never the same microsecond on both sides.
      at: new Date().toISOString().replace("Z", `${isPython ? 0 : 1}${String(randomInt(100)).padStart(2, "0")}Z`),
      rows: Number(rows),
      message_count: isPython ? 1 : 0,
      total: isPython ? 14 : 5,
      environment: isPython ? "development" : "production",
    }),
  );
});
server.listen(Number(port), "127.0.0.1");
