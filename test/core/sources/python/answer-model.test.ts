import { expect, test } from "vitest";
import { placeText } from "#core/model/place.ts";
import { fieldPlace } from "#core/sources/field-place.ts";
import { projectOf } from "./project-of.ts";

/** Where each pointer of the answer of the only route leads to, and what stands on that line. */
async function checkPlaces(texts: Readonly<Record<string, string>>, pointers: readonly string[]): Promise<string> {
  const index = projectOf(texts);
  const { routes } = await index.snapshot();
  const route = routes.python.find(({ implicit }) => !implicit);
  const model = route && (await index.ask("python", "answer", (inspector) => inspector.answerModel(route)));
  const lines = pointers.map((pointer) => {
    const place = model && fieldPlace(model.models, model.type, pointer);
    if (!place) return `${pointer}: -`;
    const source = texts[place.file]?.replace(/^\uFEFF/, "").split("\n") ?? [];
    const line = source[place.range.start.line]?.trim();
    return `${pointer}: ${placeText(place)} ${line}`;
  });
  return [`answers ${route?.responseModel?.text}`, ...lines].join("\n");
}

const MAIN = `from fastapi import FastAPI
from app import schemas
app = FastAPI(openapi_url=None)
`;

test("fields through lists, dictionaries, optional types, unions and models of other files", async () => {
  const texts = {
    "main.py": `${MAIN}
@app.get("/nodes", response_model=schemas.Page[schemas.NodeOut])
def nodes(): ...
`,
    "app/__init__.py": "",
    "app/schemas.py": `from __future__ import annotations
from typing import Generic, Optional, TypeVar, Union
from pydantic import BaseModel
from .geo import Point as Where
T = TypeVar("T")

class Base(BaseModel):
    id: int
    made_by: "Person | None" = None

class NodeOut(Base):
    tags: list[str] = []
    at: Optional[Where]
    parts: dict[str, list[NodeOut]]
    either: Union[Cat, Dog]
    pair: tuple[Where, Person]

class Cat(BaseModel):
    purrs: bool

class Dog(BaseModel):
    barks: bool

class Person(BaseModel):
    name: str

class Page(BaseModel, Generic[T]):
    items: list[T]
    total: int
`,
    "app/geo.py": `from dataclasses import dataclass

@dataclass
class Point:
    x: float
    y: float
`,
  };
  const places = await checkPlaces(texts, [
    "/total",
    "/items/0",
    "/items/0/id",
    "/items/0/made_by/name",
    "/items/0/tags/3",
    "/items/2/at/y",
    "/items/0/parts/any~1key/1/id",
    "/items/0/either/barks",
    "/items/0/pair/1/name",
    "/items/0/unknown",
    "/items/x",
    "",
  ]);
  expect(places).toMatchInlineSnapshot(`
    "answers schemas.Page[schemas.NodeOut]
    /total: app/schemas.py:29:5 total: int
    /items/0: app/schemas.py:28:5 items: list[T]
    /items/0/id: app/schemas.py:8:5 id: int
    /items/0/made_by/name: app/schemas.py:25:5 name: str
    /items/0/tags/3: app/schemas.py:12:5 tags: list[str] = []
    /items/2/at/y: app/geo.py:6:5 y: float
    /items/0/parts/any~1key/1/id: app/schemas.py:8:5 id: int
    /items/0/either/barks: app/schemas.py:22:5 barks: bool
    /items/0/pair/1/name: app/schemas.py:25:5 name: str
    /items/0/unknown: -
    /items/x: -
    : -"
  `);
});

test("the name in JSON: aliases, generators of the class and of its bases, computed fields", async () => {
  const texts = {
    "main.py": `${MAIN}
@app.get("/node")
def node() -> "schemas.NodeOut": ...
`,
    "app/schemas.py": `from typing import Annotated
from pydantic import AliasChoices, BaseModel, ConfigDict, Field, computed_field
from pydantic.alias_generators import to_camel

class Base(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)

class NodeOut(Base):
    first_name: str
    last_name: str = Field(alias="surname")
    made_at: Annotated[str, Field(serialization_alias="createdOn")]
    read_only: int = Field(..., validation_alias=AliasChoices("ro", "readonly"))

    @computed_field
    @property
    def full_name(self) -> str: ...
`,
  };
  const pointers = ["/firstName", "/surname", "/createdOn", "/readOnly", "/ro", "/fullName", "/first_name", "/nothing"];
  expect(await checkPlaces(texts, pointers)).toMatchInlineSnapshot(`
    "answers "schemas.NodeOut"
    /firstName: app/schemas.py:9:5 first_name: str
    /surname: app/schemas.py:10:5 last_name: str = Field(alias="surname")
    /createdOn: app/schemas.py:11:5 made_at: Annotated[str, Field(serialization_alias="createdOn")]
    /readOnly: app/schemas.py:12:5 read_only: int = Field(..., validation_alias=AliasChoices("ro", "readonly"))
    /ro: app/schemas.py:12:5 read_only: int = Field(..., validation_alias=AliasChoices("ro", "readonly"))
    /fullName: app/schemas.py:16:9 def full_name(self) -> str: ...
    /first_name: app/schemas.py:9:5 first_name: str
    /nothing: -"
  `);
});

test("a generic class with its parameters in brackets, a base with one of them, and a union in a name", async () => {
  const texts = {
    "main.py": `${MAIN}
@app.get("/x")
def x() -> schemas.Answer[schemas.Cat, schemas.Dog]: ...
`,
    "app/schemas.py": `from pydantic import BaseModel
class Cat(BaseModel):
    purrs: bool
class Dog(BaseModel):
    barks: bool
class Listed[T](BaseModel):
    items: list[T]
class Answer[A, B: BaseModel](Listed[A]):
    other: "B | None"
    maybe: Pet
Pet = Cat | Dog
`,
  };
  expect(await checkPlaces(texts, ["/items/0/purrs", "/other/barks", "/maybe/barks"])).toMatchInlineSnapshot(`
    "answers schemas.Answer[schemas.Cat, schemas.Dog]
    /items/0/purrs: app/schemas.py:3:5 purrs: bool
    /other/barks: app/schemas.py:5:5 barks: bool
    /maybe/barks: app/schemas.py:5:5 barks: bool"
  `);
});

test("what stands in the place of a model: a root, an alias, a list; and a model that holds itself", async () => {
  const texts = {
    "main.py": `${MAIN}
@app.get("/tree", response_model=schemas.Trees)
def tree(): ...
`,
    "app/schemas.py": `from pydantic import BaseModel, RootModel

class Tree(BaseModel):
    name: str
    below: "list[Tree]"

class Forest(RootModel[list[Tree]]): ...

Trees = dict[str, Forest]
`,
  };
  expect(await checkPlaces(texts, ["/a/0/below/1/below/2/name", "/a/0"])).toMatchInlineSnapshot(`
    "answers schemas.Trees
    /a/0/below/1/below/2/name: app/schemas.py:4:5 name: str
    /a/0: -"
  `);
});

test("places in a file with a byte order mark and emoji; a route without a declared answer has none", async () => {
  const texts = {
    "main.py": `${MAIN}
@app.get("/x", response_model=schemas.Größe)
def x() -> int: ...
`,
    "app/schemas.py": `\uFEFFfrom pydantic import BaseModel
"😀"; X = "😀"
class Größe(BaseModel):
    "😀"; höhe: int
`,
  };
  expect(await checkPlaces(texts, ["/höhe"])).toMatchInlineSnapshot(`
    "answers schemas.Größe
    /höhe: app/schemas.py:4:11 "😀"; höhe: int"
  `);
  const without = { "main.py": `${MAIN}\n@app.get("/x", response_model=None)\ndef x() -> schemas.A: ...\n` };
  expect(await checkPlaces(without, ["/a"])).toMatchInlineSnapshot(`
    "answers undefined
    /a: -"
  `);
});
