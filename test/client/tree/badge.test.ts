import { expect, test } from "vitest";

import type { Status } from "#core/model/ledger.ts";
import { SERVERS_STOPPED } from "#core/model/session.ts";

import { badgeOf } from "../../../src/client/tree/badge.ts";
import { sampleLedger, sampleRow } from "../../protocol/sample-ledger.ts";

test("the view's badge counts what differs or failed, over all projects", () => {
  expect(checkBadge(["differs", "verified"], ["differs", "failed", "stale"])).toEqual({
    value: 3,
    tooltip: "2 endpoints differ, 1 could not be compared",
  });
  expect(checkBadge(["differs"])).toEqual({ value: 1, tooltip: "1 endpoint differs" });
  expect(checkBadge(["verified", "unported"])).toBeUndefined();
});

function checkBadge(...projects: readonly (readonly Status[])[]): ReturnType<typeof badgeOf> {
  return badgeOf(
    projects.map((statuses, index) => ({
      uri: `file:///${index}/portolan.yaml`,
      folder: `file:///${index}`,
      name: String(index),
      serverFolders: [],
      ledger: sampleLedger(statuses.map((status, at) => sampleRow(`GET /${at}`, { status }))),
      servers: SERVERS_STOPPED,
      isRunning: false,
      isBroken: false,
      gates: [],
      runningGates: [],
    })),
  );
}
