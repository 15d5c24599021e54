import { expect, it } from "vitest";
import { checkProposal, linesOf } from "./check-proposal.ts";

it("starts a Flask server as Flask does, from the module that makes the app or the function that does", async () => {
  const files = {
    "api/requirements.txt": "flask==3.1\n",
    "api/shop/__init__.py": "from flask import Flask\ndef create_app(config=None):\n    return Flask(__name__)\n",
  };
  expect(linesOf("python", await checkProposal(files))).toContain(
    'start: ".venv/bin/python -m flask --app shop:create_app run --port ${port}" # api/shop/__init__.py:2',
  );
  const started = { ...files, "api/wsgi.py": "from shop import create_app\nserver = create_app()\n" };
  const lines = linesOf("python", await checkProposal(started));
  expect(lines).toContain('start: ".venv/bin/python -m flask --app wsgi:server run --port ${port}" # api/wsgi.py:2');
  expect(lines).toContain(".venv/bin/pip install -r requirements.txt && touch");
});

it("starts an aiohttp server by a line of Python", async () => {
  const files = {
    "requirements.txt": "aiohttp\n",
    "src/shop/main.py": "from aiohttp import web\nfrom shop import routes\napp = web.Application()\n",
    "src/shop/routes.py": "",
  };
  expect(linesOf("python", await checkProposal(files))).toContain(
    `-c \\"import sys; sys.path.insert(0, 'src'); from aiohttp import web; from shop.main import app; web.run_app(app, host='127.0.0.1', port=\${port})\\"`,
  );
});

it("says of a Python server of another framework that its routes are not read", async () => {
  expect(await checkProposal({ "api/requirements.txt": "sanic==25.3\nflask-cors\n" })).toContain(
    "Found was Sanic (api/requirements.txt), of which Portolan reads no routes; it reads those of FastAPI, Flask or aiohttp.",
  );
});
