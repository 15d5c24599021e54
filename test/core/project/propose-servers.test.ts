import { join } from "node:path";
import { expect, it } from "vitest";
import type { Files } from "#core/ports.ts";
import { createEnvironmentFiles } from "#host/files/environment-files.ts";
import { createFiles } from "#host/files/files.ts";
import { checkProposal, linesOf, proposalOf } from "./check-proposal.ts";

it("says for the example what its own project file says", async () => {
  const root = join(import.meta.dirname, "../../../examples/controller");
  const proposal = await proposalOf(withoutProjectFile(createFiles(root)), createEnvironmentFiles(root));
  expect(linesOf("python", proposal)).toContain(" -m core_server serve --port ${port}");
  expect(linesOf("python", proposal)).toContain('CORE_DATABASE_URL: "sqlite:///${database}" # core-server/');
  expect(linesOf("rust", proposal)).toContain(
    "start: target/debug/core-server-rs serve --port ${port} # core-server-rs/src/lib.rs:",
  );
  expect(linesOf("rust", proposal)).toContain(
    'CORE_DATABASE_URL: "sqlite:///${database}" # core-server-rs/src/settings.rs:',
  );
  expect(proposal).toContain("  migrations: migrations # SQL files, 0001");
  expect(proposal).not.toContain("FILL IN");
});

function withoutProjectFile(files: Files): Files {
  return {
    ...files,
    read: (file, options) => (file === "portolan.yaml" ? Promise.resolve(undefined) : files.read(file, options)),
  };
}

it("reads the settings of both servers: aliases, prefixes, defaults and how the database is spelt", async () => {
  const proposal = await checkProposal({
    "api/pyproject.toml": '[project]\nrequires-python = ">=3.12"\ndependencies = ["fastapi", "aiosqlite"]',
    "api/uv.lock": "",
    "api/src/shop/main.py": `from fastapi import FastAPI
from shop.config import Settings

def create_app(settings: Settings | None = None) -> FastAPI:
    app = FastAPI()

    @app.get("/api/health")
    def health(): return {}

    return app
`,
    "api/src/shop/config.py": `from pydantic import AliasChoices, Field
from pydantic_settings import BaseSettings, SettingsConfigDict

class Base(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="SHOP_")

class Settings(Base):
    pool_size: int = 5
    db: str = Field(
        default="sqlite+aiosqlite:///./shop.db",
        validation_alias=AliasChoices("SHOP_DB_URL", "DATABASE_URL"),
    )
    jwt_secret: str
    currency: str
    redis_port: int = 6379
    nickname: str | None = None

    @property
    def is_test(self) -> bool:
        return False
`,
    "Cargo.toml": '[workspace]\nmembers = ["crates/*"]',
    "crates/api/Cargo.toml": '[package]\nname = "shop-api"\n[dependencies]\naxum = "0.8"\nrusqlite = "0.37"',
    "crates/api/src/main.rs": `use axum::{Router, routing::get};
async fn live() {}
#[tokio::main]
async fn main() {
    let metrics = std::env::var("METRICS_PORT").ok();
    let port: u16 = std::env::var("SHOP_HTTP_PORT").ok().and_then(|v| v.parse().ok()).unwrap_or(8080);
    let file = env_or("SHOP_DB_PATH", "shop.sqlite3");
    let app = Router::new().route("/livez", get(live));
    axum::serve(listener(port).await, app).await.unwrap();
}
`,
    "crates/tools/Cargo.toml": '[package]\nname = "shop-tools"\n[dependencies]\naxum = "0.8"',
    "crates/tools/src/lib.rs": "",
  });
  expect(linesOf("python", proposal)).toMatchInlineSnapshot(`
    "    folder: api # api/pyproject.toml
        build: uv sync
        start: ".venv/bin/python -m uvicorn shop.main:create_app --app-dir src --factory --port \${port}" # api/src/shop/main.py:4
        ready: /api/health # api/src/shop/main.py:7
        export: "PYTHONPATH=src .venv/bin/python -c \\"import json; from shop.main import create_app; print(json.dumps(create_app().openapi()))\\"" # its contract; only portolan export runs it, with your consent
        environment:
          SHOP_DB_URL: "sqlite+aiosqlite:///\${database}" # api/src/shop/config.py:9
          SHOP_REDIS_PORT: "\${service:redis.port}" # api/src/shop/config.py:15
          SHOP_JWT_SECRET: for-parity-runs-only-no-secret-at-all # api/src/shop/config.py:13
          SHOP_CURRENCY: "" # FILL IN: the server does not start without it (api/src/shop/config.py:14)"
  `);
  expect(linesOf("rust", proposal)).toMatchInlineSnapshot(`
    "    folder: crates/api # crates/api/Cargo.toml
        build: cargo build
        start: "../../target/debug/shop-api" # crates/api/Cargo.toml
        ready: /livez # crates/api/src/main.rs:8
        environment:
          SHOP_HTTP_PORT: "\${port}" # crates/api/src/main.rs:6
          SHOP_DB_PATH: "\${database}" # crates/api/src/main.rs:7"
  `);
});

it("leaves other programs of the workspace out of account, and not the crates that a server uses", async () => {
  const crate = (name: string, more = "") => `[package]\nname = "${name}"\n[dependencies]\n${more}`;
  const proposal = await checkProposal({
    "Cargo.toml": `${crate("shop", 'axum = "0.8"\napi = { path = "crates/api" }')}\n[workspace]\nmembers = ["crates/*"]`,
    "src/main.rs": "fn main() { api::serve(); }",
    "crates/api/Cargo.toml": crate("api", 'config = { path = "../config" }'),
    "crates/api/src/lib.rs": "",
    "crates/config/Cargo.toml": crate("config"),
    "crates/config/src/lib.rs": 'pub fn port() -> String { std::env::var("SHOP_PORT").unwrap() }',
    "crates/ctl/Cargo.toml": crate("ctl"),
    "crates/ctl/src/main.rs": "#[derive(Parser)]\nstruct Args {\n    #[arg(long)]\n    port: u16,\n}",
  });
  expect(linesOf("rust", proposal)).toMatchInlineSnapshot(`
    "    folder: "." # Cargo.toml
        build: cargo build
        start: target/debug/shop # Cargo.toml
        ready: /healthz # FILL IN: a path that answers 2xx
        environment:
          SHOP_PORT: "\${port}" # crates/config/src/lib.rs:1"
  `);
});

it("takes clap's options and variables, and an address for the port", async () => {
  const rust = (main: string) =>
    checkProposal({
      "Cargo.toml":
        '[package]\nname = "x"\n[dependencies]\naxum = "0.8"\nsqlx = { version = "0.8", features = ["sqlite"] }',
      "src/main.rs": main,
      ".env.example": "# DATABASE_URL=sqlite:data/app.db?mode=rwc\n",
    });
  expect(
    linesOf(
      "rust",
      await rust(`#[derive(Parser)]
struct Args {
    /// Where to listen.
    #[arg(long, env = "APP_PORT", default_value_t = 3000)]
    port: u16,
    #[arg(long, env)]
    database_url: String,
}`),
    ),
  ).toMatchInlineSnapshot(`
    "    folder: "." # Cargo.toml
        build: cargo build
        start: target/debug/x --port \${port} # src/main.rs:4
        ready: /healthz # FILL IN: a path that answers 2xx
        environment:
          DATABASE_URL: "sqlite:\${database}?mode=rwc" # src/main.rs:6"
  `);
  expect(
    linesOf(
      "rust",
      await rust('fn main() { let at = std::env::var("BIND_ADDR").unwrap_or_else(|_| "0.0.0.0:3000".into()); }'),
    ),
  ).toMatchInlineSnapshot(`
    "    folder: "." # Cargo.toml
        build: cargo build
        start: target/debug/x # Cargo.toml
        ready: /healthz # FILL IN: a path that answers 2xx
        environment:
          BIND_ADDR: "127.0.0.1:\${port}" # src/main.rs:1
          DATABASE_URL: "sqlite:\${database}?mode=rwc" # .env.example:1"
  `);
  expect(await rust('fn main() { TcpListener::bind("0.0.0.0:3000"); }')).toContain(
    "src/main.rs:1 binds 0.0.0.0:3000 whatever it is told: let it take its port from a variable or an option",
  );
});

it("takes what a module asks for when it is loaded as needed for the start, not what a function may ask for", async () => {
  const proposal = await checkProposal({
    "requirements.txt": "fastapi\n",
    "app.py": `import os
from fastapi import FastAPI
REGION = os.environ["REGION"]
os.environ["LANG"] = "C"
def late():
    return os.environ["LATER"]
app = FastAPI()
`,
  });
  expect(linesOf("python", proposal)).toContain(
    'REGION: "" # FILL IN: the server does not start without it (app.py:3)',
  );
  expect(linesOf("python", proposal)).not.toMatch(/LATER|LANG/);
});

it("puts the app's folder on the path that its imports need", async () => {
  const start = async (texts: Readonly<Record<string, string>>) => {
    const proposal = await checkProposal({ "requirements.txt": "fastapi\n", ...texts });
    return linesOf("python", proposal)
      .split("\n")
      .find((line) => line.includes("start:"))
      ?.trim();
  };
  const app = "from fastapi import FastAPI\napp = FastAPI()\n";
  expect(await start({ "src/main.py": `from src.db import x\n${app}`, "src/db.py": "" })).toContain(
    "uvicorn src.main:app --port",
  );
  expect(await start({ "src/main.py": `from db import x\n${app}`, "src/db.py": "" })).toContain(
    "uvicorn main:app --app-dir src",
  );
  expect(await start({ "src/shop/main.py": app })).toContain("uvicorn shop.main:app --app-dir src");
  expect(await start({ "shop/__init__.py": app, "tests/test_app.py": app })).toContain("uvicorn shop:app --port");
  expect(
    await start({ "app/main.py": "def make():\n    app = FastAPI()\n    return app\n\nserved = make()\n" }),
  ).toContain("uvicorn app.main:served --port");
});

it("has the tables made by migrations, by a command, or by the server that makes them at its start", async () => {
  const tables = async (texts: Readonly<Record<string, string>>) => {
    const proposal = await checkProposal({ "api/requirements.txt": "fastapi\naiosqlite\n", ...texts });
    const lines = proposal
      .split("\n")
      .filter((line) => /^ {2}(?:engine|migrations|prepare|made_by):|Diesel|is not applied/.test(line));
    return lines.join("\n");
  };
  const alembic = { "api/alembic.ini": "[alembic]\nscript_location = %(here)s/alembic\n" };
  const rust = { "rs/Cargo.toml": '[package]\nname = "x"\n[dependencies]\naxum = "0.8"' };
  expect(await tables({ ...alembic, "db/migrations/1_a.sql": "" })).toBe(
    "  engine: sqlite\n  migrations: db/migrations # SQL files, 1_a.sql first",
  );
  expect(await tables(alembic)).toBe(
    '  engine: sqlite\n  prepare: ".venv/bin/python -m alembic upgrade head" # api/alembic.ini',
  );
  expect(await tables({ "db/alembic.ini": "script_location = x" })).toContain(
    "is not applied from the Python server's folder",
  );
  expect(await tables({ "api/shop/migrations/0001_initial.py": "", "api/manage.py": "" })).toContain(
    'prepare: ".venv/bin/python manage.py migrate" # api/shop/migrations/0001_initial.py',
  );
  expect(await tables({ "api/db.py": "Base.metadata.create_all(engine)\n" })).toContain(
    "made_by: python # api/db.py:1",
  );
  expect(
    await tables({ ...rust, "rs/migrations/1_a.sql": "", "rs/src/main.rs": "sqlx::migrate!().run(&pool)" }),
  ).toContain("made_by: rust # rs/src/main.rs:1");
  expect(await tables({ ...rust, "rs/migrations/1/up.sql": "", "rs/migrations/1/down.sql": "" })).toContain(
    "rs/migrations is Diesel's",
  );
});

it("hands PostgreSQL over as an address with the driver that was seen, or in parts", async () => {
  const proposal = await checkProposal({
    "api/requirements.txt": "fastapi\nasyncpg\n",
    "api/app.py": "from fastapi import FastAPI\napp = FastAPI()\n",
    "api/config.py": `class Settings(BaseSettings):
    db_url: PostgresDsn = PostgresDsn("postgresql+asyncpg://shop:shop@localhost:5432/shop")
`,
    "rs/Cargo.toml":
      '[package]\nname = "x"\n[dependencies]\naxum = "0.8"\nsqlx = { version = "0.8", features = ["postgres"] }',
    "rs/src/main.rs": `fn main() {
    let user = env::var("POSTGRES_USER").expect("user");
    let host = env::var("POSTGRES_HOST").unwrap_or_else(|_| "localhost".into());
    let name = env::var("POSTGRES_DB").expect("name");
    let other = env::var("POSTGRES_PORT").ok();
}
`,
  });
  expect(proposal).toContain("\n  engine: postgresql\n");
  expect(linesOf("python", proposal)).toContain(
    'DB_URL: "postgresql+asyncpg://${database.user}:${database.password}@${database.host}:${database.port}/${database}" # api/config.py:2',
  );
  expect(linesOf("rust", proposal)).toMatchInlineSnapshot(`
    "    folder: rs # rs/Cargo.toml
        build: cargo build
        start: target/debug/x # FILL IN: how it takes the port, as an option or below \`environment\`
        ready: /healthz # FILL IN: a path that answers 2xx
        environment:
          POSTGRES_HOST: "\${database.host}" # rs/src/main.rs:3
          POSTGRES_PORT: "\${database.port}" # rs/src/main.rs:5
          POSTGRES_USER: "\${database.user}" # rs/src/main.rs:2
          POSTGRES_DB: "\${database}" # rs/src/main.rs:4"
  `);
});

it("passes the names of a .env file empty that would stop a run", async () => {
  const files = { "requirements.txt": "fastapi\n", "main.py": "from fastapi import FastAPI\napp = FastAPI()\n" };
  expect(linesOf("python", await checkProposal(files))).not.toContain("env_file");
  expect(linesOf("python", await checkProposal({ ...files, ".env": "STRIPE_KEY=sk_live_1234567890\n" }))).toContain(
    "env_file: none # it would read a .env file by itself",
  );
});
