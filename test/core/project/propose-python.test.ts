import { expect, it } from "vitest";
import { fitsPython } from "#core/project/set-up/python-install.ts";
import { checkProposal, linesOf } from "./check-proposal.ts";

it("gives a Python server packages of its own: the .venv that is there, what its lock file makes, or one of a Python that fits", async () => {
  const python = async (texts: Readonly<Record<string, string>>, pythons = ["python3 3.12.1"]) => {
    const app = { "api/main.py": "from fastapi import FastAPI\napp = FastAPI()\n" };
    const pythonsOnPath = pythons.map((each) => ({
      command: each.split(" ")[0] ?? "",
      version: each.split(" ")[1] ?? "",
    }));
    const proposal = await checkProposal({ ...app, ...texts }, { pythonsOnPath: () => Promise.resolve(pythonsOnPath) });
    const notes = proposal.split("\n").filter((line) => / asks? for (?:Python )?>=/.test(line));
    const lines = [...linesOf("python", proposal).split("\n"), ...notes].filter((line) =>
      /^ {4}(?:build|start):|^\S.* asks for (?:Python )?>=/.test(line),
    );
    return lines.map((line) => line.trim().replace(/ # api.*| -m uvicorn.*/, "")).join("\n");
  };
  const manifest = '[project]\nrequires-python = ">=3.12,<3.14"\ndependencies = ["fastapi", "uvicorn"]';
  const made = (command: string) =>
    `build: "[ .venv/installed -nt pyproject.toml ] || { ${command} -m venv .venv && .venv/bin/pip install -e . && touch .venv/installed; }"`;
  const start = 'start: ".venv/bin/python';
  expect(await python({ "api/pyproject.toml": manifest })).toBe(`${made("python3")}\n${start}`);
  const several = ["python3 3.11.7", "python3.14 3.14.0", "python3.13 3.13.2", "python 2.7"];
  expect(await python({ "api/pyproject.toml": manifest }, several)).toBe(`${made("python3.13")}\n${start}`);
  expect(await python({ "api/pyproject.toml": manifest }, ["python3 3.11.7"])).toBe(
    `${made("python3")}\n${start}\napi asks for Python >=3.12,<3.14, and the PATH has none that fits (python3 is 3.11.7). Install one, and name it in the \`build\` line of the Python server in place of python3.`,
  );
  expect(await python({ "api/requirements.txt": "fastapi\n" })).toContain(
    "|| { python3 -m venv .venv && .venv/bin/pip install -r requirements.txt uvicorn && touch",
  );
  expect(await python({ "api/pyproject.toml": manifest, "uv.lock": "" })).toBe(
    'build: uv sync\nstart: "../.venv/bin/python',
  );
  expect(await python({ "api/pyproject.toml": manifest, "api/poetry.lock": "" })).toContain("poetry install");
  expect(await python({ "api/Pipfile": '[packages]\nfastapi = "*"\n' })).toContain("pipenv install");
  const old = { "api/pyproject.toml": manifest, "api/.venv/pyvenv.cfg": "home = /usr/bin\nversion = 3.11.7\n" };
  expect(await python(old)).toBe(
    `${start}\nThe .venv that api would run in has Python 3.11.7, and its manifest asks for >=3.12,<3.14; make it anew with one that fits.`,
  );
});

it("reads which Pythons a manifest allows", () => {
  const allowed = (specifier: string): string =>
    ["3.9.18", "3.11", "3.12.1", "3.13.0", "4.0"].filter((version) => fitsPython(version, specifier)).join(" ");
  expect(allowed(">=3.12")).toBe("3.12.1 3.13.0 4.0");
  expect(allowed(">3.11, <3.13")).toBe("3.12.1");
  expect(allowed("<=3.12")).toBe("3.9.18 3.11 3.12.1");
  expect(allowed("==3.12.*")).toBe("3.12.1");
  expect(allowed("~=3.11")).toBe("3.11 3.12.1 3.13.0");
  expect(allowed("~=3.12.0")).toBe("3.12.1");
  expect(allowed("^3.11")).toBe("3.11 3.12.1 3.13.0");
  expect(allowed("~3.12")).toBe("3.12.1");
  expect(allowed("!=3.12.*, >=3.11")).toBe("3.11 3.13.0 4.0");
  expect(allowed("anything")).toBe("3.9.18 3.11 3.12.1 3.13.0 4.0");
});

it("puts packages of the repository on the path that the server imports from elsewhere", async () => {
  const files = {
    "apps/api/requirements.txt": "fastapi\nuvicorn\n",
    "apps/api/shop/main.py": "import os\nfrom fastapi import FastAPI\nfrom shop_shared.db import x\napp = FastAPI()\n",
    "packages/shared/shop_shared/__init__.py": "",
    "packages/shared/shop_shared/db.py": "x = 1\n",
    "tests/os/__init__.py": "",
  };
  expect(linesOf("python", await checkProposal(files))).toContain(
    'PYTHONPATH: "../../packages/shared" # apps/api/shop/main.py:3',
  );
  const installed = { ...files, "apps/api/requirements.txt": "fastapi\nuvicorn\n-e ../../packages/shared\n" };
  expect(linesOf("python", await checkProposal(installed))).not.toContain("PYTHONPATH");
});

it("gives both servers the key that the Python server asks its callers for, and sends it", async () => {
  const identity = async (security: string) => {
    const proposal = await checkProposal({
      "api/requirements.txt": "fastapi\nuvicorn\n",
      "api/main.py": "from fastapi import FastAPI\napp = FastAPI()\n",
      "api/settings.py": `class Settings:
    def __init__(self):
        self.access_token = os.getenv("SHOP_ACCESS_TOKEN", "")
        self.mail = os.getenv("MAIL_TOKEN", "")
class More(BaseSettings):
    internal_secret: str = Field(default="", alias="INTERNAL_SECRET")
    stripe_api_key: str | None = None
`,
      "api/security.py": security,
    });
    const lines = proposal.split("\n");
    const start = lines.indexOf("environment:");
    return start < 0 ? undefined : lines.slice(start, start + 5).join("\n");
  };
  expect(
    await identity(`HEADER = "x-internal-secret"
def check(request, given: str | None = Header(default=None, alias=HEADER)):
    return secrets.compare_digest(given or "", settings.internal_secret)
`),
  ).toMatchInlineSnapshot(`
    "environment:
      INTERNAL_SECRET: for-parity-runs-only-no-secret-at-all # for both servers
    identities:
      caller:
        headers: { x-internal-secret: for-parity-runs-only-no-secret-at-all } # api/security.py:3"
  `);
  expect(
    await identity(`def check(request):
    given = request.headers.get("authorization", "").removeprefix("Bearer ")
    return compare_digest(given.encode(), settings.access_token.encode())
`),
  ).toContain("headers: { Authorization: Bearer for-parity-runs-only-no-secret-at-all } # api/security.py:3");
  expect(await identity('def pay():\n    return client(settings.stripe_api_key, "X-Stripe-Key")\n')).toBe(undefined);
});

it("gives each side a folder for the files that it writes, and finds folders of the repository from the server's", async () => {
  const proposal = await checkProposal({
    "apps/api/requirements.txt": "fastapi\nuvicorn\n",
    "apps/api/main.py": `import os
from fastapi import FastAPI
DATA = os.getenv("SHOP_DATA_DIR", "data")
UPLOADS = os.getenv("UPLOAD_DIR", "data/uploads")
CONFIG = os.getenv("SHOP_CONFIG_DIR", "config")
OWN = os.getenv("TEMPLATES_DIR", "templates")
BUCKET = os.getenv("MEDIA_ROOT", "s3://media")
app = FastAPI()
`,
    "apps/api/templates/a.html": "",
    "config/models.json": "{}",
    "templates/b.html": "",
  });
  expect(linesOf("python", proposal).split("environment:\n")[1]).toMatchInlineSnapshot(`
    "      SHOP_DATA_DIR: "\${data}" # apps/api/main.py:3
          UPLOAD_DIR: "\${data}/upload" # apps/api/main.py:4
          SHOP_CONFIG_DIR: "../../config" # apps/api/main.py:5"
  `);
});

it("stops on the way where Alembic would use a value of an enumeration in the transaction that adds it", async () => {
  const prepare = async (env: string) => {
    const revision = (name: string, down: string, more = "") =>
      `revision: str = "${name}"\ndown_revision = ${down}\n${more}`;
    const proposal = await checkProposal({
      "api/requirements.txt": "fastapi\nuvicorn\nalembic\npsycopg\n",
      "api/alembic.ini": "[alembic]\nscript_location = alembic\n",
      "api/alembic/env.py": env,
      "api/alembic/versions/1.py": revision("a1", "None"),
      "api/alembic/versions/2.py": revision("b2", '"a1"', "op.execute(\"ALTER TYPE kind ADD VALUE 'video'\")\n"),
      "api/alembic/versions/3.py": revision("c3", '"b2"', "op.execute(\"UPDATE a SET kind = 'video'\")\n"),
    });
    return /prepare: "(.*)" #/.exec(proposal)?.[1];
  };
  const upgrade = ".venv/bin/python -m alembic upgrade";
  expect(await prepare("context.configure(connection=connection)")).toBe(`${upgrade} b2 && ${upgrade} head`);
  expect(await prepare("context.configure(transaction_per_migration=True)")).toBe(`${upgrade} head`);
});

it("asks for the engine only where a server asks for a library for some database", async () => {
  const engine = async (requirements: string, main = "") => {
    const proposal = await checkProposal({
      "api/requirements.txt": requirements,
      "api/main.py": `from fastapi import FastAPI\n${main}app = FastAPI()\n`,
      "rs/Cargo.toml": '[package]\nname = "x"\n[dependencies]\naxum = "0.8"',
    });
    return proposal
      .split("\n")
      .filter((line) => /^ {2}(?:engine|made_by):/.test(line))
      .join("\n");
  };
  expect(await engine("fastapi\n")).toBe("  engine: none # nothing that has to do with a database was found");
  expect(await engine("fastapi\nmotor>=3\n")).toBe(
    "  engine: none # FILL IN: motor (api/requirements.txt) is for a database; none, sqlite or postgresql",
  );
  const own = 'import sqlite3, os\nPATH = os.getenv("SHOP_DB_PATH", "shop.db")\nSCHEMA = "CREATE TABLE a (id)"\n';
  expect(await engine("fastapi\n", own)).toBe("  engine: sqlite\n  made_by: python # api/main.py:4");
});

it("gives each side a Redis where its settings name one", async () => {
  const proposal = await checkProposal({
    "api/requirements.txt": "fastapi\nuvicorn\nredis\n",
    "api/main.py": `import os
from fastapi import FastAPI
CACHE = os.getenv("REDIS_URL", "redis://localhost:6379/2")
app = FastAPI()
`,
    "rs/Cargo.toml": '[package]\nname = "x"\n[dependencies]\naxum = "0.8"\nredis = "0.27"',
    "rs/src/main.rs": `fn main() {
    let host = env::var("REDIS_HOST").unwrap_or_else(|_| "localhost".into());
    let port = env::var("REDIS_PORT").unwrap_or_else(|_| "6379".into());
}
`,
  });
  expect(linesOf("python", proposal)).toContain(
    'REDIS_URL: "redis://127.0.0.1:${service:redis.port}/2" # api/main.py:3',
  );
  expect(linesOf("rust", proposal)).toContain('REDIS_HOST: "127.0.0.1" # rs/src/main.rs:2');
  expect(linesOf("rust", proposal)).toContain('REDIS_PORT: "${service:redis.port}" # rs/src/main.rs:3');
  expect(proposal).toContain("services:\n  redis: { effects: redis }");
});

it("takes a variable that is required, and called a database and no more, for the one that names it", async () => {
  const lines = async (packages: string): Promise<string> => {
    const proposal = await checkProposal({
      "api/requirements.txt": `fastapi\nuvicorn\n${packages}\n`,
      "api/main.py":
        'import os\nfrom fastapi import FastAPI\nREDIS = os.environ["REDIS_DB"]\nURL = os.environ["SHOP_DB"]\napp = FastAPI()\n',
      "rs/Cargo.toml": '[package]\nname = "x"\n[dependencies]\naxum = "0.8"',
    });
    return linesOf("python", proposal).match(/SHOP_DB: .*/)?.[0] ?? "";
  };
  expect(await lines("psycopg")).toBe(
    'SHOP_DB: "postgresql://${database.user}:${database.password}@${database.host}:${database.port}/${database}" # api/main.py:4',
  );
  expect(await lines("aiosqlite")).toBe('SHOP_DB: "${database}" # api/main.py:4');
  expect(await lines("")).toBe('SHOP_DB: "" # FILL IN: the server does not start without it (api/main.py:4)');
});
