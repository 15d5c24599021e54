import { expect, test } from "vitest";

import { folderOf, joinPath, pathOfUri, relativePath, uriOfPath } from "../../src/server/uris.ts";

test("a path survives the way through a URI", () => {
  for (const path of ["/a b/ü#?%.py", "/(x)/'y'!", "/a/b+c@d:e"]) expect(pathOfUri(uriOfPath(path))).toBe(path);
});

test("a drive is written in lower case, as editors do", () => {
  expect(pathOfUri("file:///C%3A/home/ada/a.py")).toBe("c:/home/ada/a.py");
  expect(uriOfPath("c:/home/ada")).toBe("file:///c%3A/home/ada");
});

test("only files have a path", () => {
  expect(pathOfUri("untitled:Untitled-1")).toBeUndefined();
  expect(pathOfUri("git:/a.py")).toBeUndefined();
});

test("a relative path leads from the folder to the file and back", () => {
  expect(relativePath("/a/b", "/a/b/c/d.py")).toBe("c/d.py");
  expect(relativePath("/a/b", "/a/c.py")).toBe("../c.py");
  expect(relativePath("/a/b", "/a/bc/d.py")).toBe("../bc/d.py");
  expect(joinPath("/a/b", "../c.py")).toBe("/a/c.py");
  expect(joinPath("/a/b", "./c/d.py")).toBe("/a/b/c/d.py");
  expect(folderOf("/portolan.yaml")).toBe("/");
});
