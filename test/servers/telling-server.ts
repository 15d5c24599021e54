/**
 * A server that tells everything that it was given, at wrong places and in many spellings: `node telling-server.ts PORT DATABASE --api-token TOKEN`.
 * `SIDE` makes its answers differ, `MOOD=broken` makes it die at its start. What it prints and answers it also
 * writes to the file `TRANSCRIPT`, so that a test knows what there was to be told.
 */
import { appendFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import { DatabaseSync } from "node:sqlite";

const [port = "", file = ""] = process.argv.slice(2);
const { SIDE: side = "", MOOD: mood, TRANSCRIPT: transcript = "", MINTED: minted = "" } = process.env;
const settings = JSON.stringify({ ...process.env, MINTED: undefined });

function tell(text: string): string {
  appendFileSync(transcript, `${text}\n`);
  return text;
}

console.log(tell(`${process.argv.join(" ")} with ${settings}`));
if (mood === "broken") {
  console.error(
    tell(`Traceback (most recent call last):\nValueError: bad settings ${settings} ${process.argv.at(-1)}`),
  );
  process.exit(3);
}

const database = new DatabaseSync(file);

async function textOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString("utf8");
}

/** The body's members under other names. */
function renamed(text: string): Readonly<Record<string, string>> {
  const body = text === "" ? {} : (JSON.parse(text) as Readonly<Record<string, unknown>>);
  return Object.fromEntries(Object.values(body).map((value, at) => [`field${at}`, `${String(value)}-${side}`]));
}

const server = createServer((request, response) => {
  void textOf(request).then((text) => {
    const answer = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): void => {
      response.writeHead(status, { "content-type": "application/json", ...headers });
      response.end(tell(JSON.stringify(body)));
    };
    const url = new URL(request.url ?? "/", "http://localhost");
    const given = [...url.searchParams.values(), ...Object.values(request.headers).map(String)].join(" ; ");
    switch (url.pathname) {
      case "/ready":
        return answer(200, { status: "ok" });
      case "/login":
        if (mood === "locked")
          return answer(422, { detail: [{ loc: ["body"], input: JSON.parse(text), ctx: renamed(text) }] });
        console.log(tell(`issued ${minted} for ${text}`));
        return answer(200, { data: { value: minted } }, { "set-cookie": `visit=${minted}-c00kie9X7; Path=/` });
      case "/echo":
        return answer(
          200,
          {
            where: side,
            body: renamed(text),
            text,
            given: `${given}-${side}`,
            escaped: encodeURIComponent(`${given} ${text}`),
            base64: Buffer.from(`${side}${given}`).toString("base64"),
          },
          { "x-note": encodeURIComponent(given), location: `/next?note=${encodeURIComponent(given)}-${side}` },
        );
      case "/mint":
        console.log(tell(`about to answer ${minted}-second`));
        return answer(200, { access_token: `${minted}-second`, next_page_token: `cursor-of-page-2-${side}` });
      case "/minted":
        return answer(
          200,
          { note: `${minted}-second and ${side}`, list: [settings] },
          { "x-note": `${minted}-second` },
        );
      case "/nodes": {
        const [first = ""] = Object.values(renamed(text));
        database.prepare("INSERT INTO nodes VALUES (?)").run(tell(`row of ${first}`));
        return answer(200, {});
      }
      case "/broken":
        response.writeHead(500, { "content-type": "text/plain" });
        return response.end(tell(`Traceback:\n  connect(${settings}, ${given})\nValueError: ${process.argv.at(-1)}`));
      case "/die":
        console.error(tell(`thread 'main' panicked: ${settings} ${given} ${process.argv.at(-1)}`));
        return process.exit(101);
      default:
        return answer(404, {});
    }
  });
});
server.listen(Number(port), "127.0.0.1");
