import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** A project made up for measuring: the same bytes each time. */
export interface Generated {
  readonly name: string;
  readonly side: "python" | "rust";
  /** Texts by file, relative to the project's folder. */
  readonly files: ReadonlyMap<string, string>;
  /** Routes that source declares; what a framework adds by itself is not counted. */
  readonly routes: number;
}

const ROUTERS = 500;
const ROUTES_PER_ROUTER = 10;
/** Lines of each router's file, so that the project comes to 140,000. */
const LINES = 280;
const SPARSE_FILES = 2000;
/** One file in so many of the sparse tree declares routes. */
const SPARSE_SHARE = 50;

/** 500 FastAPI routers with 5,000 routes in 140,000 lines. */
export function fastapiProject(): Generated {
  const files = new Map<string, string>([
    ["app/__init__.py", ""],
    ["app/routers/__init__.py", ""],
    ["app/settings.py", 'API_PREFIX = "/api"\nVERSION = "v1"\n'],
  ]);
  const names = numbered("resource", ROUTERS);
  for (const name of names) files.set(`app/routers/${name}.py`, pythonRouter(name));
  const imports = names.map((name) => `from app.routers.${name} import router as ${name}_router`);
  const includes = names.map((name) => `app.include_router(${name}_router, prefix=f"{API_PREFIX}/{VERSION}")`);
  const head = ["from fastapi import FastAPI", "from app.settings import API_PREFIX, VERSION", ...imports];
  files.set("app/main.py", [...head, "", "app = FastAPI(openapi_url=None)", ...includes, ""].join("\n"));
  return { name: "FastAPI", side: "python", files, routes: ROUTERS * ROUTES_PER_ROUTER };
}

/** The same in axum. */
export function axumProject(): Generated {
  const files = new Map<string, string>();
  files.set("Cargo.toml", '[package]\nname = "generated"\nversion = "0.1.0"\n\n[dependencies]\naxum = "0.8"\n');
  const names = numbered("resource", ROUTERS);
  for (const name of names) files.set(`src/routes/${name}.rs`, rustRouter(name));
  files.set("src/routes/mod.rs", names.map((name) => `pub mod ${name};\n`).join(""));
  const nests = names.map((name) => `        .nest("/api/v1/${name}", routes::${name}::router())`);
  files.set(
    "src/main.rs",
    [
      "mod routes;",
      "",
      "use axum::Router;",
      "",
      "#[derive(Clone)]",
      "pub struct AppState;",
      "",
      "fn app() -> Router {",
      "    Router::new()",
      ...nests,
      "        .with_state(AppState)",
      "}",
      "",
      "#[tokio::main]",
      "async fn main() {",
      '    let listener = tokio::net::TcpListener::bind("127.0.0.1:3000").await.unwrap();',
      "    axum::serve(listener, app()).await.unwrap();",
      "}",
      "",
    ].join("\n"),
  );
  return { name: "axum", side: "rust", files, routes: ROUTERS * ROUTES_PER_ROUTER };
}

/** A large tree where one file in fifty declares routes; the others are models and services, as in any server. */
export function sparseProject(): Generated {
  const files = new Map<string, string>([["app/__init__.py", ""]]);
  const names = numbered("part", SPARSE_FILES);
  const withRoutes = names.filter((_, index) => index % SPARSE_SHARE === 0);
  for (const [index, name] of names.entries()) {
    files.set(`app/${name}.py`, index % SPARSE_SHARE === 0 ? pythonRouter(name) : pythonService(name));
  }
  const imports = withRoutes.map((name) => `from app.${name} import router as ${name}_router`);
  const includes = withRoutes.map((name) => `app.include_router(${name}_router)`);
  files.set("app/main.py", ["from fastapi import FastAPI", ...imports, "app = FastAPI()", ...includes, ""].join("\n"));
  return { name: "sparse tree", side: "python", files, routes: withRoutes.length * ROUTES_PER_ROUTER };
}

/** Puts a project on the disk, below `folder`. */
export async function writeProject(project: Generated, folder: string): Promise<void> {
  for (const [file, text] of project.files) {
    const path = join(folder, file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
}

export function linesOf(project: Generated): number {
  return [...project.files.values()].reduce((sum, text) => sum + text.split("\n").length - 1, 0);
}

function numbered(word: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${word}_${String(index).padStart(4, "0")}`);
}

/** Fills a text up to the number of lines that every router's file has: with whole functions, then with blank lines. */
function fill(lines: readonly string[], filler: (index: number) => readonly string[]): string {
  const all = [...lines];
  for (let next = filler(0), index = 1; all.length + next.length <= LINES; index += 1) {
    all.push(...next);
    next = filler(index);
  }
  return `${all.join("\n")}${"\n".repeat(LINES - all.length + 1)}`;
}

const PYTHON_SHAPES = [
  { method: "get", path: "", arguments: "limit: int = Query(50, ge=1), session: Session = Depends(get_session)" },
  { method: "post", path: "", arguments: "payload: ItemIn, session: Session = Depends(get_session)" },
  { method: "get", path: "/{item_id}", arguments: "item_id: int, session: Session = Depends(get_session)" },
  { method: "put", path: "/{item_id}", arguments: "item_id: int, payload: ItemIn" },
  { method: "delete", path: "/{item_id}", arguments: "item_id: int, user: User = Depends(current_user)" },
] as const;

function pythonRouter(name: string): string {
  const head = [
    "from fastapi import APIRouter, Depends, HTTPException, Query",
    "from pydantic import BaseModel, Field",
    "from sqlalchemy.orm import Session",
    "",
    `router = APIRouter(prefix="/${name}", tags=["${name}"])`,
    "",
    "",
    "class ItemIn(BaseModel):",
    '    name: str = Field(min_length=1, max_length=200, description="What people call it")',
    "    labels: dict[str, str] = Field(default_factory=dict)",
    "",
    "",
  ];
  const routes = Array.from({ length: ROUTES_PER_ROUTER }, (_, index) => {
    const { method, path, arguments: given } = PYTHON_SHAPES[index % PYTHON_SHAPES.length] ?? PYTHON_SHAPES[0];
    const below = index < PYTHON_SHAPES.length ? "" : "/archived";
    return [
      `@router.${method}("${below}${path}", response_model=ItemIn, summary="Works on ${name}")`,
      `async def ${method}_${name}_${index}(${given}):`,
      `    """Answers number ${index} of ${name}."""`,
      `    found = session.query(Item).filter(Item.kind == "${name}").limit(20).all()`,
      "    if not found:",
      `        raise HTTPException(status_code=404, detail=f"no {name} for {index}")`,
      "    results = []",
      "    for item in found:",
      "        labels = {key.lower(): value for key, value in item.labels.items() if value is not None}",
      '        results.append({"id": item.id, "name": item.name.strip(), "labels": labels, "size": len(labels) + 1})',
      "    total = sum(result['size'] for result in results)",
      '    return {"items": results, "total": total, "page": max(total // 20, 1)}',
      "",
      "",
    ];
  });
  return fill([...head, ...routes.flat()], pythonFiller);
}

function pythonFiller(index: number): readonly string[] {
  return [
    `def convert_${index}(value: dict[str, object], scale: float = 1.5) -> list[tuple[str, float]]:`,
    '    """Brings the numbers of a record to one scale."""',
    "    converted = []",
    "    for key, each in sorted(value.items()):",
    "        if isinstance(each, (int, float)) and not isinstance(each, bool):",
    "            converted.append((key.strip().lower(), round(each * scale, 3)))",
    "        elif isinstance(each, str) and each.isdigit():",
    "            converted.append((key, float(each) / (scale or 1.0)))",
    "    return [pair for pair in converted if pair[1] >= 0.0]",
    "",
    "",
  ];
}

function pythonService(name: string): string {
  const head = ["from sqlalchemy import Column, Integer, String", "from app.base import Base", "", ""];
  return fill([...head, `class ${name}(Base):`, "    id = Column(Integer, primary_key=True)", "", ""], pythonFiller);
}

const RUST_SHAPES = [
  { method: "get", path: "/", arguments: "State(state): State<AppState>, Query(page): Query<Page>" },
  { method: "post", path: "/", arguments: "State(state): State<AppState>, Json(payload): Json<ItemIn>" },
  { method: "get", path: "/{item_id}", arguments: "State(state): State<AppState>, Path(item_id): Path<i64>" },
  { method: "put", path: "/{item_id}", arguments: "Path(item_id): Path<i64>, Json(payload): Json<ItemIn>" },
  { method: "delete", path: "/{item_id}", arguments: "State(state): State<AppState>, Path(item_id): Path<i64>" },
] as const;

function rustRouter(name: string): string {
  const shapes = Array.from({ length: ROUTES_PER_ROUTER }, (_, index) => {
    const shape = RUST_SHAPES[index % RUST_SHAPES.length] ?? RUST_SHAPES[0];
    const below = index < RUST_SHAPES.length ? "" : "/archived";
    const path = below !== "" && shape.path === "/" ? below : `${below}${shape.path}`;
    return { ...shape, path, handler: `${shape.method}_${name}_${index}` };
  });
  const paths = [...new Set(shapes.map(({ path }) => path))];
  const head = [
    "use axum::extract::{Path, Query, State};",
    "use axum::routing::{delete, get, post, put};",
    "use axum::{Json, Router};",
    "",
    "use crate::AppState;",
    "",
    "pub fn router() -> Router<AppState> {",
    "    Router::new()",
    ...paths.map((path) => {
      const [first, ...others] = shapes.filter((shape) => shape.path === path);
      const chain = others.map(({ method, handler }) => `.${method}(${handler})`).join("");
      return `        .route("${path}", ${first?.method ?? "get"}(${first?.handler ?? "none"})${chain})`;
    }),
    "}",
    "",
  ];
  const handlers = shapes.map(({ handler, arguments: given }, index) => [
    `/// Answers number ${index} of ${name}.`,
    `pub async fn ${handler}(${given}) -> Result<Json<Listing>, AppError> {`,
    `    let found = store::query::<Item>(&pool, "${name}").await?;`,
    "    if found.is_empty() {",
    `        return Err(AppError::not_found(format!("no ${name} for {}", ${index})));`,
    "    }",
    "    let mut results = Vec::with_capacity(found.len());",
    "    for item in &found {",
    "        let labels: BTreeMap<String, String> =",
    "            item.labels.iter().map(|(key, value)| (key.to_lowercase(), value.clone())).collect();",
    "        results.push(Row { id: item.id, name: item.name.trim().to_owned(), size: labels.len() + 1, labels });",
    "    }",
    "    let total: usize = results.iter().map(|row| row.size).sum();",
    "    Ok(Json(Listing { items: results, total, page: (total / 20).max(1) }))",
    "}",
    "",
  ]);
  return fill([...head, ...handlers.flat()], rustFiller);
}

function rustFiller(index: number): readonly string[] {
  return [
    `fn convert_${index}(value: &BTreeMap<String, Value>, scale: f64) -> Vec<(String, f64)> {`,
    "    let mut converted = Vec::new();",
    "    for (key, each) in value {",
    "        match each {",
    "            Value::Number(number) => converted.push((key.trim().to_lowercase(), number.as_f64() * scale)),",
    "            Value::String(text) if !text.is_empty() => converted.push((key.clone(), text.len() as f64 / scale)),",
    "            _ => {}",
    "        }",
    "    }",
    "    converted.into_iter().filter(|(_, number)| *number >= 0.0).collect()",
    "}",
    "",
  ];
}
