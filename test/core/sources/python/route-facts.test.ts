import { expect, test } from "vitest";
import type { Route } from "#core/model/route.ts";
import { projectOf } from "./project-of.ts";

function lineOf(route: Route): string {
  const facts = [
    route.statusCode,
    route.isHidden && "hidden",
    route.isDeprecated && "deprecated",
    route.tags && `tags ${route.tags.join(", ")}`,
    route.dependencies && `after ${route.dependencies.join(", ")}`,
    route.responseModel &&
      `answers ${route.responseModel.text} (${route.responseModel.place.file}:${route.responseModel.place.range.start.line + 1})`,
  ].filter(Boolean);
  return `${route.method} ${route.path}: ${facts.join("; ")}`;
}

/** The facts that are kept with each route. */
async function checkFacts(texts: Readonly<Record<string, string>>): Promise<string> {
  const { routes } = await projectOf(texts).snapshot();
  return routes.python
    .filter(({ implicit }) => !implicit)
    .map(lineOf)
    .toSorted()
    .join("\n");
}

test("what a decorator says, and the return type where it says nothing of the answer", async () => {
  const texts = {
    "main.py": `from http import HTTPStatus
from fastapi import FastAPI, status
app = FastAPI(openapi_url=None)

@app.get("/a", status_code=202, include_in_schema=False, deprecated=True, tags=["x", "y"])
def a(): ...

@app.post("/b", response_model=list[Out], status_code=status.HTTP_201_CREATED)
def b() -> dict: ...

@app.get("/c", status_code=HTTPStatus.NO_CONTENT)
def c() -> None: ...

@app.get("/d")
async def d() -> schemas.Page[Out] | None: ...

@app.get("/e", response_model=None)
async def e() -> Out: ...

app.add_api_route("/f", d, status_code=203, response_model=Other)
`,
  };
  expect(await checkFacts(texts)).toMatchInlineSnapshot(`
    "GET /a: 202; hidden; deprecated; tags x, y
    GET /c: 204
    GET /d: answers schemas.Page[Out] | None (main.py:15)
    GET /e: 
    GET /f: 203; answers Other (main.py:20)
    POST /b: 201; answers list[Out] (main.py:8)"
  `);
});

test("tags, dependencies and the like of app, routers and includes hold for all below", async () => {
  const texts = {
    "main.py": `from typing import Annotated
from fastapi import APIRouter, Depends, FastAPI, Security
from auth import check_login, Limiter, require

app = FastAPI(openapi_url=None, dependencies=[Depends(check_login)])
inner = APIRouter(tags=["inner"], dependencies=[Depends(Limiter())])
outer = APIRouter(deprecated=True, tags=["outer"])

@inner.get("/x", tags=["own"], dependencies=[Security(require, scopes=["a"])])
def x(user: Annotated[str, Depends(read_user)], session=Depends(open_session), plain: int = 1): ...

outer.include_router(inner, include_in_schema=False)
app.include_router(outer, prefix="/v1", tags=["all", "own"])
`,
    "auth.py": `def check_login(): ...
def require(): ...
class Limiter: ...
`,
  };
  expect(await checkFacts(texts)).toMatchInlineSnapshot(
    `"GET /v1/x: hidden; deprecated; tags all, own, outer, inner; after check_login, Limiter, require, read_user, open_session"`,
  );
});
