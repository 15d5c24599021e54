import { expect, test } from "vitest";
import { projectOf } from "./project-of.ts";

const PROJECT: Readonly<Record<string, string>> = {
  "main.py": `from fastapi import APIRouter, Depends, FastAPI
from app import service
from app.service import check_login
from app.schemas import NodeOut
from app.settings import LIMIT

def nobody_calls_me(): return 1

router = APIRouter(prefix="/nodes", dependencies=[Depends(check_login)])

def load(key: int):
    # nobody_calls_me()
    return service.find_node(key, "nobody_calls_me")

@router.get("/{key}", response_model=NodeOut)
async def node(key: int):
    from app.late import late
    return load(key) or late(f"{LIMIT}")

@router.get("/other")
async def other(): return 2

app = FastAPI(openapi_url=None)
app.include_router(router)
`,
  "app/__init__.py": "",
  "app/service.py": `from .store import Store
store = Store()
def find_node(key, why): return store.get(key)
def other_node(key): return 3
def check_login(): return True
`,
  "app/store.py": `class Store:
    def get(self, key): return 4
class Unused: ...
`,
  "app/schemas.py": `from pydantic import BaseModel
class Base(BaseModel):
    id: int
class NodeOut(Base):
    name: str
class Other(Base):
    x: int
`,
  "app/settings.py": "LIMIT = 5\nUNUSED = 6\n",
  "app/late.py": "def late(x): return 7\ndef later(x): return 8\n",
};

/** Whether the hash of the handler of `GET /nodes/{key}` changes when one text takes the place of another. */
async function checkEdit(file: string, from: string, to: string): Promise<string> {
  const index = projectOf(PROJECT);
  const hash = async (): Promise<string | undefined> => {
    const { routes } = await index.snapshot();
    const handler = routes.python.find(({ path }) => path === "/nodes/{key}")?.handler;
    return handler && index.ask("python", "node", (inspector) => inspector.handlerHash(handler));
  };
  const before = await hash();
  const text = PROJECT[file] ?? "";
  expect(text).toContain(from);
  index.change(file, text.replace(from, to));
  const after = await hash();
  expect(before).toMatch(/^[0-9a-f]{16}$/);
  return before === after ? "same" : "changed";
}

test.each([
  ["itself", "main.py", "load(key) or", "load(key) and"],
  ["a function that it calls", "main.py", "return service", "return not service"],
  ["a function of a module that this one calls", "app/service.py", "store.get(key)", "store.get(key + 1)"],
  ["the value that this one uses", "app/service.py", "Store()", "Store(1)"],
  ["the class of which that is made", "app/store.py", "return 4", "return 5"],
  ["what it answers with", "app/schemas.py", "name: str", "name: int"],
  ["the class that this extends", "app/schemas.py", "id: int", "id: str"],
  ["a constant within an f-string", "app/settings.py", "LIMIT = 5", "LIMIT = 6"],
  ["what is imported in its body", "app/late.py", "return 7", "return 70"],
  ["what its router runs before it", "app/service.py", "return True", "return False"],
  ["its decorator", "main.py", '"/{key}", ', '"/{key}", status_code=201, '],
])("an endpoint changes with %s", async (_, file, from, to) => {
  expect(await checkEdit(file, from, to)).toBe("changed");
});

test.each([
  ["a function that only a comment and a text name", "main.py", "return 1", "return 10"],
  ["another handler of the same router", "main.py", "return 2", "return 20"],
  ["another function of a module that it uses", "app/service.py", "return 3", "return 30"],
  ["a class that nothing uses", "app/store.py", "class Unused: ...", "class Unused: x = 1"],
  ["a model beside its own", "app/schemas.py", "x: int", "x: str"],
  ["a constant beside", "app/settings.py", "UNUSED = 6", "UNUSED = 7"],
  ["lines above it", "main.py", "from app import service", "\n\n\nfrom app import service"],
  ["a function beside what is imported in its body", "app/late.py", "return 8", "return 80"],
])("an endpoint does not change with %s", async (_, file, from, to) => {
  expect(await checkEdit(file, from, to)).toBe("same");
});

test("methods: what `self` leads to, also in a base class of another file", async () => {
  const texts = {
    "main.py": `from fastapi import FastAPI, APIRouter
from fastapi_utils.cbv import cbv
from base import Base
router = APIRouter()
@cbv(router)
class View(Base):
    @router.get("/x")
    def x(self): return self.helper() + self.inherited()
    def helper(self): return 1
    def beside(self): return 2
app = FastAPI(openapi_url=None)
app.include_router(router)
`,
    "base.py": "class Base:\n    def inherited(self): return 3\n    def not_used(self): return 4\n",
  };
  const index = projectOf(texts);
  const hash = async (): Promise<string | undefined> => {
    const handler = (await index.snapshot()).routes.python.find(({ path }) => path === "/x")?.handler;
    return handler && index.ask("python", "x", (inspector) => inspector.handlerHash(handler));
  };
  const before = await hash();
  const change = async (file: keyof typeof texts, from: string, to: string): Promise<boolean> => {
    index.change(file, texts[file].replace(from, to));
    const after = await hash();
    index.change(file);
    return after !== before;
  };
  expect(await change("main.py", "return 1", "return 10")).toBe(true);
  expect(await change("main.py", "return 2", "return 20")).toBe(false);
  expect(await change("base.py", "return 3", "return 30")).toBe(true);
  expect(await change("base.py", "return 4", "return 40")).toBe(false);
});
