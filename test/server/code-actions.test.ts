import { expect, test } from "vitest";
import type { Diagnostic } from "vscode-languageserver";

import { createLines } from "#core/text/lines.ts";

import { endpointActions, mends } from "../../src/server/code-actions.ts";
import { diagnosticsByUri } from "../../src/server/diagnostics.ts";
import { sampleLedger, sampleRow } from "../protocol/sample-ledger.ts";

const project = { projectFile: "/home/ada/portolan.yaml", folder: "/home/ada" };

/** The mends of a finding at a stretch of text, each as its title and what the text becomes. */
function check(text: string, part: string, code: string, data: unknown): readonly string[] {
  const lines = createLines(text);
  const start = text.indexOf(part);
  const range = lines.rangeOf(start, start + part.length);
  const textIn = (each: typeof range): string => text.slice(lines.offsetAt(each.start), lines.offsetAt(each.end));
  const actions = mends("file:///a", textIn, [{ range, code, data, source: "portolan", message: "" }]);
  return actions.map(({ title, edit }) => {
    const [change] = edit?.changes?.["file:///a"] ?? [];
    if (change === undefined) return title;
    const { start: from, end: to } = change.range;
    return `${title}: ${text.slice(0, lines.offsetAt(from))}${change.newText}${text.slice(lines.offsetAt(to))}`;
  });
}

test("a word that was probably meant takes the place of the one that is not known", () => {
  expect(check("databse: 1", "databse", "yaml-unknown-key", { nearest: "database" })).toEqual([
    "Change to database: database: 1",
  ]);
  expect(check("databse: 1", "databse", "yaml-unknown-key", { known: "a, b" })).toEqual([]);
});

test("a mark that is not right any more is taken away", () => {
  expect(check("ready: /up # FILL IN: a path", "# FILL IN: a path", "project-fill-in", {})).toEqual([
    "This line is right: take the mark away: ready: /up",
  ]);
});

test("Rust's method becomes Python's, where it stands there once", () => {
  const facts = { rust: "POST", python: "PUT" };
  const route = '.route(\n    "/post/(a)",\n    post(replace),\n)';
  expect(check(route, route.slice(1), "method-differs", facts)).toEqual([
    'Answer PUT in place of POST: .route(\n    "/post/(a)",\n    put(replace),\n)',
  ]);
  expect(check("post(a).merge(post(b))", "post(a).merge(post(b))", "method-differs", facts)).toEqual([]);
});

test("parameters of a Rust route are named as the contract names them", () => {
  const facts = { side: "rust", path: "/a/{id}", other: "/a/{node_id}" };
  expect(check('route("/{id}", get(a))', 'route("/{id}", get(a))', "parameter-names-differ", facts)).toEqual([
    'Name it "/{node_id}": route("/{node_id}", get(a))',
  ]);
});

test("a Rust path gets the slash that Python's has, or loses it, where it stands in one text", () => {
  const facts = { side: "rust", path: "/api/a/", other: "/api/a" };
  const route = 'route("/a/", get(list))';
  expect(check(route, route, "path-slash-differs", facts)).toEqual([
    'Take the slash off: "/a": route("/a", get(list))',
  ]);
  const without = 'route("/a", get(list))';
  expect(check(without, without, "path-slash-differs", { side: "rust", path: "/api/a", other: "/api/a/" })).toEqual([
    'Put a slash behind it: "/a/": route("/a/", get(list))',
  ]);
  const inRouter = 'route("/", get(list))';
  expect(check(inRouter, inRouter, "path-slash-differs", facts)).toEqual([]);
  expect(check(route, route, "path-slash-differs", { ...facts, side: "python" })).toEqual([]);
});

test("a route that stands there twice is taken out, unless something else would go with it", () => {
  const facts = { side: "rust", first: "a.rs:2:1" };
  const route = 'route("/a", get(list))';
  expect(check(`Router::new()\n    .${route}\n    .layer(x)`, route, "route-duplicate", facts)).toEqual([
    "Take this route out: the one at a.rs:2:1 is there already: Router::new()\n    .layer(x)",
  ]);
  const chain = 'route("/a", get(list).post(add))';
  expect(check(`Router::new().${chain}`, chain, "route-duplicate", facts)).toEqual([]);
});

test("a status of utoipa's becomes Python's, where it stands there once", () => {
  const facts = { rust: 200, python: 201 };
  const attribute = "#[utoipa::path(post, responses((status = 200, body = A), (status = 422)))]";
  expect(check(attribute, attribute, "status-differs", facts)).toEqual([
    "Declare 201, as Python does: #[utoipa::path(post, responses((status = 201, body = A), (status = 422)))]",
  ]);
  expect(check("(status = 200), (status = 200)", "(status = 200), (status = 200)", "status-differs", facts)).toEqual(
    [],
  );
});

test("what only Python has can be created, and that mends the hint that it is missing", () => {
  const python = { python: "a.py:1", status: "unported" } as const;
  const row = sampleRow("GET /a", python);
  const hints = [...diagnosticsByUri({ ledger: sampleLedger([row]), findings: [] }, project).values()].flat();
  expect(hints.map(({ severity, message }) => `${severity}: ${JSON.stringify(message)}`)).toEqual([
    '4: "Rust has no handler for GET /a yet."',
  ]);
  const other = { ...hints[0], data: { endpoint: "GET /b" } };
  const actions = endpointActions("p", row, [...hints, other as Diagnostic]);
  expect(actions.map(({ title, diagnostics }) => [title, diagnostics])).toEqual([
    ["Create Rust handler for GET /a", hints],
  ]);
  const kept = sampleRow("GET /a", { ...python, status: "kept" });
  expect(endpointActions("p", kept, [])).toEqual([]);
  expect(diagnosticsByUri({ ledger: sampleLedger([kept]), findings: [] }, project).size).toBe(0);
});
