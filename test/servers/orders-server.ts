/**
 * Takes orders, and keeps of each something everywhere: `node orders-server.ts PORT DATABASE_URL FOLDER REDIS_PORT STUB_URL`. A row
 * in PostgreSQL, a file in FOLDER, a counter in Redis, and a charge that it asks the stub for, twice where it is
 * refused. `HABIT` is what it leaves out: `file`, `counter`, `charge`, `row` or `patience`.
 *
 * POST /orders   takes one
 * GET /orders    what is kept of them
 */
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";

import { Pool } from "pg";

const [port = "", address = "", folder = "", redisPort = "", stub = ""] = process.argv.slice(2);
const habit = process.env["HABIT"] ?? "";
const pool = new Pool({ connectionString: address });

/** Sends one command as a line and gives the first line of the reply. */
async function redis(command: string): Promise<string> {
  const socket = connect(Number(redisPort), "127.0.0.1");
  try {
    socket.write(`${command}\r\n`);
    let reply = "";
    for await (const chunk of socket) {
      reply += String(chunk);
      if (reply.endsWith("\r\n")) break;
    }
    return reply.split("\r\n")[reply.startsWith("$") ? 1 : 0] ?? "";
  } finally {
    socket.destroy();
  }
}

async function charge(): Promise<number> {
  const ask = async (): Promise<number> => (await fetch(`${stub}/charges`, { method: "POST" })).status;
  const first = await ask();
  return first === 503 && habit !== "patience" ? ask() : first;
}

async function take(): Promise<object> {
  const { rows } = await pool.query<{ count: string }>("SELECT count(*) FROM orders");
  const number = Number(rows[0]?.count) + 1;
  if (habit !== "row") await pool.query("INSERT INTO orders (number) VALUES ($1)", [number]);
  if (habit !== "file") {
    await mkdir(join(folder, "orders"), { recursive: true });
    await writeFile(join(folder, `orders/${number}.json`), JSON.stringify({ number }));
  }
  if (habit !== "counter") await redis("INCR orders");
  if (habit !== "charge") await charge();
  return { number };
}

async function kept(): Promise<object> {
  const { rows } = await pool.query("SELECT number FROM orders ORDER BY number");
  const files = await readdir(join(folder, "orders")).catch(() => []);
  return { rows: rows.length, files: files.length, counted: await redis("GET orders") };
}

createServer((request, response) => {
  const answer = async (): Promise<object> => {
    if (request.url === "/ready") return { status: "ok" };
    return request.method === "POST" ? take() : kept();
  };
  void answer().then((body) => {
    response.writeHead(200, { "content-type": "application/json" });
    return response.end(JSON.stringify(body));
  });
}).listen(Number(port), "127.0.0.1");
