import { expect, test } from "vitest";
import { projectOf } from "../sources/python/project-of.ts";

const TEXTS = {
  "main.py": `from fastapi import FastAPI
import service
app = FastAPI(openapi_url=None)
@app.get("/x")
def x(): return service.find()
`,
  "service.py": "import store\ndef find(): return store.get()\n",
  "store.py": "def get(): return 1\n",
  "beside.py": "def beside(): return 1\n",
};

test("a question reads what it needs, and is asked again only when something of that changed", async () => {
  const index = projectOf(TEXTS);
  let questions = 0;
  const ask = async (): Promise<string> => {
    const before = questions;
    const handler = (await index.snapshot()).routes.python[0]?.handler;
    if (!handler) return "no handler";
    await index.ask("python", "x", (inspector) => {
      questions += 1;
      return inspector.handlerHash(handler);
    });
    return `${questions - before} asked`;
  };
  // Once a round: for the handler's file, which is known, and for each file that turns out to be used.
  expect(await ask()).toBe("3 asked");
  expect(await ask()).toBe("0 asked");
  index.change("beside.py", "def beside(): return 2\n");
  expect(await ask()).toBe("0 asked");
  index.change("store.py", "def get(): return 2\n");
  expect(await ask()).toBe("3 asked");
  index.change("store.py", "def get(): return 3\n");
  index.change("beside.py", "def beside(): return 3\n");
  expect(await ask()).toBe("3 asked");
  expect(await ask()).toBe("0 asked");
});

test("a side without sources has no answers", async () => {
  const index = projectOf({});
  expect(await index.ask("rust", "x", () => ({ value: 1, wanted: [], used: [] }))).toBeUndefined();
});
