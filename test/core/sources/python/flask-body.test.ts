import { expect, test } from "vitest";
import { operationOfRoute } from "#core/cases/generate/operation-of-route.ts";
import { projectOf } from "./project-of.ts";

const SCHEMAS = `from pydantic import BaseModel
from typing import Optional

class Login(BaseModel):
    password: str

class Page(BaseModel):
    q: str
    limit: Optional[int] = None
    tags: list[str] = []

class User(BaseModel):
    name: str
`;

/** A decorator of the project's own, as many write it. */
const VALIDATE = `from functools import wraps
import inspect
from flask import request

def validate(func=None, *, type="json"):
    def decorator(view):
        name, model = next(iter(inspect.get_annotations(view).items()))
        @wraps(view)
        def wrapper(*args, **kwargs):
            given = request.args.to_dict() if type == "query" else request.get_json()
            return view(*args, **{name: model.model_validate(given)}, **kwargs)
        return wrapper
    return decorator(func) if func else decorator

def login_required(view):
    return view
`;

/** What each view of \`app.py\` takes in query and body, as the requests that are made up go by it. */
async function checkTaken(
  views: string,
  packages = "from validation import login_required, validate",
): Promise<string> {
  const main = `from flask import Blueprint, Flask, request
${packages}
from schemas import Login, Page, User
app = Flask(__name__, static_folder=None)
api = Blueprint("api", __name__, url_prefix="/api")
${views}
app.register_blueprint(api)
`;
  const index = projectOf({ "app.py": main, "validation.py": VALIDATE, "schemas.py": SCHEMAS });
  const { routes } = await index.snapshot();
  const lines: string[] = [];
  for (const route of routes.python) {
    if (route.implicit) continue;
    const model = await index.ask("python", `body ${route.path}`, (inspector) => inspector.requestModel(route));
    const taken = await index.ask("python", `taken ${route.path}`, (inspector) => inspector.takenParameters(route));
    const { parameters, body } = operationOfRoute(route, model, taken);
    const query = parameters.map(({ name, in: where, isRequired }) => `${where} ${name}${isRequired ? "" : "?"}`);
    const shown = body === undefined ? "" : ` ${JSON.stringify(body.schema)}`;
    lines.push(`${route.method} ${route.path}: ${query.join(", ")}${shown}`);
  }
  return lines.join("\n");
}

test("a decorator of the project's own fills a model from the body, from the query, or from a form", async () => {
  const views = `
@api.post("/login")
@validate
def login(payload: Login): ...
@api.get("/posts")
@validate(type="query")
def posts(payload: Page): ...
@api.get("/search")
@validate()
def search(page: Page): ...
@api.post("/upload")
@validate(type="form")
def upload(payload: Login): ...
@api.put("/posts/<int:id>")
@login_required
@validate
def put(id: int, item: Login): ...
`;
  expect(await checkTaken(views)).toMatchInlineSnapshot(`
    "POST /api/login:  {"$ref":"model schemas.py#Login"}
    GET /api/posts: query q, query limit?
    GET /api/search: query q, query limit?
    POST /api/upload: 
    PUT /api/posts/{id}: path id {"$ref":"model schemas.py#Login"}"
  `);
});

test("flask-pydantic's parameters are known by their names, and by the models that its decorator is given", async () => {
  const views = `
@app.post("/by-name")
@validate()
def by_name(body: Login, query: Page): ...
@app.post("/by-form")
@validate()
def by_form(form: Login): ...
@app.post("/by-decorator")
@validate(body=Login, query=Page)
def by_decorator(): ...
@app.post("/many")
@validate(body=list[Login], response_many=True)
def many(): ...
`;
  expect(await checkTaken(views, "from flask_pydantic import validate")).toMatchInlineSnapshot(`
    "POST /by-name: query q, query limit? {"$ref":"model schemas.py#Login"}
    POST /by-form: 
    POST /by-decorator: query q, query limit? {"$ref":"model schemas.py#Login"}
    POST /many:  {"type":"array","items":{"$ref":"model schemas.py#Login"}}"
  `);
});

test("who is logged in, what is answered, and what nobody fills is no body", async () => {
  const views = `
@app.post("/nobody-fills-it")
def nobody_fills_it(payload: Login): ...
@app.post("/logged-in")
@login_required
def logged_in(user: User): ...
@app.post("/checked")
@validate
def checked(current_user: User): ...
@app.post("/answered")
@returns(User)
def answered(): ...
`;
  expect(await checkTaken(views)).toMatchInlineSnapshot(`
    "POST /nobody-fills-it: 
    POST /logged-in: 
    POST /checked: 
    POST /answered: "
  `);
});
