import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readRust } from "#core/sources/rust/read/read-rust.ts";
import { createRustOutlines } from "#core/sources/rust/read/rust-outlines.ts";
import { createSyntax, type WithTree } from "#core/syntax/create-syntax.ts";
import { createGrammars } from "#host/readers/grammars.ts";
import { editedTexts } from "../edited-texts.ts";
import { expectSame } from "../../expect-same.ts";

const withTree = await createSyntax(createGrammars()).load("rust");

/**
 * Reads texts one after the other, each as an edit of the last, and says whether all of them was parsed or a part, or
 * that the text is broken.
 */
function checkTexts(...texts: readonly string[]): string {
  const read = createRustOutlines();
  let parsed = 0;
  const noting =
    (note: (length: number, isBroken: boolean) => void): WithTree =>
    (text, use) =>
      withTree(text, (root) => {
        note(text.length, root.hasError);
        return use(root);
      });
  return texts
    .map((text) => {
      let all = 0;
      let broken = false;
      parsed = 0;
      const facts = read(
        "a.rs",
        text,
        noting((length) => (parsed = Math.max(parsed, length))),
      );
      const anew = readRust(
        "a.rs",
        text,
        noting((length, isBroken) => {
          if (length > all) [all, broken] = [length, isBroken];
        }),
        true,
      );
      expectSame(facts, anew);
      return broken ? "broken" : parsed < all ? "part" : "all";
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
  expect(undone('"/a"', '"/a')).toBe("all broken all");
  expect(undone("async fn", "/* async fn")).toBe("all broken all");
  expect(undone("i64 }", "i64 } struct D;")).toBe("all all all");
  expect(undone("struct B", "// struct B")).toBe("all all all");
  expect(undone("Router};", "Router}; macro_rules! m { () => {} }")).toBe("all all all");
});

test("after any edits of real sources the facts are those of a text that is read anew", () => {
  const root = fileURLToPath(new URL("../../../../examples/controller/core-server-rs/src", import.meta.url));
  let [whole, part] = [0, 0];
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
    const how = checkTexts(...texts).split(" ");
    const ofWhole = how.slice(1).filter((each, index) => each !== "broken" && how[index] !== "broken");
    whole += ofWhole.length;
    part += ofWhole.filter((each) => each === "part").length;
  }
  // The others touch two items, lines between items, or a comment's mark.
  expect(part / whole).toBeGreaterThan(0.5);
  expect(whole).toBeGreaterThan(150);
});
