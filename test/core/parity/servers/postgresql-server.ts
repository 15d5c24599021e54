/**
 * A server with nodes in PostgreSQL: `node postgresql-server.ts PORT URL`. `HABIT` is how it writes: `pooled` over one
 * connection that stays open, otherwise over one for each request; `never` although it answers as if; `migrates` makes
 * its tables when it starts.
 */
import { createServer } from "node:http";

import { Client } from "pg";

const [port = "", url = ""] = process.argv.slice(2);
const { HABIT: habit } = process.env;

const connect = async (): Promise<Client> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  return client;
};
const pooled = habit === "pooled" ? await connect() : undefined;

if (habit === "migrates") {
  const client = await connect();
  await client.query("CREATE TABLE IF NOT EXISTS nodes (id serial PRIMARY KEY, name text, made timestamptz)");
  await client.end();
}

const server = createServer((request, response) => {
  const answer = (status: number, body: unknown): void => {
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(body));
  };
  const query = async (sql: string): Promise<readonly unknown[]> => {
    const client = pooled ?? (await connect());
    try {
      return (await client.query<Record<string, unknown>>(sql)).rows;
    } finally {
      if (client !== pooled) await client.end();
    }
  };
  const handle = async (): Promise<void> => {
    switch (`${request.method} ${request.url}`) {
      case "GET /ready":
        return answer(200, { status: "ok" });
      case "POST /nodes":
        if (habit === "never") return answer(200, { id: 2 });
        return answer(200, (await query("INSERT INTO nodes (name) VALUES ('new') RETURNING id"))[0]);
      case "POST /columns":
        await query("ALTER TABLE nodes ADD COLUMN more int");
        return answer(200, {});
      default:
        return answer(200, await query("SELECT * FROM nodes ORDER BY id"));
    }
  };
  handle().catch((error: unknown) => answer(500, { detail: String(error) }));
});
server.listen(Number(port), "127.0.0.1");
