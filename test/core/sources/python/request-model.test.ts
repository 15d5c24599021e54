import { expect, test } from "vitest";
import { placeText } from "#core/model/place.ts";
import { fieldPlace } from "#core/sources/field-place.ts";
import { projectOf } from "./project-of.ts";

/** What each handler of `main.py` takes as its JSON body, and the field that a pointer into it leads to. */
async function checkBodies(handlers: string, pointers: Readonly<Record<string, string>> = {}): Promise<string> {
  const main = `from typing import Annotated
from fastapi import Body, Depends, FastAPI, File, Form, Query, Request, UploadFile
from app import schemas
from app.schemas import Color, CurrentUser, Item, ItemInBody, Loose, Point, Search
app = FastAPI(openapi_url=None)
${handlers}`;
  const index = projectOf({ "main.py": main, "app/__init__.py": "", "app/schemas.py": SCHEMAS });
  const { routes } = await index.snapshot();
  const lines: string[] = [];
  for (const route of routes.python) {
    const body = await index.ask("python", route.path, (inspector) => inspector.requestModel(route));
    const pointer = pointers[route.path];
    const place = body && pointer !== undefined ? fieldPlace(body.models, body.type, pointer) : undefined;
    const shown = body ? `${body.ref.text} ${placeText(body.ref.place)}` : "-";
    lines.push(
      `${route.path}: ${shown}${pointer === undefined ? "" : `; ${pointer} ${place ? placeText(place) : "-"}`}`,
    );
  }
  return lines.join("\n");
}

const SCHEMAS = `from dataclasses import dataclass
from enum import Enum
from typing import Annotated, TypedDict
from fastapi import Body, Depends
from pydantic import BaseModel

class Base(BaseModel):
    id: int

class Item(Base):
    name: str

class Color(str, Enum):
    RED = "red"

@dataclass(frozen=True)
class Point:
    x: float

class Search(TypedDict):
    text: str

class Loose:
    pass

CurrentUser = Annotated[Item, Depends(print)]
ItemInBody = Annotated[Item, Body(embed=True)]
`;

test("a model, a list or a union of it, a dataclass and a TypedDict are the body", async () => {
  const handlers = `
@app.post("/model/{id}")
def a(id: int, item: Item, page: int = 1): ...
@app.post("/list")
async def b(items: list[schemas.Item]): ...
@app.post("/optional")
def c(request: Request, item: Item | None = None): ...
@app.post("/text")
def d(item: "Item"): ...
@app.post("/dataclass")
def e(point: Point): ...
@app.post("/typed-dict")
def f(search: Search): ...
@app.post("/free")
def g(anything: dict): ...
`;
  const pointers = { "/model/{id}": "/id", "/list": "/0/name", "/dataclass": "/x", "/typed-dict": "/text" };
  expect(await checkBodies(handlers, pointers)).toMatchInlineSnapshot(`
    "/model/{id}: Item main.py:8:22; /id app/schemas.py:8:5
    /list: list[schemas.Item] main.py:10:20; /0/name app/schemas.py:11:5
    /optional: Item | None main.py:12:31
    /text: "Item" main.py:14:13
    /dataclass: Point main.py:16:14; /x app/schemas.py:18:5
    /typed-dict: Search main.py:18:15; /text app/schemas.py:21:5
    /free: dict main.py:20:17"
  `);
});

test("Body names it where the type does not; several and embedded ones stand under their names", async () => {
  const handlers = `
@app.post("/number")
def a(age: int = Body()): ...
@app.post("/annotated")
def b(age: Annotated[int, Body(ge=0)] = 3): ...
@app.post("/embedded")
def c(item: Annotated[Item, Body(embed=True)]): ...
@app.post("/alias")
def d(body: ItemInBody): ...
@app.post("/several")
def e(item: Item, point: Point | None = None, age: int = Body(..., alias="years")): ...
@app.post("/untyped")
def f(payload=Body(None)): ...
`;
  const pointers = { "/embedded": "/item/name", "/alias": "/body/id", "/several": "/years" };
  expect(await checkBodies(handlers, pointers)).toMatchInlineSnapshot(`
    "/number: int main.py:8:12
    /annotated: int main.py:10:22
    /embedded: {item: Item} main.py:12:5; /item/name app/schemas.py:11:5
    /alias: {body: Item} main.py:14:5; /body/id app/schemas.py:8:5
    /several: {item: Item, point: Point | None, years: int} main.py:16:5; /years main.py:16:52
    /untyped: Any main.py:18:5"
  `);
});

test("dependencies, forms, files, path, query and plain classes are none", async () => {
  const handlers = `
@app.get("/depends")
def a(user: CurrentUser, item: Item = Depends(print), other: Annotated[Item, Depends()] = None): ...
@app.post("/form")
def b(item: Annotated[Item, Form()]): ...
@app.post("/file")
def c(item: Item, file: UploadFile | None = None): ...
@app.post("/bytes")
def d(data: bytes = File()): ...
@app.get("/query")
def e(filter: Annotated[Item, Query()], colors: list[Color] = Query([]), color: Color = Color.RED): ...
@app.get("/class")
def f(loose: Loose, request: Request): ...
@app.get("/path/{item}")
def g(item: Color): ...
@app.get("/lambda")
def h(*args: Item, **kwargs: Item): ...
`;
  expect(await checkBodies(handlers)).toMatchInlineSnapshot(`
    "/depends: -
    /form: -
    /file: -
    /bytes: -
    /query: -
    /class: -
    /path/{item}: -
    /lambda: -"
  `);
});
