import { expect, test } from "vitest";
import { createIndex } from "#core/index/create-index.ts";
import { createInlineReaders } from "#core/sources/inline-readers.ts";
import { SOURCE_LANGUAGES } from "#core/sources/source-languages.ts";
import { createSyntax } from "#core/syntax/create-syntax.ts";
import { createGrammars } from "#host/readers/grammars.ts";

const readers = createInlineReaders(createSyntax(createGrammars()));

const APP = `from fastapi import FastAPI
def prefix():
    return "/api"
def unused():
    return "/unused"
app = FastAPI(openapi_url=None)
@app.get(prefix() + "/a")
def a():
    return 1
`;

/** Routes with their places after each of the edits, and how often all sources, or a module, were linked for it. */
async function checkEdits(...edits: readonly (readonly [string, string])[]): Promise<string> {
  let linkings = 0;
  let relinkings = 0;
  let text = APP;
  const files = {
    read: () => Promise.resolve(APP),
    list: () => Promise.resolve(["app.py"]),
    write: () => Promise.resolve(),
    stamp: () => Promise.resolve(undefined),
  };
  const python = SOURCE_LANGUAGES.python;
  const counting: typeof python = {
    ...python,
    link: (input) => {
      linkings += 1;
      return python.link(input);
    },
    relink: (input, memory) => {
      const linked = python.relink?.(input, memory);
      if (linked) relinkings += 1;
      return linked;
    },
  };
  const languages = { ...SOURCE_LANGUAGES, python: counting };
  const index = createIndex({ files, readers, languages, layout: { folders: { python: "" } } });
  await index.snapshot();
  const lines: string[] = [];
  for (const [from, to] of edits) {
    text = text.replace(from, to);
    linkings = 0;
    relinkings = 0;
    index.change("app.py", text);
    const { routes } = await index.snapshot();
    const shown = routes.python.map(({ path, place, handler, handlerHash }) => {
      const body = handler?.body.range;
      return `${path} ${place.range.start.line + 1}, ${body?.start.line}-${body?.end.line} ${handlerHash?.slice(0, 4)}`;
    });
    lines.push(`${shown.join("; ")} · linked ${linkings}${relinkings > 0 ? `, one module ${relinkings}` : ""}`);
  }
  return lines.join("\n");
}

test("an edit that only moves routes or changes a handler links nothing, and places and hashes are the new ones", async () => {
  expect(
    await checkEdits(["return 1", "return 12"], ["def unused", "# a comment\n\ndef unused"], ['"/unused"', "1 + 2"]),
  ).toMatchInlineSnapshot(`
    "/api/a 7, 6-8 f674 · linked 0
    /api/a 9, 8-10 f674 · linked 0
    /api/a 9, 8-10 f674 · linked 0"
  `);
});

test("an edit of a function that was called links its module again, also after edits that did not", async () => {
  expect(
    await checkEdits(
      ["def prefix", "\ndef prefix"],
      ["return 1", "return 12"],
      ['"/api"', '"/apis"'],
      ['"/a"', '"/b"'],
    ),
  ).toMatchInlineSnapshot(`
    "/api/a 8, 7-9 d70b · linked 0
    /api/a 8, 7-9 f674 · linked 0
    /apis/a 8, 7-9 f674 · linked 0, one module 1
    /apis/b 8, 7-9 3c8e · linked 0, one module 1"
  `);
});

const MAIN = `from fastapi import FastAPI
import users
app = FastAPI(openapi_url=None)
app.include_router(users.router, prefix=users.PREFIX)
`;
const USERS = `from fastapi import APIRouter
PREFIX = "/api"
router = APIRouter()
@router.get("/a")
def a(): ...
`;

/** Whether, after `from` became `to` in users.py, all was linked, and the paths; they must be a new index's. */
async function checkModule(
  from: string,
  to: string,
  { users = USERS, main = MAIN, others = [] as readonly (readonly [string, string])[] } = {},
): Promise<string> {
  const texts = new Map([["main.py", main], ["users.py", users], ...others]);
  let linkings = 0;
  const indexOf = () => {
    const python = SOURCE_LANGUAGES.python;
    const counting: typeof python = {
      ...python,
      link: (input) => {
        linkings += 1;
        return python.link(input);
      },
    };
    const files = {
      read: (file: string) => Promise.resolve(texts.get(file)),
      list: () => Promise.resolve([...texts.keys()]),
      write: () => Promise.resolve(),
      stamp: () => Promise.resolve(undefined),
    };
    const languages = { ...SOURCE_LANGUAGES, python: counting };
    return createIndex({ files, readers, languages, layout: { folders: { python: "" } } });
  };
  const index = indexOf();
  await index.snapshot();
  linkings = 0;
  const now = users.replace(from, to);
  expect(now).not.toBe(users);
  texts.set("users.py", now);
  index.change("users.py", now);
  const { routes, findings } = await index.snapshot();
  const how = linkings === 0 ? "not all" : "all";
  const anew = await indexOf().snapshot();
  expect({ routes, findings }).toEqual({ routes: anew.routes, findings: anew.findings });
  return `${how}: ${routes.python.map(({ path }) => path).join(" ")}`;
}

test("a module whose routers others only include is linked by itself", async () => {
  expect(await checkModule('"/a"', '"/b"')).toMatchInlineSnapshot(`"not all: /api/b"`);
  expect(await checkModule("@router", '@router.get("/c")\n@router')).toMatchInlineSnapshot(`"not all: /api/a /api/c"`);
  expect(await checkModule("APIRouter()", 'APIRouter(prefix="/p")')).toMatchInlineSnapshot(`"not all: /api/p/a"`);
  expect(await checkModule("def a", "def")).toMatchInlineSnapshot(`"not all: "`);
});

test("a module that asked the changed one for a name is linked with it where the name stands for something else", async () => {
  expect(await checkModule('"/api"', '"/apis"')).toMatchInlineSnapshot(`"not all: /apis/a"`);
  expect(await checkModule("router = APIRouter()", "router = None")).toMatchInlineSnapshot(`"not all: "`);
  const parts = "from users import PREFIX\ndef prefix():\n    return PREFIX\n";
  const main = MAIN.replace("import users", "import users, parts").replace("users.PREFIX", "parts.prefix()");
  const given = { main, others: [["parts.py", parts]] as const };
  expect(await checkModule('"/api"', '"/apis"', given)).toMatchInlineSnapshot(`"not all: /apis/a"`);
  expect(await checkModule("PREFIX", "OTHER", given)).toMatchInlineSnapshot(`"not all: {?}/a"`);
});

test("a module that imports something else is linked by itself, if it makes no difference which modules run first", async () => {
  const users = `import parts\nfrom names import PREFIX as NAME\n${USERS}`;
  const others = [
    ["names.py", 'PREFIX = "/names"\n'],
    ["parts.py", "from fastapi import APIRouter\nother = APIRouter()\n"],
  ] as const;
  expect(await checkModule("PREFIX as NAME", "PREFIXES as NAME", { users, others })).toMatchInlineSnapshot(
    `"not all: /api/a"`,
  );
  expect(await checkModule("import parts", "import part", { users, others })).toMatchInlineSnapshot(
    `"not all: /api/a"`,
  );
  expect(await checkModule("import parts", "import main", { users, others })).toMatchInlineSnapshot(`"all: /api/a"`);
  const order = [["parts.py", "from fastapi import APIRouter\nimport names\nnames.PREFIX = 1\n"], others[0]] as const;
  expect(await checkModule("import parts", "import part", { users, others: order })).toMatchInlineSnapshot(
    `"all: /api/a"`,
  );
});

test("all is linked where a function of the module was not called any more, or is called by nobody", async () => {
  expect(
    await checkModule("def a", "def more(app: APIRouter):\n    app.include_router(router)\n\ndef a"),
  ).toMatchInlineSnapshot(`"all: /api/a"`);
});

test("functions that mention routes, that nobody calls and that register none, are called again with their module", async () => {
  const users = `${USERS}import registry
def find_route(app):
    import late
    return [late.NAME, registry.ROUTERS[0], "router"]
`;
  const others = [
    ["registry.py", "ROUTERS = []\n"],
    ["late.py", 'NAME = "late"\n'],
  ] as const;
  const given = { users, others };
  expect(await checkModule('"/a"', '"/b"', given)).toMatchInlineSnapshot(`"not all: /api/b"`);
  expect(await checkModule("ROUTERS[0]", "ROUTERS", given)).toMatchInlineSnapshot(`"not all: /api/a"`);
  expect(await checkModule("return", "registry.ROUTERS.append(app)\n    return", given)).toMatchInlineSnapshot(
    `"all: /api/a"`,
  );
  expect(await checkModule("import late", "app.add_api_route('/x', print)", given)).toMatchInlineSnapshot(
    `"all: /api/a /x"`,
  );
});

test("a function that nobody calls and that registers routes is called again with its module, in its turn", async () => {
  const users = `${USERS}def more(app):
    app.add_api_route("/x", print)
    app.include_router(router, prefix="/in")
def less(app):
    app.add_api_route("/y", print)
`;
  const others = [["zoo.py", "def late(app):\n    app.add_api_route('/z', print)\n"]] as const;
  const given = { users, others };
  expect(await checkModule('"/a"', '"/b"', given)).toMatchInlineSnapshot(`"not all: /api/b /x /in/b /y /z"`);
  expect(await checkModule('"/x"', '"/w"', given)).toMatchInlineSnapshot(`"all: /api/a /w /in/a /y /z"`);
  expect(await checkModule("def more(app)", "def more()", given)).toMatchInlineSnapshot(`"not all: /api/a /y /z"`);
  const held = `${users}import zoo\ndef hold(app):\n    app.add_api_route("/h", print)\n    zoo.HELD = app\n`;
  expect(await checkModule('"/a"', '"/b"', { users: held, others })).toMatchInlineSnapshot(
    `"all: /api/b /x /in/b /y /h /z"`,
  );
});

test("a list of another module that is only read does not keep a module from being linked by itself", async () => {
  const users = `from registry import PATHS\n${USERS}for path in PATHS:\n    router.add_api_route(path, print)\n`;
  const others = [["registry.py", 'PATHS = ["/x", "/y"]\n']] as const;
  expect(await checkModule('"/a"', '"/b"', { users, others })).toMatchInlineSnapshot(`"not all: /api/b /api/x /api/y"`);
  const main = `${MAIN}import registry\nregistry.PATHS.append("/z")\n`;
  expect(await checkModule('"/a"', '"/b"', { users, main, others })).toMatchInlineSnapshot(
    `"all: /api/b /api/x /api/y"`,
  );
});

test("what nests too deep to follow keeps only the modules that it stands in from being linked by themselves", async () => {
  const deep = `A = ${"[".repeat(600)}1${"]".repeat(600)}\n`;
  const main = `import deep\n${MAIN}`;
  expect(await checkModule('"/a"', '"/b"', { main, others: [["deep.py", deep]] })).toMatchInlineSnapshot(
    `"not all: /api/b"`,
  );
});

test("all is linked where a module changed another, or another changed it", async () => {
  const writesHere = `${MAIN}@users.router.get("/more")\ndef more(): ...\n`;
  expect(await checkModule('"/a"', '"/b"', { main: writesHere })).toMatchInlineSnapshot(`"all: /api/b /api/more"`);
  const registers = `${USERS}import registry\nregistry.ROUTERS.append(router)\n`;
  const others = [["registry.py", "ROUTERS = []\n"]] as const;
  const main = `import users\n${MAIN}import registry\nfor each in registry.ROUTERS:\n    app.include_router(each)\n`;
  expect(await checkModule('"/a"', '"/b"', { users: registers, main, others })).toMatchInlineSnapshot(
    `"all: /api/b /b"`,
  );
  const circular = `from main import LATE\n${USERS}NAME = LATE + "x"\n`;
  const late = `${MAIN}LATE = "/late"\n`;
  expect(await checkModule('"/a"', '"/b"', { users: circular, main: late })).toMatchInlineSnapshot(`"all: /api/b"`);
});

test("modules that import one another are linked by themselves, unless one was asked for a name too early or is now", async () => {
  const circular = `import main\n${USERS}`;
  expect(await checkModule('"/a"', '"/b"', { users: circular })).toMatchInlineSnapshot(`"not all: /api/b"`);
  expect(await checkModule('"/a"', "main.users.PREFIX", { users: circular })).toMatchInlineSnapshot(`"all: /api{?}"`);
});

test("who holds a function that stays the same is not linked again, and finds the names of now where it calls it", async () => {
  const users = `${USERS}def add(app):\n    app.add_api_route("/more", print)\n`;
  const main = `${MAIN}import registry\nregistry.CALLS.append(users.add)\nusers.add(app)\n`;
  const others = [["registry.py", "CALLS = []\n"]] as const;
  const given = { users, main, others };
  expect(await checkModule('"/a"', '"/b"', given)).toMatchInlineSnapshot(`"not all: /api/b /more"`);
  expect(await checkModule('"/more"', '"/other"', given)).toMatchInlineSnapshot(`"all: /api/a /other"`);
  expect(await checkModule("def add(app)", "def add(other)", given)).toMatchInlineSnapshot(`"all: /api/a"`);
});

test("what a function that nobody calls changes elsewhere is undone before it is called again, unless others look at it", async () => {
  const registry = `class Sockets:
    def __init__(self):
        self.open = []
    def connect(self, router):
        self.open.append(router)
sockets = Sockets()
`;
  const users = `${USERS}from registry import sockets
def connect(router):
    sockets.connect(router)
    for each in sockets.open:
        print(each)
`;
  const others = [["registry.py", registry]] as const;
  expect(await checkModule('"/a"', '"/b"', { users, others })).toMatchInlineSnapshot(`"not all: /api/b"`);
  const main = `${MAIN}import registry\nprint(registry.sockets.open)\n`;
  expect(await checkModule('"/a"', '"/b"', { users, main, others })).toMatchInlineSnapshot(`"all: /api/b"`);
});

test("which frameworks a project imports is asked of all files where one of them imports another one", async () => {
  const users = `${USERS}def find_route(app): ...\n`;
  expect(await checkModule("from fastapi import", "from fastap import", { users })).toMatchInlineSnapshot(
    `"not all: /api{?}"`,
  );
});

test("a branch that only the changed module came to is there for other callers once it does not any more", async () => {
  const parts = `def add(router, is_old):
    if is_old:
        router.add_api_route("/old", print)
def prefix(is_old):
    if is_old:
        return "/old"
    return "/new"
`;
  const users = `from fastapi import APIRouter
from parts import add, prefix
router = APIRouter(prefix=prefix(True))
add(router, True)
@router.get("/a")
def a(): ...
`;
  const main = `from fastapi import FastAPI
import users
app = FastAPI(openapi_url=None)
app.include_router(users.router)
`;
  const given = { users, main, others: [["parts.py", parts]] as const };
  expect(await checkModule("add(router, True)", "add(router, False)", given)).toMatchInlineSnapshot(
    `"all: /old/old /old/a"`,
  );
  expect(await checkModule("prefix(True)", "prefix(False)", given)).toMatchInlineSnapshot(`"not all: /new/old /new/a"`);
});

test("branches that no call comes to are no reason to link all, if they stay the same or stand in the changed module", async () => {
  const adding = `def add(router, is_old):
    if is_old:
        router.add_api_route("/old", print)
`;
  const users = `from fastapi import APIRouter
router = APIRouter()
@router.get("/a")
def a(): ...
`;
  const main = `from fastapi import FastAPI
import users
from parts import add
app = FastAPI(openapi_url=None)
app.include_router(users.router)
add(app, False)
`;
  const elsewhere = { users, main, others: [["parts.py", adding]] as const };
  expect(await checkModule('"/a"', '"/b"', elsewhere)).toMatchInlineSnapshot(`"not all: /b /old"`);
  const here = { users: `${users}${adding}add(router, False)\n`, main: main.replace(/from parts.*|add\(.*/g, "") };
  expect(await checkModule('"/old"', '"/older"', here)).toMatchInlineSnapshot(`"not all: /a /older"`);
  expect(await checkModule("is_old:", "not is_old:", here)).toMatchInlineSnapshot(`"all: /a /old"`);
});
