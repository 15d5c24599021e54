/** A migration in another style than the example's: no contract, all routes in one function, handlers in a file of their own. */
export const SMALL_CRATE: Readonly<Record<string, string>> = {
  "portolan.yaml": `version: 1
servers:
  python: { folder: server, start: "uvicorn app:app --port \${port}", ready: /up }
  rust: { folder: server-rs, start: "target/debug/shop --port \${port}", ready: /up }
database: { engine: none }
`,
  "server/requirements.txt": "fastapi\n",
  "server/app.py": `from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal, Optional
from uuid import UUID

from fastapi import FastAPI
from pydantic import BaseModel, Field

app = FastAPI()


class Part(BaseModel):
    name: str
    parts: list[Part] = []
    holder: Optional[Part] = None


class Order(BaseModel):
    id: UUID
    type: str
    total: Decimal
    placed_at: datetime = Field(alias="placedAt")
    due: date | None
    notes: dict[str, list[int]]
    state: Literal["open", "closed"]
    part: Part
    extra: Annotated[float, Field(ge=0)] = 0.0


class NewOrder(BaseModel):
    type: str
    amount: int = 1
    part: Part | None = None


@app.get("/up")
def up() -> dict[str, str]:
    return {"status": "ok"}


@app.get("/orders")
def list_orders() -> list[Order]: ...


@app.post("/orders/{order_id}/parts/{number}", status_code=201)
def add_part(order_id: str, number: int, order: NewOrder) -> Order:
    """Adds a part."""
    ...


@app.delete("/orders/{order_id}", status_code=204)
def delete_order(order_id: str) -> None: ...
`,
  "server-rs/Cargo.toml": `[package]
name = "shop"
version = "0.1.0"
edition = "2021"

[dependencies]
axum = { version = "0.8", default-features = false, features = ["http1", "json", "matched-path", "tokio"] }
serde = { version = "1", features = ["derive"] }
tokio = { version = "1", features = ["macros", "net", "rt-multi-thread", "signal"] }

[dependencies.serde_json]
version = "1"
features = ["arbitrary_precision", "float_roundtrip", "preserve_order"]
`,
  "server-rs/src/main.rs": `mod handlers;

use axum::{routing, Router};

#[tokio::main]
async fn main() {
    // .route("/in/a/comment", routing::get(handlers::nothing))
    let app = Router::new().route("/up", routing::get(handlers::up)).route(
        "/orders",
        routing::get(handlers::list_orders), // ")"
    );
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    axum::serve(listener, app).await.unwrap();
}
`,
  "server-rs/src/handlers.rs": `use axum::http::StatusCode;
use axum::Json;

pub async fn up() -> Json<serde_json::Value> {
    Json(serde_json::json!({ "status": "ok" }))
}

pub async fn list_orders() -> StatusCode {
    StatusCode::OK
}

#[cfg(test)]
mod tests {
    #[test]
    fn nothing() {}
}
`,
};
