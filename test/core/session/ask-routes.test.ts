import { expect, test } from "vitest";
import type { Command, Ports } from "#core/ports.ts";
import { ANSWER_MARK } from "#core/session/asking/ask-python-script.ts";
import { type AskOptions, planAsk } from "#core/session/asking/ask-routes.ts";
import { createReaders } from "#core/session/languages.ts";
import { createCallerSecrets } from "#host/caller-secrets.ts";
import { createWebTokens } from "#host/web-tokens.ts";
import { createGrammars } from "#host/readers/grammars.ts";
import { exampleProject } from "../../fixtures/project/example-project.ts";
import { memoryFiles } from "../../fixtures/project/memory-files.ts";

const readers = createReaders(createGrammars());

/** Ports on which each command writes `output` and ends with `code`; one without a code never ends by itself. */
function portsWith(texts: Readonly<Record<string, string>>, output: readonly string[], code: number | undefined) {
  const started: Command[] = [];
  let running = 0;
  const ports: Pick<
    Ports,
    "files" | "readers" | "processes" | "databases" | "folders" | "clock" | "webTokens" | "secrets"
  > = {
    folders: {
      create: () => {
        throw new Error("no folder is needed here");
      },
      copyOf: () => {
        throw new Error("no folder is copied here");
      },
      stamp: () => Promise.resolve(""),
    },
    files: memoryFiles(texts),
    readers,
    webTokens: createWebTokens(),
    secrets: createCallerSecrets(),
    clock: {
      now: () => 0,
      elapsed: () => 0,
      turn: () => Promise.resolve(),
      // Time is up at once for a command that does not end.
      sleep: (_, signal) =>
        new Promise((resolve, reject) => {
          if (code === undefined) resolve();
          else signal.addEventListener("abort", () => reject(new Error("stopped")));
        }),
    },
    databases: {
      create: () => {
        throw new Error("no database is needed here");
      },
      makeBase: () => {
        throw new Error("no base is needed here");
      },
      noteOthers: () => {
        throw new Error("no database is looked for here");
      },
    },
    processes: {
      callerVariables: () => ({}),
      whyNoLoopback: () => Promise.resolve(undefined),
      pythonsOnPath: () => Promise.resolve([]),
      markProcesses: () => Promise.reject(new Error("Nothing is left running here.")),
      isRunning: () => Promise.resolve("no"),
      start: (command, onOutput) => {
        started.push(command);
        running += 1;
        for (const line of output) onOutput(line, "output");
        onOutput("talk on the other stream", "error");
        return Promise.resolve({
          pid: 1,
          exited: code === undefined ? new Promise(() => undefined) : Promise.resolve({ code, signal: null }),
          listensOn: () => Promise.resolve("no"),
          openFiles: () => Promise.resolve(undefined),
          lastOutput: () => "the last lines",
          withheld: [],
          dispose: () => {
            running -= 1;
            return Promise.resolve();
          },
        });
      },
    },
  };
  return { ports, started, isRunning: () => running > 0 };
}

const folder: AskOptions = { target: { kind: "folder", folder: "shop" }, sides: ["python", "rust"] };
const app = { "shop/web.py": "from fastapi import FastAPI\napp = FastAPI()\n@app.get('/a')\ndef a(): ...\n" };

test("the apps are found in source: as values, made by functions, of classes of the project's own", async () => {
  const { ports } = portsWith(
    {
      ...app,
      "shop/made.py": "import fastapi\ndef make_app(x):\n    if x:\n        return fastapi.FastAPI()\n",
      "shop/base.py": "from fastapi import FastAPI\nclass ShopApp(FastAPI): ...\n",
      "shop/derived.py": "from shop.base import ShopApp\nasgi = ShopApp()\n",
      "shop/look_alike.py": "# FastAPI\nprint('FastAPI()')\n",
      "shop/tests/test_web.py": "from fastapi import FastAPI\napp = FastAPI()\n",
    },
    [],
    0,
  );
  const { commands } = await planAsk(ports, folder);
  expect(commands).toEqual([{ side: "python", line: "python3: import derived.py, made.py, web.py", folder: "shop" }]);
});

test("the interpreter and the app are those of the start command, if it names them", async () => {
  const check = async (start: string): Promise<string | undefined> => {
    const project = exampleProject.replace(/start: "[^"]*"/, `start: "${start}"`);
    const { ports } = portsWith(
      {
        "portolan.yaml": project,
        "core-server/shop/web.py": app["shop/web.py"],
        "core-server/other.py": app["shop/web.py"],
      },
      [],
      0,
    );
    const { commands } = await planAsk(ports, {
      target: { kind: "project", file: "portolan.yaml" },
      sides: ["python"],
    });
    return commands.find(({ line }) => line.includes("import"))?.line;
  };
  expect(await check(".venv/bin/python -m core_server serve --port ${port}")).toMatchInlineSnapshot(
    `".venv/bin/python: import other.py, shop/web.py"`,
  );
  expect(await check("env/bin/uvicorn shop.web:app --port ${port}")).toMatchInlineSnapshot(
    `"env/bin/python: import shop/web.py"`,
  );
  expect(await check("uv run uvicorn shop.web:app --port ${port}")).toMatchInlineSnapshot(
    `"uv run python: import shop/web.py"`,
  );
});

test("what the code answers in pieces is put together; the rest of its output does not matter", async () => {
  const answer = JSON.stringify({
    apps: [
      {
        routes: [{ kind: "http", method: "GET", path: "/a", handler: "a", implicit: false }],
        operations: [{ method: "POST", path: "/b" }],
      },
    ],
    errors: [],
  });
  const pieces = [answer.slice(0, 20), answer.slice(20)].map((piece) => `hello\n${ANSWER_MARK}${piece}`);
  const { ports, started, isRunning } = portsWith(app, pieces, 0);
  const plan = await planAsk(ports, folder);
  expect(started).toEqual([]);
  const [python] = await plan.run(new AbortController().signal);
  expect(python?.endpoints).toBe(2);
  expect(python?.findings.map(({ code, facts }) => `${code} ${facts["endpoint"]}`)).toEqual(["asked-missed POST /b"]);
  expect(isRunning()).toBe(false);
});

test("paths that the code tells are read as its framework writes them", async () => {
  const routes = [{ kind: "http", method: "GET", path: "/a/<int:id>", implicit: false, framework: "flask" }];
  const answer = JSON.stringify({ apps: [{ routes, operations: [] }], errors: [] });
  const source = "from flask import Flask\napp = Flask(__name__)\n@app.get('/a/<int:id>')\ndef a(id): ...\n";
  const { ports } = portsWith({ "shop/web.py": source }, [`${ANSWER_MARK}${answer}`], 0);
  const plan = await planAsk(ports, folder);
  expect(await plan.run(new AbortController().signal)).toEqual([{ side: "python", endpoints: 1, findings: [] }]);
});

test("a command that fails, does not end, or is cancelled leaves a sentence and nothing running", async () => {
  const check = async (code: number | undefined, output: readonly string[] = [], aborts = false): Promise<string> => {
    const { ports, isRunning } = portsWith(app, output, code);
    const controller = new AbortController();
    const plan = await planAsk(ports, folder);
    if (aborts) controller.abort(new Error("cancelled"));
    const reason = await plan.run(controller.signal).then(
      () => "it went well",
      (error: unknown) => String(error),
    );
    expect(isRunning()).toBe(false);
    return reason;
  };
  expect(await check(3)).toContain("failed (3):\nthe last lines");
  expect(await check(undefined)).toContain("did not end within 60 s and was stopped");
  expect(await check(0, ["nothing of ours"])).toContain("has no app that could be asked");
  expect(await check(0, [`${ANSWER_MARK}{"apps":[],"errors":["web.py: KeyError: 'HOME'"]}`])).toContain("KeyError");
  expect(await check(0, [], true)).toBe("Error: cancelled");
});

test("where nothing can be asked, that is said", async () => {
  const { ports } = portsWith({ "shop/main.rs": "" }, [], 0);
  await expect(planAsk(ports, folder)).rejects.toThrow("There is nothing to ask");
});
