import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readRust } from "#core/sources/rust/read/read-rust.ts";
import { createRustOutlines } from "#core/sources/rust/read/rust-outlines.ts";
import { createSyntax, type WithTree } from "#core/syntax/create-syntax.ts";
import { createGrammars } from "#host/readers/grammars.ts";
import { editedTexts } from "../edited-texts.ts";

const withTree = await createSyntax(createGrammars()).load("rust");

/** Reads texts one after the other, each as an edit of the last, and says whether all of them was parsed or a part. */
function checkTexts(...texts: readonly string[]): string {
  const read = createRustOutlines();
  let parsed = 0;
  const noting =
    (note: (length: number) => void): WithTree =>
    (text, use) => {
      note(text.length);
      return withTree(text, use);
    };
  return texts
    .map((text) => {
      let all = 0;
      parsed = 0;
      const facts = read(
        "a.rs",
        text,
        noting((length) => (parsed = Math.max(parsed, length))),
      );
      const anew = readRust(
        "a.rs",
        text,
        noting((length) => (all = Math.max(all, length))),
        true,
      );
      expect(facts).toEqual(anew);
      return parsed < all ? "part" : "all";
    })
    .join(" ");
}

const ROUTES = `use axum::{routing::get, Router};

/// All of them.
#[cfg(feature = "a")]
pub fn router() -> Router {
    Router::new().route("/a", get(a))
}

async fn a() -> String {
    "a".into()
} // the end

struct B { c: i64 }
`;

function undone(from: string, to: string): string {
  return checkTexts(ROUTES, ROUTES.replace(from, to), ROUTES);
}

test("what changes no more than one item has only that parsed", () => {
  expect(undone('"/a"', '"/b"')).toBe("all part part");
  expect(undone("Router};", "Json, Router};")).toBe("all part part");
  expect(undone('"a")]\npub', '"b")]\npub')).toBe("all part part");
  expect(undone("String {\n", "String {\n    // a comment\n\n")).toBe("all part part");
  expect(undone("c: i64", "c: i64, d: i64")).toBe("all part part");
});

test("what changes more, is broken, or has macros of its own has all parsed", () => {
  expect(undone('"/a"', '"/a')).toBe("all all all");
  expect(undone("async fn", "/* async fn")).toBe("all all all");
  expect(undone("i64 }", "i64 } struct D;")).toBe("all all all");
  expect(undone("struct B", "// struct B")).toBe("all all all");
  expect(undone("Router};", "Router}; macro_rules! m { () => {} }")).toBe("all all all");
});

test("after any edits of real sources the facts are those of a text that is read anew", () => {
  const root = fileURLToPath(new URL("../../../../examples/controller/core-server-rs/src", import.meta.url));
  let part = 0;
  for (const texts of editedTexts(root, ".rs", [
    "x",
    "x",
    "\n",
    "",
    "  ",
    '"',
    "(",
    "// a\n",
    "/*",
    "Router",
    "\r\n",
  ])) {
    part += checkTexts(...texts).split("part").length - 1;
  }
  expect(part).toBeGreaterThan(100);
});
