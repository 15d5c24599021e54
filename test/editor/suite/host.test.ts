import assert from "node:assert/strict";

import { describe, it } from "mocha";
import * as vscode from "vscode";

describe("the extension host", () => {
  it("is that of a VS Code that the extension supports", () => {
    const [major, minor] = vscode.version.split(".").map(Number);
    assert.ok(major === 1 && minor !== undefined && minor >= 110, vscode.version);
  });

  it("has the workspace open", () => {
    assert.equal(vscode.workspace.workspaceFolders?.length, 1);
    assert.equal(vscode.workspace.workspaceFolders[0]?.uri.scheme, "file");
  });
});
