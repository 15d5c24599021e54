import { expect, test } from "vitest";
import { placeText } from "#core/model/place.ts";
import { crateOf } from "./crate-of.ts";

/** What is kept of the first route of a crate, beside its path. */
async function checkFacts(handler: string): Promise<string> {
  const main = `use axum::{Json, Router, routing::post};
pub fn app() -> Router { Router::new().route("/x", post(handle)) }
${handler}
`;
  const index = crateOf({ "Cargo.toml": '[package]\nname = "server"\n', "src/lib.rs": main });
  const { routes } = await index.snapshot();
  const [route] = routes.rust;
  if (!route) return "no route";
  const { tags, isDeprecated, statusCode, statusCodes, requestModel, responseModel, dependencies } = route;
  return [
    tags && `tags ${tags.join(", ")}`,
    isDeprecated && "deprecated",
    statusCodes && `answers ${statusCodes.join(", ")}, mostly ${statusCode}`,
    requestModel && `takes ${requestModel.text} ${placeText(requestModel.place)}`,
    responseModel && `gives ${responseModel.text} ${placeText(responseModel.place)}`,
    dependencies && `after ${dependencies.join(", ")}`,
  ]
    .filter(Boolean)
    .join("\n");
}

test("utoipa's attribute, spelt in all of its ways", async () => {
  const handler = `#[utoipa::path(
    post, path = "/x", tags = ["a", "b"], tag = "c",
    request_body(content = Vec<Input>, content_type = "application/json"),
    security(("bearer" = []), ("key" = ["read", "write"])),
    responses(
        (status = NOT_FOUND, description = "status = 204, body = X", body = ErrorDetail),
        (status = StatusCode::CREATED, body = HashMap<String, Node>, description = "made"),
        (status = "4XX", body = ErrorDetail),
        (status = 422),
    ),
)]
#[deprecated(note = "old")]
async fn handle(Json(input): Json<Other>) -> Result<Json<Wrong>, ApiError> {}`;
  expect(await checkFacts(handler)).toMatchInlineSnapshot(`
    "tags a, b, c
    deprecated
    answers 201, 404, 422, mostly 201
    takes Vec<Input> src/lib.rs:3:1
    gives HashMap<String,Node> src/lib.rs:9:47
    after bearer, key"
  `);
});

test("without an attribute, the signature", async () => {
  const handler = "async fn handle(State(app): State<App>, axum::Json(input): axum::Json<Input<A>>) -> Json<Node> {}";
  expect(await checkFacts(handler)).toMatchInlineSnapshot(`
    "takes Input<A> src/lib.rs:3:10
    gives Json<Node> src/lib.rs:3:85"
  `);
  expect(await checkFacts("async fn handle() -> impl IntoResponse {}")).toMatchInlineSnapshot(`""`);
});
