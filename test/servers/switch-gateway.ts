/**
 * A gateway in front of two servers: `node switch-gateway.ts PORT STATE PYTHON RUST`. The file STATE says who answers, looked at for each request: nobody while it says `none`.
 * `RETRY` in the environment sends what writes a second time while Rust answers, as a gateway does that takes a slow answer for none.
 */
import { readFileSync } from "node:fs";
import { createServer, request as send } from "node:http";

const [port = "", state = "", python = "", rust = ""] = process.argv.slice(2);

createServer((incoming, outgoing) => {
  const side = readFileSync(state, "utf8").trim();
  if (side === "none") return void outgoing.writeHead(503).end();
  const pieces: Buffer[] = [];
  incoming.on("data", (piece: Buffer) => pieces.push(piece));
  incoming.on("end", () => {
    const pass = (isAnswered: boolean): void => {
      const target = { port: side === "rust" ? rust : python, host: "127.0.0.1" };
      const passed = send(
        { ...target, method: incoming.method, path: incoming.url, headers: incoming.headers },
        (answer) => {
          if (!isAnswered) return void answer.resume();
          outgoing.writeHead(answer.statusCode ?? 502, { ...answer.headers, "x-side": side });
          return void answer.pipe(outgoing);
        },
      );
      passed.on("error", () => (isAnswered ? outgoing.writeHead(502).end() : undefined));
      passed.end(Buffer.concat(pieces));
    };
    pass(true);
    if (process.env["RETRY"] !== undefined && side === "rust" && incoming.method === "POST") pass(false);
  });
}).listen(Number(port), "127.0.0.1");
