import { expect, test, vi } from "vitest";

import { caseOf } from "./case-of.ts";
import { createHarness } from "./harness.ts";
import { linesOf } from "./identities/accounts-servers.ts";

// Real processes on a machine that is busy with others.
vi.setConfig({ testTimeout: 60_000 });

test("a case ends as soon as its limit says, and the next one is answered", async () => {
  await using harness = await createHarness();
  const project = { ...harness.project(), caseLimitMs: 2000 };
  const [slow, nodes] = linesOf(
    await harness.run({ project, cases: [caseOf("GET", "/slow"), caseOf("GET", "/nodes")] }),
  );
  expect(slow).toMatch(/^\/slow: The Python server gave no answer\. .*\b2 s\b/);
  expect(nodes).toBe('/nodes: match [{"name":"north"}]');
});

test("a server that is not ready within its limit: the sentence says where to give it longer", async () => {
  await using harness = await createHarness();
  const unwell = { environment: { MOOD: "unwell", DATABASE: "${database}" }, startLimitMs: 500 };
  const [reason = ""] = linesOf(
    await harness.run({ project: harness.project({ rust: unwell }), cases: [caseOf("GET", "/nodes")] }),
  );
  expect(reason).toMatch(
    /was not ready within 0\.5 s: GET \/ready .* Where it needs longer, say `limits: \{ start: … \}` in portolan\.yaml\./,
  );
});
