import { expect, test } from "vitest";
import { createIndex } from "#core/index/create-index.ts";
import { createReaders, languages } from "#core/session/languages.ts";
import { createGrammars } from "#host/readers/grammars.ts";
import { memoryFiles } from "../../fixtures/project/memory-files.ts";

const readers = createReaders(createGrammars());

const KIT = `use axum::{routing::get, Router};
pub fn kit() -> Router { Router::new().route("/kit", get(one)) }
`;

test("a package beside the server's folder is followed as it and the manifest change", async () => {
  const manifest = '[package]\nname = "server"\n[dependencies]\nkit = { path = "../kit" }\n';
  const files = memoryFiles({
    "kit/Cargo.toml": '[package]\nname = "kit"\n',
    "kit/src/lib.rs": KIT,
    "server/Cargo.toml": manifest,
    "server/src/main.rs": "fn main() { axum::serve(l, kit::kit()) }\n",
  });
  const index = createIndex({ files, readers, languages, layout: { folders: { rust: "server" } } });
  const paths = async (): Promise<string> => {
    const { routes } = await index.snapshot();
    return routes.rust
      .filter(({ implicit }) => !implicit)
      .map(({ path }) => path)
      .join(" ");
  };
  expect(await paths()).toBe("/kit");
  index.change("kit/src/lib.rs", KIT.replace("/kit", "/kits"));
  expect(await paths()).toBe("/kits");
  index.change("server/Cargo.toml", '[package]\nname = "server"\n');
  expect(await paths()).toBe("");
  index.change("server/Cargo.toml", manifest);
  expect(await paths()).toBe("/kits");
});
