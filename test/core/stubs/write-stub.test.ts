import { join } from "node:path";

import { expect, test } from "vitest";

import { SMALL_CRATE } from "./small-crate.ts";
import { stubProject } from "./stub-project.ts";

const EXAMPLE = join(import.meta.dirname, "../../../examples/controller");

/** Writes the stub and tells which lines are new, file by file, what the ledger says then, and the line of the cursor. */
async function check(from: string | Readonly<Record<string, string>>, endpoint: string): Promise<string> {
  await using project = await stubProject(from);
  const { edits, files, cursor } = await project.stub(endpoint);
  const before = new Map<string, string>();
  for (const { file } of edits) before.set(file, await project.read(file));
  await project.apply({ edits, files, cursor });
  const shown: string[] = [];
  for (const file of [...before.keys(), ...files.map((each) => each.file)]) {
    const old = new Set(before.get(file)?.split("\n"));
    const lines = (await project.read(file)).split("\n").filter((line) => line.trim() !== "" && !old.has(line));
    shown.push(`--- ${file}`, ...lines);
  }
  const { line, character } = cursor.range.start;
  const at = (await project.read(cursor.file)).split("\n")[line]?.slice(character);
  return [...shown, `=> ${await project.statusOf(endpoint)}, at ${at}`].join("\n");
}

test("beside modules with routers of their own a new one is made, with its types by the contract", async () => {
  expect(await check(EXAMPLE, "GET /api/reports/fleet")).toMatchInlineSnapshot(`
    "--- core-server-rs/src/routes.rs
    pub mod reports;
            .nest("/reports", reports::router())
    --- core-server-rs/src/routes/reports.rs
    use axum::Json;
    use axum::Router;
    use axum::http::StatusCode;
    use axum::routing::get;
    use serde::Serialize;
    use utoipa::ToSchema;
    use crate::app::App;
    pub fn router() -> Router<App> {
        Router::new().route("/fleet", get(report_fleet))
    }
    #[derive(Debug, Serialize, ToSchema)]
    pub struct FleetReport {
        pub nodes: i64,
        pub never_seen: i64,
        /// A time, written as Python writes it.
        #[schema(required)]
        pub longest_unseen_at: Option<String>,
    }
    /// Ports [\`report_fleet\`](../../../core-server/core_server/api/reports.py#L15), and answers 501 until it does.
    #[utoipa::path(
        get,
        path = "/api/reports/fleet",
        responses(
            (status = 200, description = "Successful Response", body = FleetReport),
        ),
    )]
    pub async fn report_fleet() -> Result<Json<FleetReport>, StatusCode> {
        Err(StatusCode::NOT_IMPLEMENTED)
    }
    => stub, at Err(StatusCode::NOT_IMPLEMENTED)"
  `);
});

test("in one router the route stands behind the one nearest to it, with types by the Python source", async () => {
  expect(await check(SMALL_CRATE, "POST /orders/{order_id}/parts/{number}")).toMatchInlineSnapshot(`
    "--- server-rs/src/main.rs
        ).route("/orders/{order_id}/parts/{number}", routing::post(handlers::add_part));
    --- server-rs/src/handlers.rs
    #[derive(Debug, serde::Serialize)]
    pub struct Order {
        pub id: String,
        pub r#type: String,
        /// A decimal number as a text, with all its digits.
        pub total: String,
        /// A time, written as Python writes it.
        #[serde(rename = "placedAt")]
        pub placed_at: String,
        /// A date: \`2024-03-01\`.
        pub due: Option<String>,
        pub notes: std::collections::BTreeMap<String, Vec<i64>>,
        pub state: String,
        pub part: Part,
        pub extra: f64,
    #[derive(Debug, serde::Deserialize, serde::Serialize)]
    pub struct Part {
        pub name: String,
        #[serde(default)]
        pub parts: Vec<Part>,
        pub holder: Option<Box<Part>>,
    #[derive(Debug, serde::Deserialize)]
    pub struct NewOrder {
        pub r#type: String,
        pub amount: Option<i64>,
        pub part: Option<Part>,
    /// Ports [\`add_part\`](../../server/app.py#L48), and answers 501 until it does.
    pub async fn add_part(
        axum::extract::Path((_order_id, _number)): axum::extract::Path<(String, i64)>,
        Json(_body): Json<NewOrder>,
    ) -> Result<(StatusCode, Json<Order>), StatusCode> {
        Err(StatusCode::NOT_IMPLEMENTED)
    => stub, at Err(StatusCode::NOT_IMPLEMENTED)"
  `);
});

test("a router of utoipa-axum has the path in the handler's attribute, below what it is nested under", async () => {
  const crate = {
    ...SMALL_CRATE,
    "server-rs/Cargo.toml": `${SMALL_CRATE["server-rs/Cargo.toml"]}\n[dependencies.utoipa]\nversion = "5"\n`,
    "server-rs/src/main.rs": `mod handlers;

use utoipa_axum::{router::OpenApiRouter, routes};

#[tokio::main]
async fn main() {
    let orders = OpenApiRouter::new()
        .routes(routes!(handlers::list_orders));
    let (app, _) = OpenApiRouter::<()>::new().nest("/orders", orders).split_for_parts();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    axum::serve(listener, app).await.unwrap();
}
`,
    "server-rs/src/handlers.rs": `use axum::http::StatusCode;

#[utoipa::path(get, path = "", responses((status = 200, description = "All")))]
pub async fn list_orders() -> StatusCode {
    StatusCode::OK
}
`,
  };
  expect(await check(crate, "DELETE /orders/{order_id}")).toMatchInlineSnapshot(`
    "--- server-rs/src/main.rs
            .routes(routes!(handlers::list_orders))
            .routes(routes!(handlers::delete_order));
    --- server-rs/src/handlers.rs
    /// Ports [\`delete_order\`](../../server/app.py#L54), and answers 501 until it does.
    #[utoipa::path(
        delete,
        path = "/{order_id}",
        responses(
            (status = 204, description = "Successful Response"),
        ),
    )]
    pub async fn delete_order(
        axum::extract::Path(_order_id): axum::extract::Path<String>,
    ) -> StatusCode {
        StatusCode::NOT_IMPLEMENTED
    => stub, at StatusCode::NOT_IMPLEMENTED"
  `);
});

test("a handler that answers nothing has no types, and stands before the tests of its file", async () => {
  expect(await check(SMALL_CRATE, "DELETE /orders/{order_id}")).toMatchInlineSnapshot(`
    "--- server-rs/src/main.rs
        ).route("/orders/{order_id}", routing::delete(handlers::delete_order));
    --- server-rs/src/handlers.rs
    /// Ports [\`delete_order\`](../../server/app.py#L54), and answers 501 until it does.
    pub async fn delete_order(
        axum::extract::Path(_order_id): axum::extract::Path<String>,
    ) -> StatusCode {
        StatusCode::NOT_IMPLEMENTED
    => stub, at StatusCode::NOT_IMPLEMENTED"
  `);
});

test("a handler's name is one that its file does not have yet", async () => {
  const taken = "pub async fn delete_order() {}\npub async fn delete_order_handler() {}\n";
  const handlers = `${taken}${SMALL_CRATE["server-rs/src/handlers.rs"]}`;
  const text = await check({ ...SMALL_CRATE, "server-rs/src/handlers.rs": handlers }, "DELETE /orders/{order_id}");
  expect(text).toContain("routing::delete(handlers::delete_order_handler_2)");
});

test("without serde the handler has no types", async () => {
  const bare = { ...SMALL_CRATE, "server-rs/Cargo.toml": '[package]\nname = "shop"\n\n[dependencies]\naxum = "0.8"\n' };
  const text = await check(bare, "POST /orders/{order_id}/parts/{number}");
  expect(text).toContain("-> StatusCode {");
  expect(text).not.toContain("struct");
});

test("where no router is known, it says so", async () => {
  const empty = { ...SMALL_CRATE, "server-rs/src/main.rs": "fn main() {}\n" };
  await using project = await stubProject(empty);
  await expect(project.stub("DELETE /orders/{order_id}")).rejects.toThrow("No router of the Rust server is known");
});

test("what Rust has already gets no second handler", async () => {
  await using project = await stubProject(SMALL_CRATE);
  await expect(project.stub("GET /orders")).rejects.toThrow("not an endpoint that only the Python server has");
});

/** The route that a stub adds to the small crate, with another axum and another Python path. */
async function routeOf(axum: string, path: string, endpoint: string): Promise<string | undefined> {
  const changed = Object.entries(SMALL_CRATE).map(([file, text]) => {
    if (file.endsWith("Cargo.toml")) return [file, text.replace(/^axum = .*$/m, `axum = "${axum}"`)] as const;
    return [file, text.replace('@app.post("/orders/{order_id}/parts/{number}"', `@app.post("${path}"`)] as const;
  });
  return (await check(Object.fromEntries(changed), endpoint)).match(/\.route\([^,]*/)?.[0];
}

test("a route is written as the crate's axum spells parameters", async () => {
  const path = "/orders/{order_id}/parts/{number}";
  expect(await routeOf("0.8", path, `POST ${path}`)).toBe(`.route("${path}"`);
  expect(await routeOf("0.7.9", path, `POST ${path}`)).toBe('.route("/orders/:order_id/parts/:number"');
});

test("a parameter that takes the rest of the path does so in Rust as well", async () => {
  const path = "/orders/{order_id}/files/{number}";
  const python = path.replace("number", "number:path");
  expect(await routeOf("0.8", python, `POST ${path}`)).toBe('.route("/orders/{order_id}/files/{*number}"');
  expect(await routeOf("0.7", python, `POST ${path}`)).toBe('.route("/orders/:order_id/files/*number"');
});
