import { expect, test } from "vitest";

import { readCaseFile } from "#core/cases/read-case-file.ts";

test("a case says how much of a stream is read", () => {
  const { cases, findings } = readCaseFile(
    "cases/events.yaml",
    "events",
    `
- { endpoint: GET /events, name: three, events: 3, expect: 200 }
- { endpoint: GET /events, name: a while, events: 9, seconds: 2, expect: 200 }
- { endpoint: GET /events, name: to its end, expect: 200 }
`,
  );
  expect(findings).toEqual([]);
  expect(cases.map(({ stream }) => stream)).toEqual([{ events: 3 }, { events: 9, timeMs: 2000 }, undefined]);
});
