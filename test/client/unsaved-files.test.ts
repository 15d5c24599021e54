import { expect, test } from "vitest";

import { unsavedFiles } from "../../src/client/unsaved-files.ts";

test("only the sources of the two servers are saved", () => {
  const files = [
    "file:///project/py/nodes.py",
    "file:///project/rs/src/nodes.rs",
    "file:///project/rs/Cargo.toml",
    "file:///project/portolan.yaml",
    "file:///project/cases/nodes.yaml",
    "file:///project/py/README.md",
    "file:///project/python/other.py",
    "file:///elsewhere/nodes.py",
  ];
  expect(checkUnsaved(files, ["file:///project/py", "file:///project/rs"])).toMatchInlineSnapshot(`
    "saved: py/nodes.py, rs/src/nodes.rs, rs/Cargo.toml
    not saved: portolan.yaml, cases/nodes.yaml, py/README.md, python/other.py"
  `);
});

test("a server in the project's own folder does not have the project file saved", () => {
  expect(
    checkUnsaved(
      ["file:///project/app.py", "file:///project/portolan.yaml"],
      ["file:///project", "file:///project/rs"],
    ),
  ).toBe("saved: app.py\nnot saved: portolan.yaml");
});

test("a server beside the project's folder is saved too, and nothing where the project file cannot be used", () => {
  expect(checkUnsaved(["file:///rs/src/main.rs"], ["file:///rs"])).toBe("saved: file:///rs/src/main.rs\nnot saved: ");
  expect(checkUnsaved(["file:///project/app.py"], [])).toBe("saved: \nnot saved: app.py");
});

function checkUnsaved(files: readonly string[], serverFolders: readonly string[]): string {
  const { sources, others } = unsavedFiles(files, (file) => file, { folder: "file:///project", serverFolders });
  const text = (some: readonly string[]): string => some.map((file) => file.replace("file:///project/", "")).join(", ");
  return `saved: ${text(sources)}\nnot saved: ${text(others)}`;
}
