import { mkdtemp, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";

import type { Case } from "#core/model/run/case.ts";
import { type EndpointKey, endpointKey, type Side } from "#core/model/endpoint.ts";
import type { IdentityMethod } from "#core/model/identity.ts";
import type { Project, ServerSettings } from "#core/model/project.ts";
import type { RunEvent } from "#core/model/run/run-event.ts";
import type { CompareCase } from "#core/parity/run/settle-case.ts";
import { type ParityRun, runParity } from "#core/parity/run/run-parity.ts";
import { createSides, type Sides } from "#core/parity/sides/sides.ts";
import type { Disposable, Ports } from "#core/ports.ts";
import { gatedPorts } from "#core/secrets/gated-ports.ts";
import { gatedRun } from "#core/secrets/gated-run.ts";
import { SecretGate } from "#core/secrets/secret-gate.ts";
import { createNodePorts } from "#host/node-ports.ts";
import { isGroupAlive } from "#host/processes/process-group.ts";
import { systemAbilities, type SystemAbilities } from "#host/processes/system-abilities.ts";

const SERVER = join(import.meta.dirname, "servers/small-server.ts");
const BASE_MAKER = join(import.meta.dirname, "../../../src/host/databases/sqlite/base-maker-main.ts");
const WATCHDOG = join(import.meta.dirname, "../../../src/host/watchdog/watchdog-main.ts");
const RELAY = join(import.meta.dirname, "../../../src/host/network/relay-main.ts");

const LOGIN: IdentityMethod = {
  kind: "login",
  request: {
    endpoint: endpointKey("POST", "/login"),
    method: "POST",
    path: "/login",
    headers: [],
    body: { kind: "text", text: '{"user":"admin"}', mediaType: "application/json" },
  },
  token: { pointer: "/auth/token", header: "authorization", value: "Bearer ${token}" },
};

/** A project in a temporary folder, with real servers and databases. */
export interface Harness extends AsyncDisposable {
  readonly ports: Ports & Disposable;
  readonly sides: Sides;
  readonly root: string;
  readonly errors: readonly string[];
  readonly states: readonly string[];
  project(servers?: Partial<Record<Side, Partial<ServerSettings>>>): Project;
  /** Runs the cases, one endpoint each run of equal ones, and returns all events. `onEvent` sees each as it comes. */
  run(given: {
    readonly cases: readonly Case[];
    readonly project?: Project;
    readonly compare?: CompareCase;
    readonly signal?: AbortSignal;
    readonly onEvent?: (event: RunEvent) => void;
  }): Promise<readonly RunEvent[]>;
  /** Command lines of processes that belong to this project and still run, and its databases and folders that still exist. */
  leftovers(): Promise<readonly string[]>;
  /** Runs what a selection came to. */
  runEndpoints(given: {
    readonly endpoints: ParityRun["endpoints"];
    readonly scenarios: ParityRun["scenarios"];
    readonly project: Project;
    readonly compare: CompareCase;
  }): Promise<readonly RunEvent[]>;
  /** Runs an endpoint that has no case. */
  runNothing(endpoint: EndpointKey): Promise<readonly RunEvent[]>;
}

/** `replaced` are ports that stand in for those on Node, or what makes them from those. */
export async function createHarness(
  replaced: Partial<Ports> | ((ports: Ports) => Partial<Ports>) = {},
  abilities: SystemAbilities = systemAbilities(),
): Promise<Harness> {
  const root = await mkdtemp(join(tmpdir(), "portolan-test-"));
  const errors: string[] = [];
  const states: string[] = [];
  const nodePorts = createNodePorts({
    root,
    watchdogFile: WATCHDOG,
    baseMakerFile: BASE_MAKER,
    relayFile: RELAY,
    contractDiffFile: "no contracts are compared here",
    abilities,
    readers: { read: () => Promise.reject(new Error("nothing is read here")) },
    log: { info: () => undefined, error: (text) => errors.push(text) },
  });
  const started = new Set<number>();
  const made = new Set<string>();
  const processes: Ports["processes"] = {
    ...nodePorts.processes,
    start: async (command, onOutput) => {
      const owned = await nodePorts.processes.start(command, onOutput);
      started.add(owned.pid);
      return owned;
    },
  };
  const databases: Ports["databases"] = {
    ...nodePorts.databases,
    makeBase: async (...given) => {
      const base = await nodePorts.databases.makeBase(...given);
      made.add(base.location);
      return base;
    },
    create: async (...given) => {
      const database = await nodePorts.databases.create(...given);
      made.add(database.location);
      return database;
    },
  };
  const folders: Ports["folders"] = {
    ...nodePorts.folders,
    create: async (...given) => {
      const folder = await nodePorts.folders.create(...given);
      made.add(folder.path);
      return folder;
    },
    copyOf: async (folder) => {
      const base = await nodePorts.folders.copyOf(folder);
      made.add(base.location);
      return base;
    },
  };
  const noticed = { ...nodePorts, processes, databases, folders };
  const gate = new SecretGate();
  const ports = gatedPorts({ ...noticed, ...(typeof replaced === "function" ? replaced(noticed) : replaced) }, gate);
  const sides = createSides(ports, ({ python, rust }) =>
    states.push(python === rust ? rust : `python ${python}, rust ${rust}`),
  );
  await mkdir(join(root, "migrations"));
  await mkdir(join(root, "python"));
  await mkdir(join(root, "rust"));
  await writeFile(join(root, "migrations/0001_nodes.sql"), "CREATE TABLE nodes (name TEXT);");
  await writeFile(join(root, "seed.sql"), "INSERT INTO nodes VALUES ('north');");

  const settings = (folder: Side): ServerSettings => ({
    folder,
    start: `${process.execPath} --no-warnings ${SERVER} \${port} "$DATABASE"`,
    ready: "/ready",
    environment: { DATABASE: "${database}" },
  });
  const project: Harness["project"] = (servers = {}) => ({
    file: "portolan.yaml",
    contract: "openapi.json",
    servers: {
      python: { ...settings("python"), ...servers.python },
      rust: { ...settings("rust"), ...servers.rust },
    },
    database: { engine: "sqlite", migrations: "migrations", seed: "seed.sql" },
    identities: [{ name: "default", setting: "login", schemes: [], methods: { python: LOGIN, rust: LOGIN } }],
    milestones: [],
    rules: [],
    notMigrated: [],
  });
  const collect = async (given: {
    readonly project: Project;
    readonly compare?: CompareCase;
    readonly endpoints: ParityRun["endpoints"];
    readonly scenarios?: ParityRun["scenarios"];
    readonly withoutCases?: ParityRun["withoutCases"];
    readonly signal: AbortSignal;
    readonly onEvent: ((event: RunEvent) => void) | undefined;
  }): Promise<readonly RunEvent[]> => {
    const events: RunEvent[] = [];
    const run: ParityRun = {
      project: given.project,
      endpoints: given.endpoints,
      ...(given.scenarios && { scenarios: given.scenarios }),
      unported: [],
      withoutCases: given.withoutCases ?? [],
      handlersOf: () => ({ python: "p1", rust: "r1" }),
      compare: given.compare ?? compareBodies,
    };
    gate.learnProject(given.project);
    for await (const event of gatedRun(runParity(run, { ports, sides, signal: given.signal }), gate)) {
      events.push(event);
      given.onEvent?.(event);
    }
    return events;
  };
  return {
    ports,
    sides,
    root,
    errors,
    states,
    project,
    run: ({ cases, compare, project: chosen = project(), signal = new AbortController().signal, onEvent }) => {
      const byEndpoint = Map.groupBy(cases, ({ endpoint }) => endpoint);
      return collect({
        project: chosen,
        ...(compare && { compare }),
        endpoints: [...byEndpoint].map(([endpoint, group]) => ({ endpoint, cases: group })),
        signal,
        onEvent,
      });
    },
    runEndpoints: (given) => collect({ ...given, signal: new AbortController().signal, onEvent: undefined }),
    runNothing: (endpoint) =>
      collect({
        project: project(),
        endpoints: [],
        withoutCases: [endpoint],
        signal: new AbortController().signal,
        onEvent: undefined,
      }),
    leftovers: async () => {
      const names = await readdir(tmpdir());
      const leftDatabases = [...made].filter((location) => names.includes(basename(dirname(location))));
      const groups = await Promise.all(
        [...started].map(async (pid) => ((await isGroupAlive(pid)) ? `group ${pid}` : "")),
      );
      return [...leftDatabases, ...groups.filter((name) => name !== "")];
    },
    [Symbol.asyncDispose]: async () => {
      await sides.dispose();
      await nodePorts.dispose();
      await rm(root, { recursive: true });
    },
  };
}

/** Stands for the real comparison, which has tests of its own: equal bodies match. */
const compareBodies: CompareCase = (_, { exchanges: { python, rust } }) => {
  const [left, right] = [python, rust].map(({ outcome }) => JSON.stringify("body" in outcome ? outcome.body : {}));
  return {
    verdict: left === right ? "match" : "differs",
    differences: [],
    coverage: { compared: 1, ignored: 0, loosened: 0 },
    ruleHits: [{ rule: 0, hits: 1 }],
  };
};
