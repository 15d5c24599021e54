import { delimiter, join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";

import { normalForm } from "#core/gates/contract/normal-form.ts";
import type { Json } from "#core/model/operation.ts";
import { spotPointers } from "#core/gates/contract/spot-pointers.ts";
import type { ContractDiffProgram } from "#core/model/gates/gate-settings.ts";
import { createContractDiffs } from "#host/contracts/contract-diffs.ts";
import { createWatchdog } from "#host/watchdog/watchdog.ts";

import { installedOasdiff } from "./installed-oasdiff.ts";

const ROOT = join(import.meta.dirname, "../../..");

type Schemas = Readonly<Record<string, Json>>;

/** One operation, as one of two servers describes it. */
interface Described {
  readonly operation: Json;
  readonly schemas: Schemas;
}

const text = { type: "string" };

function object(properties: Schemas, required: readonly string[] = []): Json {
  return { type: "object", required, properties };
}

/** An operation that answers with this schema. */
function answers(schema: Json, schemas: Schemas = {}): Described {
  const content = { "application/json": { schema } };
  return { operation: { responses: { 200: { description: "ok", content } } }, schemas };
}

/** An operation that takes this schema as its body. */
function takes(schema: Json): Described {
  const content = { "application/json": { schema } };
  return { operation: { requestBody: { content }, responses: { 204: { description: "done" } } }, schemas: {} };
}

function described(members: Schemas): Described {
  return { operation: { responses: { 204: { description: "done" } }, ...members }, schemas: {} };
}

function query(name: string, more: Schemas = {}): Json {
  return { name, in: "query", schema: text, ...more };
}

type Pair = readonly [name: string, python: Described, rust: Described];

/** What FastAPI and utoipa write of the same. */
const EQUAL: readonly Pair[] = [
  [
    "or null",
    answers(object({ a: { anyOf: [text, { type: "null" }], title: "A" } })),
    answers(object({ a: { type: ["string", "null"] } })),
  ],
  [
    "a reference or null, null first",
    answers(object({ a: { anyOf: [{ $ref: "#/components/schemas/N" }, { type: "null" }] } }), {
      N: object({ b: text }, ["b"]),
    }),
    answers(object({ a: { oneOf: [{ type: "null" }, { $ref: "#/components/schemas/M" }] } }), {
      M: object({ b: text }, ["b"]),
    }),
  ],
  [
    "allOf of one, with a default of null",
    answers(object({ a: { allOf: [{ $ref: "#/components/schemas/N" }], default: null } }), { N: object({ b: text }) }),
    answers(object({ a: { $ref: "#/components/schemas/N" } }), { N: object({ b: text }) }),
  ],
  [
    "nullable of OpenAPI 3.0",
    answers(object({ a: { ...text, nullable: true } })),
    answers(object({ a: { type: ["string", "null"] } })),
  ],
  [
    "inline against a reference",
    answers({ $ref: "#/components/schemas/N" }, { N: object({ b: text }) }),
    answers(object({ b: text })),
  ],
  [
    "const against an enum of one",
    answers(object({ a: { ...text, const: "x" } })),
    answers(object({ a: { ...text, enum: ["x"] } })),
  ],
  [
    "the order of parameters, and required: false",
    described({ parameters: [query("a"), query("b", { required: false })] }),
    described({ parameters: [query("b"), query("a")] }),
  ],
  [
    "the width of an integer",
    answers(object({ a: { type: "integer" } })),
    answers(object({ a: { type: "integer", format: "int64" } })),
  ],
  [
    "a query that may be left out",
    described({ parameters: [query("a", { schema: { anyOf: [{ ...text, enum: ["x"] }, { type: "null" }] } })] }),
    described({ parameters: [query("a", { schema: { ...text, enum: ["x"] } })] }),
  ],
  ["the width of a float", answers({ type: "number" }), answers({ type: "number", format: "double" })],
  [
    "anyOf against oneOf",
    answers({ anyOf: [text, { type: "integer" }] }),
    answers({ oneOf: [text, { type: "integer" }] }),
  ],
  [
    "an enum or null, in another order",
    answers(object({ a: { anyOf: [{ ...text, enum: ["b", "a"] }, { type: "null" }] } })),
    answers(object({ a: { type: ["string", "null"], enum: ["a", "b", null] } })),
  ],
  [
    "a tree under another name",
    answers(
      { $ref: "#/components/schemas/T" },
      { T: object({ kids: { type: "array", items: { $ref: "#/components/schemas/T" } } }) },
    ),
    answers(
      { $ref: "#/components/schemas/Tree" },
      { Tree: object({ kids: { type: "array", items: { $ref: "#/components/schemas/Tree" } } }) },
    ),
  ],
  [
    "a decimal, which is a number or a text, or null",
    takes(object({ a: { anyOf: [{ type: "number", minimum: 0 }, text, { type: "null" }], title: "A" } })),
    takes(object({ a: { type: ["string", "number", "null"], minimum: 0 } })),
  ],
  [
    "a model that extends another one",
    answers(object({ a: text, b: text }, ["a", "b"])),
    answers(
      { allOf: [{ $ref: "#/components/schemas/A" }, object({ b: text }, ["b"])], description: "Both." },
      { A: object({ a: text }, ["a"]) },
    ),
  ],
  [
    "titles, tags, summaries and operation ids",
    described({ operationId: "x_x_get", tags: ["x"], summary: "X" }),
    described({ operationId: "x" }),
  ],
];

const BREAKING: readonly Pair[] = [
  ["a type", answers(object({ a: text })), answers(object({ a: { type: "integer" } }))],
  ["a member that is gone", answers(object({ a: text, b: text })), answers(object({ a: text }))],
  ["a member that may be absent now", answers(object({ a: text }, ["a"])), answers(object({ a: text }))],
  ["a member that may be null now", answers(object({ a: text })), answers(object({ a: { type: ["string", "null"] } }))],
  [
    "a parameter that must be sent now",
    described({ parameters: [query("a")] }),
    described({ parameters: [query("a", { required: true })] }),
  ],
  ["a parameter that is gone", described({ parameters: [query("a")] }), described({})],
  [
    "another status",
    described({ responses: { 201: { description: "made" } } }),
    described({ responses: { 200: { description: "made" } } }),
  ],
  [
    "another media type",
    answers(text),
    {
      operation: { responses: { 200: { description: "ok", content: { "text/plain": { schema: text } } } } },
      schemas: {},
    },
  ],
  [
    "a value that is refused now",
    takes(object({ a: { ...text, enum: ["a", "b"] } })),
    takes(object({ a: { ...text, enum: ["a"] } })),
  ],
  [
    "a value that was never answered",
    answers(object({ a: { ...text, enum: ["a"] } })),
    answers(object({ a: { ...text, enum: ["a", "b"] } })),
  ],
  [
    "a member that must be sent now",
    takes(object({ a: text, b: text }, ["a"])),
    takes(object({ a: text, b: text }, ["a", "b"])),
  ],
  [
    "a member of both parts that is otherwise in one",
    answers(object({ a: text, b: text })),
    answers({ allOf: [object({ a: text }), object({ a: { type: "integer" }, b: text })] }),
  ],
  [
    "a bound of one of two types",
    takes(object({ a: { anyOf: [text, { type: "integer" }] } })),
    takes(object({ a: { oneOf: [text, { type: "integer", minimum: 0 }] } })),
  ],
  ["a bound", takes(object({ a: text })), takes(object({ a: { ...text, maxLength: 3 } }))],
  [
    "a format",
    answers(object({ a: { ...text, format: "date-time" } })),
    answers(object({ a: { ...text, format: "date" } })),
  ],
  [
    "the elements of a list",
    answers({ type: "array", items: text }),
    answers({ type: "array", items: { type: "integer" } }),
  ],
  [
    "a list that is in an object now",
    answers({ type: "array", items: text }),
    answers(object({ items: { type: "array", items: text } })),
  ],
  ["null that is refused now", takes(object({ a: { type: ["string", "null"] } })), takes(object({ a: text }))],
];

const ADDING: readonly Pair[] = [
  ["one more member in an answer", answers(object({ a: text })), answers(object({ a: text, b: text }))],
  ["one more parameter that may be left out", described({}), described({ parameters: [query("a")] })],
  ["one more member of a body that may be left out", takes(object({ a: text })), takes(object({ a: text, b: text }))],
];

/** All pairs in one document, each an operation of its own, so that the program runs once. */
function documentOf(pairs: readonly Pair[], side: 1 | 2): string {
  const paths = pairs.map(([name, ...sides], at): readonly [string, Json] => {
    const { operation, schemas } = sides[side - 1] ?? answers({});
    const single = {
      openapi: "3.1.0",
      info: { title: "t", version: "1" },
      paths: { x: { post: operation } },
      components: { schemas },
    };
    const normal = normalForm(single) as { readonly paths: { readonly x: Json } };
    return [`/${at}-${name.replaceAll(/\W+/g, "-")}`, normal.paths.x];
  });
  const document = { openapi: "3.1.0", info: { title: "t", version: "1" }, paths: Object.fromEntries(paths) };
  return JSON.stringify(document, undefined, 1);
}

/** Each pair with what a program makes of it: `major`, `minor` or `none`. */
async function impactsBy(
  program: ContractDiffProgram,
  pairs: readonly Pair[],
): Promise<readonly (readonly [string, string])[]> {
  const watchdog = createWatchdog(join(ROOT, "src/host/watchdog/watchdog-main.ts"));
  const diffs = createContractDiffs(join(ROOT, "node_modules/@redocly/cli/bin/cli.js"), watchdog);
  const [base, revision] = [documentOf(pairs, 1), documentOf(pairs, 2)];
  const changes = await diffs[program](base, revision, new AbortController().signal);
  await watchdog.dispose();
  const pointerOf = spotPointers({ base, revision });
  const told = changes.map(({ impact, spot }) => ({ impact, pointer: pointerOf(spot) }));
  return pairs.map(([name], at) => {
    const own = told.filter(({ pointer }) => pointer.startsWith(`/paths/~1${at}-`)).map(({ impact }) => impact);
    return [name, ["major", "minor"].find((impact) => own.some((each) => each === impact)) ?? "none"];
  });
}

afterEach(() => vi.unstubAllEnvs());

const PAIRS = [...EQUAL, ...BREAKING, ...ADDING];

test("what breaks a client is told, what adds is told apart, and spellings of the same are equal", async () => {
  // The 25 pairs by which tools were chosen: 8 of the same, 14 breaks, 3 safe changes; more may come.
  expect([EQUAL.length >= 8, BREAKING.length >= 14, ADDING.length >= 3]).toEqual([true, true, true]);
  expect(await impactsBy("redocly", PAIRS)).toEqual([
    ...EQUAL.map(([name]) => [name, "none"]),
    ...BREAKING.map(([name]) => [name, "major"]),
    ...ADDING.map(([name]) => [name, expect.stringMatching(/none|minor/)]),
  ]);
});

test.skipIf(installedOasdiff() === undefined)(
  "oasdiff, where it is installed, tells the same of all but one",
  async () => {
    vi.stubEnv("PATH", `${installedOasdiff()}${delimiter}${process.env["PATH"]}`);
    expect(await impactsBy("oasdiff", PAIRS)).toEqual([
      ...EQUAL.map(([name]) => [name, "none"]),
      // Its rule `response-optional-property-removed` takes that for no break.
      ...BREAKING.map(([name]) => [name, name === "a member that is gone" ? "minor" : "major"]),
      ...ADDING.map(([name]) => [name, expect.stringMatching(/none|minor/)]),
    ]);
  },
);
