/**
 * A server that asks for a web token: `node token-server.ts PORT DATABASE`. It checks it with the public key JWT_KEY (PEM)
 * by JWT_ALGORITHM, RS256 or EdDSA, and keeps an SQLite database open.
 */
import { createPublicKey, verify } from "node:crypto";
import { createServer } from "node:http";
import { DatabaseSync } from "node:sqlite";

const [port = "", file = ""] = process.argv.slice(2);
const { JWT_KEY: pem = "", JWT_ALGORITHM: algorithm = "" } = process.env;
const key = createPublicKey(pem);
const database = new DatabaseSync(file);

interface Claims {
  readonly sub: string;
  readonly exp: number;
}

/** The claims of a token that our key signed and that has not expired. */
function claimsOf(token: string): Claims | undefined {
  const [header = "", claims = "", signature = ""] = token.split(".");
  const decoded = (part: string): Buffer => Buffer.from(part, "base64url");
  const { alg } = JSON.parse(decoded(header).toString()) as { readonly alg: string };
  const digest = algorithm === "EdDSA" ? null : "sha256";
  if (alg !== algorithm || !verify(digest, Buffer.from(`${header}.${claims}`), key, decoded(signature)))
    return undefined;
  const said = JSON.parse(decoded(claims).toString()) as Claims;
  return said.exp > Date.now() / 1000 ? said : undefined;
}

createServer((request, response) => {
  const answer = (status: number, body: unknown): void => {
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(body));
  };
  if (request.url === "/ready") return answer(200, database.prepare("SELECT count(*) AS count FROM notes").all());
  const token = (request.headers.authorization ?? "").replace(/^Bearer /, "");
  const claims = token === "" ? undefined : claimsOf(token);
  return claims === undefined ? answer(401, { detail: "Invalid token" }) : answer(200, claims);
}).listen(Number(port), "127.0.0.1");
