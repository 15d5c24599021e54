import { readdirSync } from "node:fs";

import { describe, expect, it } from "vitest";

import { openWindow, useWindow } from "../open-window.ts";

describe("a window", () => {
  const window = useWindow();

  it("shows the workspace's files", async () => {
    await window().runCommand("View: Show Explorer");
    const [name = ""] = readdirSync(window().workspace);
    await window().treeItem(name).waitFor();
  });
});

describe.each(["light", "high-contrast", "high-contrast-light"] as const)("a window in %s", (theme) => {
  const window = useWindow({ theme });

  it("has its colours", async () => {
    await window().page.locator(`.monaco-workbench.${kindsByTheme[theme]}`).waitFor();
    await window().screenshot(`workbench-${theme}`);
  });
});

const kindsByTheme = { light: "vs", "high-contrast": "hc-black", "high-contrast-light": "hc-light" } as const;

describe("a workspace that is not trusted", () => {
  it("is in restricted mode until it is trusted", async () => {
    await using window = await openWindow({ trust: "restricted" });
    const restricted = window.page.locator(".statusbar-item").filter({ hasText: "Restricted Mode" });
    await restricted.waitFor();
    await window.trustWorkspace();
    expect(await restricted.count()).toBe(0);
  });
});
