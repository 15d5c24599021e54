import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { PYTHON_VOCABULARY } from "#core/sources/python/frameworks/registry.ts";
import { outlinePieces } from "#core/sources/python/read/outline.ts";
import { createPythonOutlines } from "#core/sources/python/read/python-outlines.ts";
import { readPython } from "#core/sources/python/read/read-python.ts";
import { createSyntax, type WithTree } from "#core/syntax/create-syntax.ts";
import { createGrammars } from "#host/readers/grammars.ts";
import { editedTexts } from "../edited-texts.ts";
import { expectSame } from "../../expect-same.ts";

const withTree = await createSyntax(createGrammars()).load("python");

/** Reads texts one after the other, each as an edit of the last, and says which of them were parsed. */
function checkTexts(...texts: readonly string[]): string {
  const read = createPythonOutlines(PYTHON_VOCABULARY);
  let parsed = 0;
  const noting: WithTree = (text, use) => {
    parsed = Math.max(parsed, text.length);
    return withTree(text, use);
  };
  return texts
    .map((text) => {
      parsed = 0;
      const facts = read("a.py", text, noting);
      const pieces = outlinePieces(text, PYTHON_VOCABULARY.mentionsRoutes);
      expectSame(facts, readPython("a.py", text, withTree, PYTHON_VOCABULARY, pieces));
      const shown = text.length - pieces.reduce((sum, { start, end }) => sum + end - start - 1, 0);
      return parsed === 0 ? "kept" : parsed < shown ? "part" : "parsed";
    })
    .join(" ");
}

const LONG = '    value = load("something that is long enough to be left out of an outline of this file")\n'.repeat(2);
const HANDLER = `import x\n\n@app.get("/a")\ndef a(b: int = 1):\n${LONG}    return value\n\ndef last(): ...\n`;

test("typing in a body that is left out parses nothing, whether lines come or go", () => {
  const type = (typed: string): string => HANDLER.replace("load(", `load(${typed}`);
  expect(checkTexts(HANDLER, type("1, "), type("1,\n\n"), type(""))).toBe("parsed kept kept kept");
  expect(checkTexts(HANDLER, HANDLER.replace("return value", "return values"))).toBe("parsed kept");
});

test("what changes no more than one statement has only that parsed", () => {
  const undone = (from: string, to: string): string => checkTexts(HANDLER, HANDLER.replace(from, to), HANDLER);
  expect(undone("load(", "app.include_router(")).toBe("parsed part part");
  expect(undone("def a(", "def aa(")).toBe("parsed part part");
  expect(undone('"/a"', '"/b"')).toBe("parsed part part");
  expect(undone("@app", "@cache\n@app")).toBe("parsed part part");
  expect(undone("import x", "import x, y")).toBe("parsed part part");
  const long = HANDLER.replace("return value", `return value${" + value".repeat(40)}`);
  expect(checkTexts(long, long.replace("return", `${"    x = 1\n".repeat(20)}    return`))).toBe("parsed part");
});

test("what changes more, or is broken, has all parsed", () => {
  const undone = (from: string, to: string): string => checkTexts(HANDLER, HANDLER.replace(from, to), HANDLER);
  expect(undone("load(", "load('")).toBe("parsed parsed parsed");
  expect(undone("    return", "return")).toBe("parsed parsed parsed");
  expect(undone("import x", "import x; import y")).toBe("parsed parsed parsed");
  expect(undone("import x", "# import x")).toBe("parsed parsed parsed");
  expect(checkTexts(HANDLER, HANDLER.replace("import x", "import x \\"))).toBe("parsed parsed");
  expect(undone("import x\n\n", "if x:\n")).toBe("parsed parsed parsed");
});

test("after any edits of real sources the facts are those of a text that is read anew", () => {
  const root = fileURLToPath(new URL("../../../../examples/controller/core-server/core_server", import.meta.url));
  let [kept, part, all] = [0, 0, 0];
  for (const texts of editedTexts(root, ".py", ["x", "x", "\n", "", "  ", "'", "(", "# a\n", "router", "\r\n"])) {
    const how = checkTexts(...texts).split(" ");
    all += how.length;
    kept += how.filter((each) => each === "kept").length;
    part += how.filter((each) => each === "part").length;
  }
  expect(kept / all).toBeGreaterThan(0.12);
  expect(part / all).toBeGreaterThan(0.15);
});
