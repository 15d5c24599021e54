import { expect, test } from "vitest";

import { createLines } from "#core/text/lines.ts";

import { endpointActions, mends } from "../../src/server/code-actions.ts";
import { sampleRow } from "../protocol/sample-ledger.ts";

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

test("what only Python has can be created", () => {
  const python = { python: "a.py:1", status: "unported" } as const;
  expect(endpointActions("p", sampleRow("GET /a", python)).map(({ title }) => title)).toEqual([
    "Create Rust handler for GET /a",
  ]);
  expect(endpointActions("p", sampleRow("GET /a", { ...python, status: "kept" }))).toEqual([]);
});
