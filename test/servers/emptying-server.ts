/**
 * A server of which a request empties a table: `node emptying-server.ts PORT DATABASE LOG`. `POST /tidy/1` does, though its
 * name does not say so, and so do `DELETE /nodes` and `POST /reset`. Appends what it was sent to a file.
 */
import { appendFileSync } from "node:fs";
import { createServer } from "node:http";
import { DatabaseSync } from "node:sqlite";

const [port = "", file = "", log = ""] = process.argv.slice(2);
const database = new DatabaseSync(file);

const server = createServer(({ method, url }, response) => {
  const what = `${method} ${url}`;
  if (what !== "GET /ready") appendFileSync(log, `${what}\n`);
  if (["POST /tidy/1", "DELETE /nodes", "POST /reset"].includes(what)) database.exec("DELETE FROM nodes");
  const nodes = database.prepare("SELECT name FROM nodes ORDER BY name").all();
  response.writeHead(200, { "content-type": "application/json" });
  response.end(JSON.stringify(nodes));
});
server.listen(Number(port), "127.0.0.1");
