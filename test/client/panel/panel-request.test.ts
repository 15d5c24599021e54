import { expect, test } from "vitest";

import { panelPage } from "../../../src/client/panel/panel-page.ts";
import { readPanelMemory, readPanelRequest } from "../../../src/client/panel/panel-request.ts";

test("the requests of the protocol are taken, without what does not belong to them", () => {
  expect(readPanelRequest({ kind: "run", more: 1 })).toEqual({ kind: "run" });
  expect(readPanelRequest({ kind: "go-to-handler", side: "rust" })).toEqual({ kind: "go-to-handler", side: "rust" });
  const difference = { kind: "go-to-difference", caseId: "a", difference: 2, side: "python" };
  expect(readPanelRequest(difference)).toEqual(difference);
  const crash = { kind: "go-to-crash", caseId: "a", side: "rust" };
  expect(readPanelRequest(crash)).toEqual(crash);
  expect(readPanelRequest({ kind: "go-to-case", caseId: "a" })).toEqual({ kind: "go-to-case", caseId: "a" });
  const ignored = { kind: "ignore-cause", cause: 2 };
  expect(readPanelRequest({ ...ignored, side: "rust" })).toEqual(ignored);
  expect(readPanelRequest({ kind: "copy-as-curl", caseId: "a" })).toEqual({ kind: "copy-as-curl", caseId: "a" });
});

test("anything else is not", () => {
  const wrong = [
    null,
    "run",
    {},
    { kind: "delete" },
    { kind: "go-to-handler", side: "java" },
    { kind: "go-to-difference", caseId: "a", difference: 1.5, side: "rust" },
    { kind: "ignore-cause" },
    { kind: "go-to-crash", caseId: "a" },
    { kind: "copy-as-curl", caseId: 7 },
  ];
  expect(wrong.map(readPanelRequest)).toEqual(wrong.map(() => undefined));
});

test("a page of an earlier window says which endpoint it showed", () => {
  const memory = { project: "file:///home/ada/portolan.yaml", endpoint: "GET /a" };
  expect(readPanelMemory(memory)).toEqual(memory);
  expect(readPanelMemory({ project: 1 })).toBeUndefined();
  expect(readPanelMemory(undefined)).toBeUndefined();
});

test("the page runs our script only, and loads nothing but our style and font", () => {
  const page = panelPage({ script: "vscode:/panel.js", style: "vscode:/panel.css", source: "vscode:", nonce: "abc" });
  expect(/Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1]).toMatchInlineSnapshot(
    `"default-src 'none'; script-src 'nonce-abc'; style-src vscode:; font-src vscode:; base-uri 'none'; form-action 'none'"`,
  );
  expect(page.match(/<script[^>]*>[^<]*/g)).toEqual(['<script nonce="abc" src="vscode:/panel.js">']);
  expect(page).not.toMatch(/ style=| on\w+=/);
});
