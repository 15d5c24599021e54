import { expect, test } from "vitest";

import { checkProposal, linesOf } from "./check-proposal.ts";

const CARGO = '[package]\nname = "shop"\n[dependencies]\naxum = "0.8"\n';
const MAIN = "fn main() { axum::serve(l, a); }";

test("services outside, whose addresses stand in settings, are stubs, and a server's own addresses are none", async () => {
  const proposal = await checkProposal({
    "api/requirements.txt": "fastapi\nuvicorn\n",
    "api/main.py": `import os
from fastapi import FastAPI
app = FastAPI()
PAYMENTS = os.getenv("PAYMENTS_API_URL", "https://api.payments.example/v1/")
MAIL = os.environ.get("MAIL_ENDPOINT", "http://localhost:8025")
FRONTEND = os.getenv("FRONTEND_URL", "https://shop.example")
`,
    "rs/Cargo.toml": CARGO,
    "rs/src/main.rs": `${MAIN}\nfn pay() { std::env::var("PAYMENTS_API_URL").unwrap_or("https://api.payments.example/v1".into()); }`,
  });
  expect(linesOf("python", proposal)).toMatchInlineSnapshot(`
    "    folder: api # api/requirements.txt
        build: "[ .venv/installed -nt requirements.txt ] || { python3 -m venv .venv && .venv/bin/pip install -r requirements.txt && touch .venv/installed; }"
        start: ".venv/bin/python -m uvicorn main:app --port \${port}" # api/main.py:3
        ready: /openapi.json # FastAPI adds it
        export: ".venv/bin/python -c \\"import json; from main import app; print(json.dumps(app.openapi()))\\"" # its contract; only portolan export runs it, with your consent
        environment:
          PAYMENTS_API_URL: "\${stub:payments.url}/v1" # api/main.py:4
          MAIL_ENDPOINT: "\${stub:mail.url}" # api/main.py:5"
  `);
  expect(linesOf("rust", proposal)).toContain("PAYMENTS_API_URL");
  expect(proposal.slice(proposal.indexOf("stubs:")).split("\n").slice(0, 3)).toMatchInlineSnapshot(`
    [
      "stubs: # stand in for services outside; what nothing fits is answered with 404, and told",
      "  payments: [] # such as - { request: GET /v1/items, answer: { body: [] } }",
      "  mail: [] # such as - { request: GET /v1/items, answer: { body: [] } }",
    ]
  `);
});

test("tokens that both servers check with a secret of the environment are signed by Portolan", async () => {
  const proposal = await checkProposal({
    "api/requirements.txt": "fastapi\nuvicorn\npyjwt\n",
    "api/main.py": `import os, jwt
from fastapi import FastAPI
app = FastAPI()
SECRET_KEY = os.environ["SECRET_KEY"]
JWT_SECRET = os.environ["JWT_SECRET"]
def who(token): return jwt.decode(token, JWT_SECRET, algorithms=["HS256"])["sub"]
`,
    "rs/Cargo.toml": CARGO,
    "rs/src/main.rs": `${MAIN}\nfn key() { DecodingKey::from_secret(std::env::var("JWT_SECRET").unwrap().as_bytes()); }`,
  });
  expect(linesOf("python", proposal)).toMatchInlineSnapshot(`
    "    folder: api # api/requirements.txt
        build: "[ .venv/installed -nt requirements.txt ] || { python3 -m venv .venv && .venv/bin/pip install -r requirements.txt && touch .venv/installed; }"
        start: ".venv/bin/python -m uvicorn main:app --port \${port}" # api/main.py:3
        ready: /openapi.json # FastAPI adds it
        export: ".venv/bin/python -c \\"import json; from main import app; print(json.dumps(app.openapi()))\\"" # its contract; only portolan export runs it, with your consent
        environment:
          JWT_SECRET: "\${identity:user.key}" # api/main.py:5
          SECRET_KEY: for-parity-runs-only-no-secret-at-all # api/main.py:4"
  `);
  expect(linesOf("rust", proposal)).toContain('JWT_SECRET: "${identity:user.key}"');
  expect(proposal.slice(proposal.indexOf("identities:")).split("\n").slice(0, 3)).toMatchInlineSnapshot(`
    [
      "identities:",
      "  user: # signed by Portolan with a key that both servers get, because tokens are checked at api/main.py:6",
      "    mint: { algorithm: HS256, claims: { sub: "1" } } # the claims that your servers ask for",
    ]
  `);
});

test("settings that are asked for by their names, a secret that only one server needs, and no health route", async () => {
  const proposal = await checkProposal({
    "api/requirements.txt": "flask\nredis\n",
    "api/config.py": `import os
from dataclasses import dataclass, fields
@dataclass
class Config:
    SQLALCHEMY_DATABASE_URI: str = 'sqlite:///app.db'
    REDIS_URL: str = 'redis://localhost:6379/2'
    UPLOAD_PATH: str = os.path.join(ROOT, 'uploads')
    @classmethod
    def load(cls):
        return cls(**{field.name: os.getenv(field.name) for field in fields(cls)})
`,
    "api/wsgi.py": `from flask import Flask
import os
app = Flask("app")
@app.get("/api/")
def index(): return {}
@app.post("/api/login")
def login(): return os.getenv("OWNER_PASSWORD")
@app.get("/shared/")
def shared(): return {}
`,
    "rs/Cargo.toml": CARGO,
    "rs/src/main.rs": `fn main() { let p = std::env::var("OWNER_PASSWORD").unwrap(); axum::serve(l, a); }`,
  });
  expect(linesOf("python", proposal)).toMatchInlineSnapshot(`
    "    folder: api # api/requirements.txt
        build: "[ .venv/installed -nt requirements.txt ] || { python3 -m venv .venv && .venv/bin/pip install -r requirements.txt && touch .venv/installed; }"
        start: ".venv/bin/python -m flask --app wsgi:app run --port \${port}" # api/wsgi.py:3
        ready: /shared/ # api/wsgi.py:8, for want of one that says so
        environment:
          SQLALCHEMY_DATABASE_URI: "sqlite:///\${database}" # api/config.py:5
          UPLOAD_PATH: "\${data}" # api/config.py:7
          REDIS_URL: "redis://127.0.0.1:\${service:redis.port}/2" # api/config.py:6
          OWNER_PASSWORD: for-parity-runs-only-no-secret-at-all # api/wsgi.py:7"
  `);
});
