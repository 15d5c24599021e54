import { assert, asyncProperty, constantFrom, double, nat, record } from "fast-check";
import { expect, test } from "vitest";
import { fieldPlace } from "#core/sources/field-place.ts";
import { projectOf } from "./project-of.ts";

const TEXTS = {
  "main.py": `from fastapi import APIRouter, Depends, FastAPI
from schemas import *
app = FastAPI(openapi_url=None)
router = APIRouter(dependencies=[Depends(check)])
def check(): return helper("x")
def helper(key: "Node | None") -> dict[str, Node]: return check()
@router.get("/a", response_model=Page[Node])
def a(node: Node): return f"{helper(a)}" # 😀
@router.post("/b")
async def b() -> list[tuple[Node, ...]]: ...
app.include_router(router)
`,
  "schemas.py": `from typing import Generic, TypeVar
from pydantic import BaseModel, ConfigDict, Field
from main import check
T = TypeVar("T")
class Node(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel)
    below: "list[Node]" = Field(default_factory=list, alias="under")
    page: Page[Page[T]]
class Page(Node, Generic[T]):
    items: list[T]
Alias = Alias2
Alias2 = Alias
`,
};

const damage = record({
  file: constantFrom("main.py" as const, "schemas.py" as const),
  at: double({ min: 0, max: 1, noNaN: true }),
  cut: nat({ max: 40 }),
  put: constantFrom("", "(", '"', "[", "'''", "\\", "\r\n\t", "😀", "Alias", "Page[", "\uFEFF"),
});

test("no damage to a text makes a question about its routes fail", async () => {
  await assert(
    asyncProperty(damage, async ({ file, at, cut, put }) => {
      const text = TEXTS[file];
      const start = Math.floor(at * text.length);
      const index = projectOf({ ...TEXTS, [file]: text.slice(0, start) + put + text.slice(start + cut) });
      for (const route of (await index.snapshot()).routes.python) {
        const { handler, method } = route;
        if (handler) {
          const hash = await index.ask("python", `handler ${method}`, (inspector) => inspector.handlerHash(handler));
          expect(hash).toMatch(/^[0-9a-f]{16}$/);
        }
        const model = await index.ask("python", `answer ${method}`, (inspector) => inspector.answerModel(route));
        if (model) fieldPlace(model.models, model.type, "/items/0/page/items/0/under/0/below");
      }
    }),
    { numRuns: 300, seed: 20260101 },
  );
});
