import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const SMALL_SERVER = join(import.meta.dirname, "../core/parity/servers/small-server.ts");

/** A project in a temporary folder: sources to be read, and small real servers in place of what they would build. */
export interface SmallProject extends AsyncDisposable {
  readonly folder: string;
}

export interface SmallProjectOptions {
  /** Methods and paths that both sources serve and the contract has. */
  readonly endpoints?: readonly (readonly [method: string, path: string])[];
  /** What starts each side; both are the small server where nothing is said. */
  readonly start?: Readonly<Partial<Record<"python" | "rust", string>>>;
  readonly ready?: string;
  readonly seed?: string;
  /** The servers keep nothing in a database. */
  readonly hasNoDatabase?: boolean;
  /** The project file names no contract, and there is none. */
  readonly hasNoContract?: boolean;
  /** More of the project file. */
  readonly settings?: string;
  /** More files, by their names. */
  readonly files?: Readonly<Record<string, string>>;
}

/** What logs in at the small server, which answers nobody else. */
const LOGIN = `login:
  endpoint: POST /login
  body: { user: admin }
  token: /auth/token
  header: Authorization
  value: Bearer \${token}`;

/** Writes a project whose sources declare the endpoints, so that the ledger has them. */
export async function createSmallProject({
  endpoints = [["GET", "/nodes"]],
  start = {},
  ready = "/ready",
  seed = "INSERT INTO nodes VALUES ('north');",
  hasNoDatabase = false,
  hasNoContract = false,
  settings = LOGIN,
  files = {},
}: SmallProjectOptions = {}): Promise<SmallProject> {
  const folder = await mkdtemp(join(tmpdir(), "portolan-small-"));
  const small = `${process.execPath} --no-warnings ${SMALL_SERVER} \${port} "$DATABASE"`;
  const server = (side: "python" | "rust"): string => `
  ${side}:
    folder: ${side}
    start: ${JSON.stringify(start[side] ?? small)}
    ready: ${ready}
    environment: { DATABASE: "\${database}" }`;
  const project = `version: 1
${hasNoContract ? "" : "contract: openapi.json\n"}servers:${server("python")}${server("rust")}
database: { engine: sqlite, migrations: migrations, seed: seed.sql${hasNoDatabase ? ", use_not_checked: These servers have none." : ""} }
${Object.keys(files).some((name) => name.startsWith("cases/")) ? "cases: cases\n" : ""}${settings}
`;
  const all = {
    "portolan.yaml": project,
    ...(!hasNoContract && { "openapi.json": JSON.stringify(contractOf(endpoints)) }),
    "python/main.py": pythonOf(endpoints),
    "rust/Cargo.toml": '[package]\nname = "small"\nversion = "0.1.0"\nedition = "2024"\n[dependencies]\naxum = "0.8"\n',
    "rust/src/main.rs": rustOf(endpoints),
    "migrations/0001_nodes.sql": "CREATE TABLE nodes (name TEXT);",
    "seed.sql": seed,
    ...files,
  };
  for (const [name, text] of Object.entries(all)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}

type Endpoints = readonly (readonly [method: string, path: string])[];

function contractOf(endpoints: Endpoints): object {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [method, path] of endpoints) {
    const parameters = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => {
      return { name, in: "path", required: true, example: "1", schema: { type: "string" } };
    });
    // Sent with the login, where the project has one.
    const operation = { parameters, security: [{ bearer: [] }], responses: { 200: { description: "All is well." } } };
    paths[path] = { ...paths[path], [method.toLowerCase()]: operation };
  }
  return {
    openapi: "3.1.0",
    info: { title: "small", version: "1" },
    paths,
    components: { securitySchemes: { bearer: { type: "http", scheme: "bearer" } } },
  };
}

function pythonOf(endpoints: Endpoints): string {
  const routes = endpoints.map(([method, path], at) => {
    const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => `${name}: str`).join(", ");
    return `@app.${method.toLowerCase()}("${path}")\ndef handler${at}(${names}): return {}\n`;
  });
  return `from fastapi import FastAPI\napp = FastAPI(openapi_url=None)\n${routes.join("")}`;
}

function rustOf(endpoints: Endpoints): string {
  const routes = endpoints.map(
    ([method, path], at) => `.route("${path}", axum::routing::${method.toLowerCase()}(handler${at}))`,
  );
  const handlers = endpoints.map((_, at) => `async fn handler${at}() -> &'static str { "{}" }`);
  return `fn main() { let app = axum::Router::new()${routes.join("")}; axum::serve(listener(), app); }\n${handlers.join("\n")}\n`;
}
