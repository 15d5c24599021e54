import { Agent, request as send } from "node:http";

/** Headers that belong to one connection (RFC 9110, section 7.6.1). */
const HOP_BY_HOP = new Set([
  "connection",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** The Python core server on this port of the same machine. */
export function createCore(port) {
  const agent = new Agent({ keepAlive: true });
  // A long answer, such as a stream of events, would keep a server that is told to end from ending.
  const open = new Set();
  let isClosing = false;

  const passOn = (request, response) => {
    const headers = withoutHops(request.headers);
    const onward = send({ port, agent, method: request.method, path: request.url, headers }, (answer) => {
      const isStream = answer.headers["content-type"]?.startsWith("text/event-stream");
      if (isStream && isClosing) return onward.destroy();
      if (isStream) open.add(onward);
      response.writeHead(answer.statusCode, withoutHops(answer.headers));
      answer.pipe(response);
      // An answer that was broken off ends so for the browser too.
      answer.on("close", () => response.writableEnded || response.destroy());
    });
    onward.on("error", () => refuse(response));
    onward.on("close", () => open.delete(onward));
    response.on("close", () => onward.destroy());
    request.pipe(onward);
  };

  /** The body of a GET with this token, where the core server answers it with 200. */
  const read = (path, token) =>
    new Promise((resolve) => {
      const headers = { Authorization: `Bearer ${token}` };
      const onward = send({ port, agent, path, headers }, (answer) => {
        const chunks = [];
        answer.on("data", (chunk) => chunks.push(chunk));
        answer.on("end", () => resolve(answer.statusCode === 200 ? Buffer.concat(chunks).toString() : undefined));
      });
      onward.on("error", () => resolve(undefined));
      onward.end();
    });

  const close = () => {
    isClosing = true;
    for (const onward of open) onward.destroy();
  };
  return { passOn, read, close };
}

function withoutHops(headers) {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.has(name)));
}

function refuse(response) {
  if (response.headersSent) return response.destroy();
  const body = JSON.stringify({ detail: "The core server does not answer" });
  response.writeHead(502, { "Content-Type": "application/json", "Content-Length": body.length }).end(body);
}
