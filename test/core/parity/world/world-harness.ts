import { join } from "node:path";

import type { Side } from "#core/model/endpoint.ts";
import type { ServerSettings } from "#core/model/project.ts";
import type { RunEvent } from "#core/model/run/run-event.ts";

import { openCase } from "../case-of.ts";
import type { Harness } from "../harness.ts";

const SERVER = join(import.meta.dirname, "../../../servers/world-server.py");

/** Runs one endpoint of two world servers; `settings` for the Rust side. */
export async function run(
  harness: Harness,
  path: string,
  settings: Partial<ServerSettings> = {},
): Promise<readonly RunEvent[]> {
  const server = { start: `python3 ${SERVER} \${port} \${database}`, environment: {} };
  const { identities: _, ...project } = harness.project({ python: server, rust: { ...server, ...settings } });
  return harness.run({ project, cases: [openCase("GET", path)] });
}

/** What each side answered. */
export function answers(events: readonly RunEvent[]): Readonly<Record<Side, unknown>> {
  const ended = events.find((event) => event.kind === "case-ended");
  if (ended === undefined) throw new Error(JSON.stringify(events.at(-1)));
  const bodyOf = (side: Side): unknown => {
    const outcome = ended.result.exchanges[side]?.outcome;
    return outcome?.kind === "answer" && outcome.body.kind === "text" ? JSON.parse(outcome.body.text) : outcome;
  };
  return { python: bodyOf("python"), rust: bodyOf("rust") };
}

export function reasonOf(events: readonly RunEvent[]): string {
  const outcome = events.findLast((event) => event.kind === "ended")?.outcome;
  return outcome?.kind === "failed" ? outcome.reason : "it did not fail";
}
