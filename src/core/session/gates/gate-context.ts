import type { GateContext, GateServer } from "#core/gates/gate.ts";
import type { Side } from "#core/model/endpoint.ts";
import type { OldServer } from "#core/model/gates/gate-settings.ts";
import type { Project } from "#core/model/project.ts";
import type { RunEvent } from "#core/model/run/run-event.ts";
import { withOwnDatabase } from "#core/model/databases/side-database.ts";
import { UserError } from "#core/model/user-error.ts";
import { fillInEach, placeholdersFor } from "#core/parity/sides/placeholders.ts";
import { serveSide } from "#core/parity/sides/serve-side.ts";
import type { Ports } from "#core/ports.ts";
import { BUILD_LIMIT_MS, withDatabase } from "#core/session/asking/ask-routes.ts";
import { complaintOf, outputOf } from "#core/session/command-output.ts";
import type { SecretGate } from "#core/secrets/secret-gate.ts";
import { fileHash } from "#core/session/gates/file-hash.ts";
import { parityEvidence, removeRelease, writeRelease } from "#core/session/gates/parity-evidence.ts";
import type { ProjectState } from "#core/session/reading.ts";
import { onStage } from "#core/session/gates/on-stage.ts";
import { onStartedServer } from "#core/session/gates/started-server.ts";

type Given = Pick<
  GateContext,
  "project" | "findings" | "ledger" | "operations" | "signal" | "step" | "results" | "elapsedMs"
> & {
  readonly ports: Ports;
  readonly state: ProjectState;
  readonly gate: SecretGate;
  /** The project as its file says it, nothing filled in. */
  readonly written: Project;
};

/** What a gate is given, with the ways to run commands and servers on databases and folders of our own. */
export function contextOf(given: Given): GateContext {
  const { ports, project, signal } = given;
  const limits = { limitMs: BUILD_LIMIT_MS, signal };
  const context: GateContext = {
    project,
    findings: given.findings,
    ledger: given.ledger,
    operations: given.operations,
    signal,
    step: given.step,
    results: given.results,
    elapsedMs: given.elapsedMs,
    ports,
    onParity: (endpoints) => parityEvidence(endpoints, given),
    hashOf: (file) => fileHash(ports, file),
    writeRelease: (file, release) => writeRelease(ports, file, release),
    removeRelease: (file) => removeRelease(ports, file),
    onDatabase: async (engine, work) => {
      const { url } = project.database;
      const isSame = engine === project.database.engine;
      const database = await ports.databases.create(isSame && url !== undefined ? { engine, url } : { engine }, "gate");
      try {
        return await work({
          schema: () => database.schema(),
          outputOf: (command) => {
            const environment = fillInEach(command.environment, placeholdersFor("0", database));
            return outputOf(ports, { ...command, environment }, limits);
          },
        });
      } finally {
        await database.dispose();
      }
    },
    onServer: (side, environment, work) => onServedSide(given, side, environment, work),
    onStage: (settings, work) => onStage(given, settings, work),
    onOldServer: (old, work) => onOldServer(given, old, work),
    outputOf: (command) => withDatabase(ports, project, command, (filled) => outputOf(ports, filled, limits)),
    complaintOf: (command) => withDatabase(ports, project, command, (filled) => complaintOf(ports, filled, limits)),
  };
  return context;
}

async function onServedSide<T>(
  { ports, written, signal, step }: Given,
  side: Side,
  environment: Readonly<Record<string, string>>,
  work: (server: GateServer) => Promise<T>,
): Promise<T> {
  const settings = written.servers[side];
  if (settings.attach !== undefined) {
    throw new UserError(
      `\`servers.${side}\` is attached, and the gate asks for a server that Portolan starts; write \`start\` in its place.`,
    );
  }
  const own = { ...settings, environment: { ...settings.environment, ...environment } };
  const project = withOwnDatabase({ ...written, servers: { ...written.servers, [side]: own } }, side);
  const emit = (event: RunEvent): void => {
    if (event.kind === "preparing") step(`${event.side ?? side}: ${event.step}`);
  };
  const served = await serveSide(side, project, { ports, signal, emit });
  const client = ports.http.connect(served.port);
  try {
    return await work({ port: served.port, client });
  } finally {
    await client.dispose();
    await served.dispose();
  }
}

async function onOldServer<T>(given: Given, old: OldServer, work: (server: GateServer) => Promise<T>): Promise<T> {
  switch (old.kind) {
    case "python":
      return onServedSide(given, "python", {}, work);
    case "start":
      return onStartedServer(given, old, work);
    case "attach": {
      const client = given.ports.http.attach(old.origin);
      try {
        return await work({ port: Number(new URL(old.origin).port), client });
      } finally {
        await client.dispose();
      }
    }
  }
}
