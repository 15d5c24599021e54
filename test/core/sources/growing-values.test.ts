import { expect, test } from "vitest";
import { createIndex } from "#core/index/create-index.ts";
import { createReaders, languages } from "#core/session/languages.ts";
import { createGrammars } from "#host/readers/grammars.ts";
import { memoryFiles } from "../../fixtures/project/memory-files.ts";

const readers = createReaders(createGrammars());

/** How many routes a program comes to that are not the framework's own, and the codes of its findings. */
async function check(file: string, text: string): Promise<string> {
  const layout = { folders: { python: ".", rust: "." } };
  const files = memoryFiles({ [file]: text });
  const { routes, findings } = await createIndex({ files, readers, languages, layout }).snapshot();
  const own = [...routes.python, ...routes.rust].filter(({ implicit }) => !implicit);
  const codes = [...new Set(findings.map(({ code }) => code))];
  return [`${own.length} ${own.length === 1 ? "route" : "routes"}`, ...codes].join(", ");
}

const python = (code: string): Promise<string> =>
  check("main.py", `from fastapi import FastAPI, APIRouter\napp = FastAPI()\n${code}`);
const rust = (code: string): Promise<string> =>
  check("main.rs", `use axum::{Router, routing::get};\nasync fn h() {}\nfn main() {\n${code}\naxum::serve(l, r);\n}\n`);

/** Sixty steps, each of which comes to twice as much as the one before. */
const times = (line: string): string => `${line}\n`.repeat(60);

test("a Python text or list that doubles with each step is not followed to its end", async () => {
  const use = "for p in x: app.add_api_route('/' + p, print)\n";
  expect(await python(`x = 'a'\n${times("x = x + x")}app.add_api_route(x, print)\n`)).toBe("1 route");
  expect(await python(`x = 'a'\n${times("x = f'{x}{x}'")}app.add_api_route(x, print)\n`)).toBe("1 route");
  expect(await python(`x = ['a']\n${times("x = x + x")}${use}`)).toBe("1 route");
  expect(await python(`x = ['a']\n${times("x.extend(x)")}${use}`)).toBe("1 route");
  expect(await python(`x = ['a']\n${times("x = ['/'.join(x), '/'.join(x)]")}${use}`)).toBe("1 route");
});

test("a Rust text or list that doubles with each step is not followed to its end", async () => {
  const use = "let mut r = Router::new(); for p in x { r = r.route(p, get(h)); }";
  expect(
    await rust(`let x = String::from("/a");\n${times('let x = format!("{x}{x}");')}
let r = Router::new().route(&x, get(h));`),
  ).toBe("1 route");
  expect(await rust(`let mut x = vec!["/a"];\n${times("x.extend(x.clone());")}${use}`)).toBe("1 route");
  expect(await rust(`let x = vec!["/a"];\n${times("let x = vec![x.concat(), x.concat()];")}${use}`)).toBe("1 route");
});

test("routers that take one another twice are told, and their first routes are listed", async () => {
  const routers = Array.from({ length: 60 }, (_, index) => {
    const [own, inner] = [`r${index + 1}`, `r${index}`];
    return `${own} = APIRouter()\n${own}.include_router(${inner}, prefix='/a')\n${own}.include_router(${inner}, prefix='/b')\n`;
  });
  const included = `r0 = APIRouter()\nr0.add_api_route('/x', print)\n${routers.join("")}app.include_router(r60)\n`;
  expect(await python(included)).toMatch(/routes, routes-too-many$/);
  const twice = 'r = Router::new().nest("/a", r.clone()).nest("/b", r.clone());';
  expect(await rust(`let mut r = Router::new().route("/x", get(h));\n${times(twice)}`)).toMatch(/routes-too-many$/);
  expect(await rust(`let mut r = Router::new().route("/x", get(h));\n${times("r = r.merge(r.clone());")}`)).toMatch(
    /^1 route, routes-too-many$/,
  );
});

test(
  "loops within loops, and a pattern of files with a bracket that is left open, end",
  { timeout: 60_000 },
  async () => {
    const loops = Array.from({ length: 12 }, (_, index) => `${"  ".repeat(index)}for a${index} in xs:\n`).join("");
    const nested = `xs = ['a','b','c','d','e','f','g','h','i','j']\n${loops}${"  ".repeat(12)}app.add_api_route('/' + a0, print)\n`;
    expect(await python(nested)).toMatch(/^1 route, steps-too-many/);
    expect(
      await python(`from pathlib import Path\nfor f in Path('.').glob('${"*a".repeat(40)}['): app.get('/x')(print)\n`),
    ).toBe("1 route");
  },
);
