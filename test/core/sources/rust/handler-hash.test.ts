import { expect, test } from "vitest";
import { crateOf } from "./crate-of.ts";

const CRATE: Readonly<Record<string, string>> = {
  "Cargo.toml": '[package]\nname = "server"\n',
  "src/main.rs": `mod errors;
mod models;
mod store;
use axum::{Json, Router, routing::get};
use errors::ApiError;
use models::Node;
macro_rules! checked { ($key:expr) => { $key + 1 }; }
macro_rules! unused { () => { 1 }; }
fn nobody_calls_me() -> u8 { 1 }
async fn load(key: u64) -> Node {
    // nobody_calls_me()
    store::find(checked!(key), "nobody_calls_me()")
}
pub async fn node(login: models::Login) -> Result<Json<Node>, ApiError> {
    let found = load(LIMIT).await;
    found.check();
    Ok(Json(found))
}
async fn other() -> u8 { 2 }
const LIMIT: u64 = 5;
static UNUSED: u64 = 6;
pub fn app() -> Router { Router::new().route("/nodes", get(node)).route("/other", get(other)) }
`,
  "src/models.rs": `#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Node { pub id: Id, pub name: String }
type Id = u64;
pub struct Login;
pub struct Other { x: u8 }
impl Node {
    pub fn check(&self) { self.inner() }
    fn inner(&self) { three() }
    fn never(&self) { 30 }
}
fn three() -> u8 { 3 }
impl<S> FromRequestParts<S> for Login {
    async fn from_request_parts() -> Login { Login }
}
`,
  "src/store.rs": `use crate::models::Node;
pub fn find(key: u64, why: &str) -> Node { super::store::make(key) }
fn make(key: u64) -> Node { todo() }
pub fn find_other() -> u8 { 4 }
`,
  "src/errors.rs": `pub enum ApiError { NotFound, Gone }
impl IntoResponse for ApiError {
    fn into_response(self) -> Response { StatusCode::NOT_FOUND.into_response() }
}
`,
};

/** Whether the hash of the handler of `GET /nodes` changes when one text takes the place of another. */
async function checkEdit(file: string, from: string, to: string): Promise<string> {
  const index = crateOf(CRATE);
  const hash = async (): Promise<string | undefined> => {
    const { routes } = await index.snapshot();
    const handler = routes.rust.find(({ path }) => path === "/nodes")?.handler;
    return handler && index.ask("rust", "node", (inspector) => inspector.handlerHash(handler));
  };
  const before = await hash();
  const text = CRATE[file] ?? "";
  expect(text).toContain(from);
  index.change(file, text.replace(from, to));
  const after = await hash();
  expect(before).toMatch(/^[0-9a-f]{16}$/);
  return before === after ? "same" : "changed";
}

test.each([
  ["itself", "src/main.rs", "Ok(Json(found))", "Ok(Json(found.into()))"],
  ["a function that it calls", "src/main.rs", "store::find(checked", "store::find(1 + checked"],
  ["a macro that this one uses", "src/main.rs", "$key + 1", "$key + 2"],
  ["a constant", "src/main.rs", "LIMIT: u64 = 5", "LIMIT: u64 = 6"],
  ["a function of another module", "src/store.rs", "super::store::make(key)", "super::store::make(key + 1)"],
  ["what that one calls", "src/store.rs", "todo()", "panic()"],
  ["the struct that it answers with", "src/models.rs", "name: String", "name: Option<String>"],
  ["an attribute of that", "src/models.rs", "camelCase", "kebab-case"],
  ["an alias that it uses", "src/models.rs", "type Id = u64", "type Id = i64"],
  ["a method that it calls", "src/models.rs", "self.inner()", "self.inner() + 1"],
  ["a function that this one calls", "src/models.rs", "{ 3 }", "{ 33 }"],
  ["what a trait has for its extractor", "src/models.rs", "{ Login }", "{ panic!() }"],
  ["what a trait has for its error", "src/errors.rs", "NOT_FOUND", "GONE"],
])("an endpoint changes with %s", async (_, file, from, to) => {
  expect(await checkEdit(file, from, to)).toBe("changed");
});

test.each([
  ["a function that only a comment and a text name", "src/main.rs", "u8 { 1 }", "u8 { 10 }"],
  ["another handler", "src/main.rs", "u8 { 2 }", "u8 { 20 }"],
  ["a macro that nothing uses", "src/main.rs", "() => { 1 }", "() => { 11 }"],
  ["a value that nothing uses", "src/main.rs", "u64 = 6", "u64 = 66"],
  ["another function of a module that it uses", "src/store.rs", "{ 4 }", "{ 40 }"],
  ["a struct beside its own", "src/models.rs", "x: u8", "x: u16"],
  ["a method that nothing calls", "src/models.rs", "{ 30 }", "{ 300 }"],
  ["the router", "src/main.rs", '"/other"', '"/others"'],
  ["where it stands", "src/main.rs", "pub async fn node", "\n\npub async fn node"],
])("and does not change with %s", async (_, file, from, to) => {
  expect(await checkEdit(file, from, to)).toBe("same");
});
