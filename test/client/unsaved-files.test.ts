import { expect, test } from "vitest";

import { unsavedFiles } from "../../src/client/unsaved-files.ts";

test("only the sources of the two servers are saved", () => {
  const files = [
    "file:///work/py/nodes.py",
    "file:///work/rs/src/nodes.rs",
    "file:///work/rs/Cargo.toml",
    "file:///work/portolan.yaml",
    "file:///work/cases/nodes.yaml",
    "file:///work/py/README.md",
    "file:///work/python/other.py",
    "file:///elsewhere/nodes.py",
  ];
  expect(checkUnsaved(files, ["file:///work/py", "file:///work/rs"])).toMatchInlineSnapshot(`
    "saved: py/nodes.py, rs/src/nodes.rs, rs/Cargo.toml
    not saved: portolan.yaml, cases/nodes.yaml, py/README.md, python/other.py"
  `);
});

test("a server in the project's own folder does not have the project file saved", () => {
  expect(checkUnsaved(["file:///work/app.py", "file:///work/portolan.yaml"], ["file:///work", "file:///work/rs"])).toBe(
    "saved: app.py\nnot saved: portolan.yaml",
  );
});

test("a server beside the project's folder is saved too, and nothing where the project file cannot be used", () => {
  expect(checkUnsaved(["file:///rs/src/main.rs"], ["file:///rs"])).toBe("saved: file:///rs/src/main.rs\nnot saved: ");
  expect(checkUnsaved(["file:///work/app.py"], [])).toBe("saved: \nnot saved: app.py");
});

function checkUnsaved(files: readonly string[], serverFolders: readonly string[]): string {
  const { sources, others } = unsavedFiles(files, (file) => file, { folder: "file:///work", serverFolders });
  const text = (some: readonly string[]): string => some.map((file) => file.replace("file:///work/", "")).join(", ");
  return `saved: ${text(sources)}\nnot saved: ${text(others)}`;
}
