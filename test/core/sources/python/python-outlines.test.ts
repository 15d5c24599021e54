import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { PYTHON_VOCABULARY } from "#core/sources/python/frameworks/registry.ts";
import { outlinePieces } from "#core/sources/python/read/outline.ts";
import { createPythonOutlines } from "#core/sources/python/read/python-outlines.ts";
import { readPython } from "#core/sources/python/read/read-python.ts";
import { createSyntax, type WithTree } from "#core/syntax/create-syntax.ts";
import { createGrammars } from "#host/readers/grammars.ts";

const withTree = await createSyntax(createGrammars()).load("python");

/** Reads texts one after the other, each as an edit of the last, and says which of them were parsed. */
function checkTexts(...texts: readonly string[]): string {
  const read = createPythonOutlines(PYTHON_VOCABULARY);
  let parsed = false;
  const noting: WithTree = (text, use) => {
    parsed = true;
    return withTree(text, use);
  };
  return texts
    .map((text) => {
      parsed = false;
      const facts = read("a.py", text, noting);
      const pieces = outlinePieces(text, PYTHON_VOCABULARY.mentionsRoutes);
      expect(facts).toEqual(readPython("a.py", text, withTree, PYTHON_VOCABULARY, pieces));
      return parsed ? "parsed" : "kept";
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

test("what changes more than one body is parsed", () => {
  expect(checkTexts(HANDLER, HANDLER.replace("load(", "load('"))).toBe("parsed parsed");
  expect(checkTexts(HANDLER, HANDLER.replace("load(", "app.include_router("))).toBe("parsed parsed");
  expect(checkTexts(HANDLER, HANDLER.replace("def a(", "def aa("))).toBe("parsed parsed");
  expect(checkTexts(HANDLER, HANDLER.replace("    return", "return"))).toBe("parsed parsed");
  const long = HANDLER.replace("return value", `return value${" + value".repeat(40)}`);
  expect(checkTexts(long, long.replace("return", `${"    x = 1\n".repeat(20)}    return`))).toBe("parsed parsed");
});

test("after any edits of real sources the facts are those of a text that is read anew", () => {
  const root = fileURLToPath(new URL("../../../../examples/controller/core-server/core_server", import.meta.url));
  const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".py"));
  let state = 1;
  const next = (below: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const pieces = ["x", "x", "\n", "", "  ", "'", "(", "# a\n", "router", "\r\n"];
  let kept = 0;
  for (const file of files.toSorted().slice(0, 30)) {
    let text = readFileSync(join(root, file), "utf8");
    const texts = [text];
    for (let edit = 0; edit < 25; edit += 1) {
      const at = next(text.length);
      const changed = text.slice(0, at) + (pieces[next(pieces.length)] ?? "") + text.slice(at + next(4));
      texts.push(changed);
      // Mostly back again, so that what is typed does not break the file for good.
      if (next(3) > 0) texts.push(text);
      else text = changed;
    }
    kept += checkTexts(...texts).split("kept").length - 1;
  }
  expect(kept).toBeGreaterThan(40);
});
