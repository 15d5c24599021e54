import { describe, expect, test, vi } from "vitest";

import { endpointKey } from "#core/model/endpoint.ts";
import type { LedgerRow } from "#core/model/ledger.ts";

import { runShelf, type Shelf, type ShelfEngine } from "./shelf-project.ts";

// Real servers and databases on a machine that is busy with others.
vi.setConfig({ testTimeout: 120_000 });

/** A book that both servers give an id of their own, which the rules let pass where it is made. */
const MADE = `
    - endpoint: POST /books
      body: { name: Almanac }
      expect: 201
      capture: { id: $.id, place: { header: Location } }`;

const ADD = `${MADE}
      rules:
        - { path: $.id, allow: renamed ids, reason: Each server makes ids of its own. }
        - { effect: "$.books.inserted[*].id", allow: renamed ids, reason: Each server makes ids of its own. }`;

const READ_BACK = `
    - endpoint: GET /books/{id}
      parameters: { id: "\${id}" }`;

async function checkShelf(cases: string, shelf: Shelf = {}): Promise<string> {
  return (await runShelf(cases, shelf)).text;
}

test.each<ShelfEngine>(["sqlite", "postgresql", "none"])(
  "steps hand on each side's own id and tag, and each step's effect is against the step before: %s",
  async (engine) => {
    const text = await checkShelf(
      `
- scenario: a book's life
  steps:${ADD}${READ_BACK}
      capture: { tag: { header: ETag } }
    - endpoint: PUT /books/{id}
      parameters: { id: "\${id}" }
      headers: { If-Match: "\${tag}" }
      body: { name: Bestiary }
      capture: { newer: { header: ETag } }${READ_BACK}
      headers: { If-None-Match: "\${newer}" }
      expect: 304
    - endpoint: DELETE /books/{id}
      parameters: { id: "\${id}" }
      expect: 204${READ_BACK}
      expect: 404
`,
      { engine },
    );
    const wrote = (what: string): readonly string[] => (engine === "none" ? [] : [`  wrote books ${what}`]);
    expect(text.split("\n")).toEqual([
      "a book's life, step 1: POST /books (201): match",
      "  header header location",
      ...wrote("inserted"),
      "a book's life, step 2: GET /books/{id} (200): match",
      "a book's life, step 3: PUT /books/{id} (200): match",
      ...wrote("updated"),
      "a book's life, step 4: GET /books/{id} (304): match",
      "a book's life, step 5: DELETE /books/{id} (204): match",
      ...wrote("deleted"),
      "a book's life, step 6: GET /books/{id} (404): match",
      "POST /books: match 1 of 1",
      "GET /books/{}: match 3 of 3",
      "PUT /books/{}: match 1 of 1",
      "DELETE /books/{}: match 1 of 1",
    ]);
  },
);

describe("a scenario stops at its first difference, and the steps after it are not reached and change no verdict", () => {
  const cases = `
- scenario: a book is read and deleted
  steps:${ADD}${READ_BACK}
    - endpoint: DELETE /books/{id}
      parameters: { id: "\${id}" }
- { endpoint: GET /ready, name: is it up }
- scenario: is it up after a book is read
  steps:
    - { endpoint: "GET /books/{id}", parameters: { id: first } }
    - { endpoint: GET /ready }
`;

  test("in the answer", async () => {
    expect(await checkShelf(cases, { habits: { rust: "shouts" } })).toMatchInlineSnapshot(`
      "is it up (200): match
      a book is read and deleted, step 1: POST /books (201): match
        header header location
        wrote books inserted
      a book is read and deleted, step 2: GET /books/{id} (200): differs
        body value /name, repeated
      a book is read and deleted, step 3: DELETE /books/{id}: not reached. The scenario "a book is read and deleted" stopped at "a book is read and deleted, step 2: GET /books/{id}".
      POST /books: match 1 of 1
      DELETE /books/{}: failed 0 of 0 No case of this endpoint was reached. The scenario "a book is read and deleted" stopped at "a book is read and deleted, step 2: GET /books/{id}".
      is it up after a book is read, step 1: GET /books/{id} (200): differs
        body value /name, repeated
      is it up after a book is read, step 2: GET /ready: not reached. The scenario "is it up after a book is read" stopped at "is it up after a book is read, step 1: GET /books/{id}".
      GET /ready: match 1 of 1
      GET /books/{}: differs 0 of 2"
    `);
  });

  test.each<ShelfEngine>(["sqlite", "postgresql"])("in the effect: %s", async (engine) => {
    const text = await checkShelf(cases, { engine, habits: { rust: "never" } });
    expect(text).toContain("step 1: POST /books (201): differs\n  header header location\n  effect missing /books\n");
    expect(text).toContain("step 2: GET /books/{id}: not reached");
    expect(text).toContain("step 3: DELETE /books/{id}: not reached");
  });
});

test("what varies within a side is told apart from what both repeat, by sending the scenario once more up to the step", async () => {
  const text = await checkShelf(
    `
- scenario: copies
  steps:${ADD}${READ_BACK}
    - { endpoint: POST /jobs }
`,
    { habits: { rust: "shouts" } },
  );
  expect(text).toContain("step 2: GET /books/{id} (200): differs\n  body value /name, repeated");
  expect(await checkShelf("- scenario: a job\n  steps: [{ endpoint: POST /jobs }]\n")).toContain(
    "step 1: POST /jobs (202): differs\n  body value /job\n",
  );
});

test("the state is put back before a scenario, and not between its steps", async () => {
  const twice = (name: string): string => `
- scenario: ${name}
  steps:
    - { endpoint: "GET /books/{id}", parameters: { id: first }, expect: 200 }
    - { endpoint: "DELETE /books/{id}", parameters: { id: first }, expect: 204 }
    - { endpoint: "GET /books/{id}", parameters: { id: first }, expect: 404 }
`;
  const text = await checkShelf(
    twice("once") +
      twice("again") +
      '- { endpoint: "DELETE /books/{id}", name: by itself, parameters: { id: first }, expect: 204 }\n',
  );
  expect(text).toContain("GET /books/{}: match 4 of 4");
  expect(text).toContain("DELETE /books/{}: match 3 of 3");
});

describe("steps that set up", () => {
  const cases = `
- scenario: a second book
  set_up:${MADE}${READ_BACK}
  steps:
    - endpoint: DELETE /books/{id}
      parameters: { id: "\${id}" }
`;

  test("are not compared and count for no endpoint", async () => {
    expect(await checkShelf(cases, { habits: { rust: "shouts" } })).toMatchInlineSnapshot(`
      "a second book, step 1: DELETE /books/{id} (204): match
        wrote books deleted
      DELETE /books/{}: match 1 of 1"
    `);
  });

  test("fail the first step where a server does not answer them with success", async () => {
    expect(await checkShelf(cases, { habits: { rust: "broken" } })).toMatchInlineSnapshot(`
      "a second book, step 1: DELETE /books/{id}: failed Rust answered 500 to "a second book, set-up 1: POST /books", which sets up what this step needs: {"detail":"no such column"}.
      DELETE /books/{}: failed 0 of 1 Rust answered 500 to "a second book, set-up 1: POST /books", which sets up what this step needs: {"detail":"no such column"}."
    `);
  });

  test("fail it too where what is to be handed on is missing", async () => {
    expect(await checkShelf(cases, { habits: { python: "nameless" } })).toContain(
      "DELETE /books/{id}: failed Later steps use `id` of Python's answer, and it has nothing at $.id.",
    );
  });
});

describe("a step that waits", () => {
  const waiting = (within: string): string => `
- scenario: a job is done
  set_up:
    - { endpoint: POST /jobs, capture: { job: $.job } }
  steps:
    - endpoint: GET /jobs/{job}
      parameters: { job: "\${job}" }
      until: { answer: "$.status == 'done'", within: ${within} }
`;

  test("is sent again on each side until that side's answer is the one waited for", async () => {
    expect(await checkShelf(waiting("20s"), { habits: { rust: "slow" } })).toMatchInlineSnapshot(`
      "a job is done, step 1: GET /jobs/{job} (200): match
      GET /jobs/{}: match 1 of 1"
    `);
  });

  test("fails where Python's answer does not come in time, and differs where Rust's does not", async () => {
    expect(await checkShelf(waiting("300ms"), { habits: { python: "idle", rust: "idle" } })).toContain(
      "failed The Python server's answer was not the one that the step waits for (`until`) within 0.3 s.",
    );
    expect(await checkShelf(waiting("300ms"), { habits: { rust: "idle" } })).toContain("differs\n  body value /status");
  });
});

test("captured values go into JSON, texts and headers, and a cookie is captured too", async () => {
  const { events } = await runShelf(`
- scenario: a copy
  set_up:
    - { endpoint: POST /visits, capture: { visit: { cookie: visit } } }
    - { endpoint: POST /jobs, capture: { job: $.job } }
  steps:
    - endpoint: POST /copies
      headers: { Cookie: "visit=\${visit}", Authorization: "Bearer \${visit}" }
      body: { book: "\${job}", note: "of \${job} and $\${job}" }
`);
  const [result] = events.flatMap((event) => (event.kind === "case-ended" ? [event.result] : []));
  expect(result?.verdict).toBe("match");
  const bodies = ["python", "rust"].map((side) => {
    const outcome = result?.exchanges[side === "python" ? "python" : "rust"]?.outcome;
    return outcome?.kind === "answer" && outcome.body.kind === "text"
      ? (JSON.parse(outcome.body.text) as Record<string, unknown>)
      : {};
  });
  expect(bodies[0]?.["of"]).not.toBe(bodies[1]?.["of"]);
  for (const body of bodies)
    expect(body).toEqual({ of: body["of"], note: `of ${String(body["of"])} and \${job}`, visitor: true });
});

describe("a selection", () => {
  const cases = `
- scenario: a book's life
  steps:${ADD}${READ_BACK}
    - endpoint: DELETE /books/{id}
      parameters: { id: "\${id}" }
`;

  test("sends the steps before those of its endpoints for what these need, without comparing them, and none after", async () => {
    expect(await checkShelf(cases, { chosen: ["GET /books/{}"], habits: { rust: "never" } })).toMatchInlineSnapshot(`
      "a book's life, step 2: GET /books/{id} (200): differs
        status status , repeated
        header header etag
        body missing /id
        body missing /name, repeated
        body missing /self
        body extra /detail, repeated
      GET /books/{}: differs 0 of 1"
    `);
  });

  test("ends a scenario at a step that cannot be run", async () => {
    const rows = [{ ...ROW, key: endpointKey("GET", "/books/{id}"), status: "unported" } as const];
    expect(await checkShelf(cases, { rows })).toMatchInlineSnapshot(`
      "GET /books/{}: failed 0 of 0 No case of this endpoint was reached. None of its cases was run.
      a book's life, step 1: POST /books (201): match
        header header location
        wrote books inserted
      a book's life, step 3: DELETE /books/{id}: not reached. The scenario "a book's life" ends before it, at "a book's life, step 2: GET /books/{id}": \`GET /books/{id}\` is not run, because Rust does not serve the endpoint yet.
      POST /books: match 1 of 1
      DELETE /books/{}: failed 0 of 0 No case of this endpoint was reached. The scenario "a book's life" ends before it, at "a book's life, step 2: GET /books/{id}": \`GET /books/{id}\` is not run, because Rust does not serve the endpoint yet."
    `);
  });
});

const ROW: LedgerRow = {
  key: endpointKey("GET", "/books/{id}"),
  method: "GET",
  path: "/books/{id}",
  status: "ported",
  milestones: [],
  python: [],
  rust: [],
  findings: [],
};
