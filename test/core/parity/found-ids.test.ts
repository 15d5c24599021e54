import { expect, test, vi } from "vitest";

import { readContract } from "#core/sources/openapi/read-contract.ts";

import { runShelf } from "./shelf-project.ts";

// Real servers and real databases on a machine that is busy with others.
vi.setConfig({ testTimeout: 120_000 });

const { operations } = readContract(
  "openapi.yaml",
  `openapi: 3.1.0
paths:
  /books:
    get: { responses: { "200": {} } }
  /books/{book_id}:
    parameters: [{ name: book_id, in: path, required: true, schema: { type: string } }]
    get: { responses: { "200": {} } }
    delete: { responses: { "204": {} } }
  /echo/{name}:
    parameters: [{ name: name, in: path, required: true, schema: { type: string } }]
    post: { responses: { "200": {} } }
`,
);

test.each(["sqlite", "postgresql"] as const)(
  "made-up requests of an item's endpoints name what the list on the base has (%s)",
  async (engine) => {
    const { text, events } = await runShelf("[]", { engine, operations });
    const targets = events.flatMap((event) =>
      event.kind === "case-ended" ? [`${event.result.case.method} ${event.result.case.target}`] : [],
    );
    expect([...targets, ...text.split("\n")]).toEqual([
      "GET /books",
      "GET /books/first",
      "GET /books/no-such-thing",
      "DELETE /books/first",
      "DELETE /books/no-such-thing",
      // No list has its names.
      "POST /echo/some%20text",
      "POST /echo/no-such-thing",
      "example of the contract (200): match",
      "GET /books: match 1 of 1",
      "generated: all that may be sent (200): match",
      "generated: book_id names nothing (404): match",
      "GET /books/{}: match 2 of 2",
      "generated: all that may be sent (204): match",
      "  wrote books deleted",
      "generated: book_id names nothing (204): match",
      "  wrote nothing",
      "DELETE /books/{}: match 2 of 2",
      "generated: all that may be sent, name made up (200): match",
      "  wrote nothing",
      "generated: name names nothing (200): match",
      "  wrote nothing",
      "POST /echo/{}: match 2 of 2",
    ]);
  },
);
