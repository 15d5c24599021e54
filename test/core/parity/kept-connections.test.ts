import { join } from "node:path";

import { expect, test } from "vitest";

import type { Case } from "#core/model/run/case.ts";
import type { Project } from "#core/model/project.ts";

import { caseOf } from "./case-of.ts";
import { createHarness, type Harness } from "./harness.ts";

const SERVER = join(import.meta.dirname, "../../servers/closing-server.py");

/** The same Python server on both sides, without a login. */
function pythonAgainstPython(harness: Harness): Project {
  const start = `exec python3 ${SERVER} \${port}`;
  const { identities: _, ...project } = harness.project({ python: { start }, rust: { start } });
  return { ...project, database: { ...project.database, useNotChecked: "These servers have none." } };
}

test("a server that closes connections after an exception answers all 80 cases, none of which writes twice", async () => {
  await using harness = await createHarness();
  const round = (at: number): readonly Case[] => [
    caseOf("GET", "/boom", { id: `boom ${at}`, expect: [500] }),
    caseOf("GET", "/nodes", { id: `read ${at}` }),
    caseOf("POST", "/boom", { id: `write boom ${at}`, expect: [500] }),
    caseOf("POST", "/nodes", { id: `write ${at}` }),
  ];
  const cases = [
    ...Array.from({ length: 20 }, (_, at) => round(at))
      .flat()
      .slice(0, 79),
    caseOf("GET", "/count"),
  ];
  const events = await harness.run({ project: pythonAgainstPython(harness), cases: cases.map(inOneGroup) });
  const results = events.flatMap((event) => (event.kind === "case-ended" ? [event.result] : []));
  expect(results.filter(({ verdict }) => verdict !== "match").map(({ reason }) => reason)).toEqual([]);
  expect(results).toHaveLength(80);
  expect(events.filter((event) => event.kind === "preparing" && event.step === "start")).toHaveLength(2);
  const { python, rust } = results.at(-1)?.exchanges ?? {};
  const written = { kind: "text", text: '{"written": 39}' };
  expect([python?.outcome, rust?.outcome]).toEqual([
    expect.objectContaining({ body: written }),
    expect.objectContaining({ body: written }),
  ]);
});

/** The harness runs equal endpoints together; here the order of the cases is what matters. */
function inOneGroup(given: Case): Case {
  return { ...given, endpoint: caseOf("GET", "/all").endpoint };
}
