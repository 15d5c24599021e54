import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { findFunctionBodies as findPython } from "#core/sources/python/read/function-bodies.ts";
import { lowerBlock } from "#core/sources/python/read/lower-statement.ts";
import { PYTHON_VOCABULARY } from "#core/sources/python/frameworks/registry.ts";
import { outlinePieces } from "#core/sources/python/read/outline.ts";
import { readPython } from "#core/sources/python/read/read-python.ts";
import { findFunctionBodies as findRust } from "#core/sources/rust/read/function-bodies.ts";
import { createMacroBudget } from "#core/sources/rust/macros/macro-budget.ts";
import { rulesIn } from "#core/sources/rust/macros/macro-rules.ts";
import { lowerItem, lowerItems } from "#core/sources/rust/read/lower-item.ts";
import { readRust } from "#core/sources/rust/read/read-rust.ts";
import { createSourceText } from "#core/sources/source-text.ts";
import { createSyntax } from "#core/syntax/create-syntax.ts";
import { createGrammars } from "#host/readers/grammars.ts";

const fixtures = fileURLToPath(new URL("../../fixtures/routes", import.meta.url));
const syntax = createSyntax(createGrammars());

/** The bodies that are found, one a line, line breaks shown. */
function checkPython(...lines: readonly string[]): string {
  const text = lines.join("\n");
  return bodiesOf(text, findPython(text));
}

function checkRust(...lines: readonly string[]): string {
  const text = lines.join("\n");
  return bodiesOf(text, findRust(text));
}

function bodiesOf(text: string, bodies: readonly { readonly start: number; readonly end: number }[]): string {
  return bodies.map(({ start, end }) => text.slice(start, end).replaceAll(/\s*\n\s*/g, "↵")).join(" | ");
}

function fixtureTexts(ending: string): readonly string[] {
  const names = readdirSync(fixtures, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(ending));
  return names.map((name) => readFileSync(join(fixtures, name), "utf8").replace(/^\uFEFF/, ""));
}

describe("Python", () => {
  test("a body goes from its first statement to the end of its last one", () => {
    expect(
      checkPython("def f(a,", "      b):", "  # first", "  x = 1", "", "  return x  # last", "# behind", "y = 2"),
    ).toBe("x = 1↵return x");
  });

  test("bodies within bodies follow them, and a body on the line of its def is none", () => {
    expect(checkPython("class A:", "  async def f(self):", "    def g(): return 1", "    def h():", "      pass")).toBe(
      "def g(): return 1↵def h():↵pass | pass",
    );
  });

  test("brackets, backslashes and strings over several lines do not end a body", () => {
    expect(
      checkPython("def f():", "  a = [", "1,", "]", "  b = 1 + \\", "2", '  c = """', "def g():", '"""', "d = 3"),
    ).toBe('a = [↵1,↵]↵b = 1 + \\↵2↵c = """↵def g():↵"""');
  });

  test.each([
    ["a quote behind a backslash", String.raw`'\''`],
    ["a raw string that ends in a backslash and a quote", String.raw`r'\'['`],
    ["quotes within the braces of an f-string", `f"{x["a"]}{y['}']!r:>{w}}"`],
    ["a quote as what fills a formatted value", `f"{x:'>10}"`],
    ["doubled braces", `f"{{'{x}'}}"`],
    ["a brace behind a backslash", String.raw`rf'(\{{%)({x})'`],
    ["a comment sign in a string", `"#("`],
    ["a comment with an open bracket", `1  # (`],
  ])("%s", (_, expression) => {
    expect(checkPython("def f():", `  x = ${expression}`, "  return x", "def g():", "  y")).toMatch(
      /^x = .*↵return x \| y$/,
    );
  });

  test("where a bracket or a string is left open, what ends before it is still found", () => {
    expect(checkPython("def f():", "  a", "def g():", "  b = (", "def h():", "  c")).toBe("a");
    expect(checkPython("def f():", "  a", "def g():", "  b = '", "def h():", "  c")).toBe("a");
    expect(checkPython("def f():", "  a", "def g():", "  b)", "def h():", "  c")).toBe("a");
  });

  test("tabs count eight, a line break may be CRLF", () => {
    expect(checkPython("if a:\r", "        def f():\r", "\t\tx\r", "\t\ty\r", "\tz\r", "")).toBe("x↵y");
  });

  test("an outline that is cut out of the text says what one says that is parsed as a whole", async () => {
    const withTree = await syntax.load("python");
    for (const text of fixtureTexts(".py")) {
      const source = { ...createSourceText(text), isOutline: true, mentionsRoutes: PYTHON_VOCABULARY.mentionsRoutes };
      expect(readPython("a.py", text, withTree, PYTHON_VOCABULARY, outlineOf(text)).body).toEqual(
        withTree(text, (root) => lowerBlock(root, source)),
      );
    }
  });
});

function outlineOf(text: string) {
  return outlinePieces(text, PYTHON_VOCABULARY.mentionsRoutes);
}

describe("Rust", () => {
  test("a body is what stands between the braces", () => {
    expect(
      checkRust("pub async fn f<'a, T: Fn(u8) -> u8>(x: &'a T) -> Vec<T> where T: X, { a; { b } }", "fn g() {}"),
    ).toBe(" a; { b }  | ");
  });

  test("bodies within bodies follow them; declarations and types of functions have none", () => {
    expect(checkRust("trait A { fn a(); fn b(f: fn(u8) -> u8) { fn c() { d } } }", "type F = fn(u8);")).toBe(
      " fn c() { d }  |  d ",
    );
  });

  test.each([
    ["a brace as a character", "'{'"],
    ["a quote as a character", String.raw`'\''`],
    ["a character by its number", String.raw`'\u{7B}'`],
    ["a lifetime", "'outer: loop {}"],
    ["a string", String.raw`"\"{"`],
    ["a raw string", '"{"; r#"}"{"#'],
    ["a raw name", "r#fn"],
    ["a comment within a comment", "/* { /* { */ } } */ 1"],
    ["a comment to the end of its line", "// {\n1"],
    ["a macro's input", "m! { fn x() { y } }"],
    ["a negation", "if !(a) { fn_() }"],
  ])("%s", (_, expression) => {
    expect(checkRust(`fn f() { ${expression} }`, "fn g() { y }").split(" | ").slice(1)).toEqual([" y "]);
  });

  test("a constant in braces among the generics is no body", () => {
    expect(checkRust("fn f(a: A<{ N + 1 }>) -> B<{ N }> { c }")).toBe(" c ");
  });

  test("where brackets do not match, what ends before is still found", () => {
    expect(checkRust("fn f() { a }", "fn g() { b )", "fn h() { c }")).toBe(" a ");
    expect(checkRust("fn f() { a }", "fn g() { ( ", "fn h() { c } ")).toBe(" a  |  c ");
    expect(checkRust("fn f() { a }", 'fn g() { "', "fn h() { c } ")).toBe(" a ");
  });

  test("an outline that is cut out of the text says what one says that is parsed as a whole", async () => {
    const withTree = await syntax.load("rust");
    for (const text of fixtureTexts(".rs")) {
      const source = createSourceText(text);
      const context = { source, withTree, offset: 0, depth: 0, isOutline: true, lowerItem };
      const whole = withTree(text, (root) =>
        lowerItems(root, { ...context, rulesOf: rulesIn(root), macros: createMacroBudget() }),
      );
      expect(readRust("a.rs", text, withTree, true).items).toEqual(whole);
    }
  });
});
