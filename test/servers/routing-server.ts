/**
 * A server that answers as a framework does where no handler is asked: `node routing-server.ts PORT`. It serves
 * `GET /nodes`, knows HEAD and CORS, and leads from `/nodes/` to `/nodes`. `DRIFT` names what it does
 * otherwise, between commas: `unknown`, `method`, `head`, `preflight`, `slash`.
 */
import { createServer } from "node:http";

const [port = ""] = process.argv.slice(2);
const drifts = new Set((process.env["DRIFT"] ?? "").split(","));

const server = createServer((request, response) => {
  const answer = (status: number, headers: Readonly<Record<string, string>>, body: unknown): void => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(JSON.stringify(body));
  };
  const { method, url = "" } = request;
  if (url === "/ready") return answer(200, {}, { status: "ok" });
  if (url === "/nodes/") {
    if (drifts.has("slash")) return answer(404, {}, { detail: "Not Found" });
    return answer(307, { location: "/nodes" }, {});
  }
  if (url !== "/nodes") return answer(404, {}, drifts.has("unknown") ? "" : { detail: "Not Found" });
  if (method === "OPTIONS") {
    const origin = drifts.has("preflight") ? "*" : "https://map.example";
    return answer(200, { "access-control-allow-origin": origin }, "OK");
  }
  if (method === "GET" || (method === "HEAD" && !drifts.has("head"))) return answer(200, {}, [{ name: "north" }]);
  return answer(405, { allow: drifts.has("method") ? "GET,HEAD" : "GET" }, { detail: "Method Not Allowed" });
});
server.listen(Number(port), "127.0.0.1");
