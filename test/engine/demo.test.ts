import { expect, test } from "vitest";
import { root } from "./example.ts";
import { startMarked } from "./marked-process.ts";

test("the demo ends well, shows the ledger and the planted difference, and leaves nothing running", async () => {
  const run = startMarked(process.execPath, ["scripts/demo.ts"], { folder: root });
  const code = await run.ended;
  const { stdout, stderr } = run.output();
  expect(code, stderr).toBe(0);
  expect(stdout).toMatch(/^(\d+) endpoints: \1 verified$/m);
  expect(stdout).toMatch(/^\d+ endpoints: [1-9]\d* verified, .*ported/m);
  expect(stdout).toMatch(/^1 endpoint: 0 verified, 1 differs$/m);
  expect(stdout).toMatch(/^✗ value at .*\/created_at.* differences in \d+ cases$/m);
  expect(stdout.match(/The same moment/g)).toHaveLength(1);
  expect(stdout).toMatch(/python\s+".*Z"\n\s+rust\s+".*\+00:00"/);
  expect(stdout).toMatch(/rust\s+core-server-rs\/src\/routes\/nodes\.rs:\d+:\d+/);
  expect(stdout).toContain("npm run code");
  expect(run.survivors()).toEqual([]);
});
