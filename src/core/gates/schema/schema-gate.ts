import type { DatabaseSchema } from "#core/model/databases/database-schema.ts";
import { type Side, SIDES } from "#core/model/endpoint.ts";
import type { Finding } from "#core/model/finding.ts";
import type { SchemaCommands } from "#core/model/gates/gate-settings.ts";
import type { DatabaseEngine } from "#core/model/databases/database-engine.ts";
import { UserError } from "#core/model/user-error.ts";
import type { Command } from "#core/ports.ts";
import type { Gate, GateContext, GateDatabase, GateReport } from "../gate.ts";
import { buildServer } from "../build-server.ts";
import { compareSchemas, type SchemaDifference } from "./compare-schemas.ts";
import { ownMigrations } from "./own-migrations.ts";
import { plainSchema } from "./plain-schema.ts";
import { placeOfTable } from "./place-of-table.ts";

/**
 * Both servers make the same database out of an empty one, each can take over what the other made, and migrations that are
 * applied again change nothing: so either server may be the one that migrates.
 */
export const schemaGate: Gate = {
  name: "schema",
  question: "Do both servers migrate a database to the same schema?",
  whyNot: ({ gates, database, file }) => {
    if (gates?.schema === undefined)
      return `${file} does not say how the servers migrate; write \`gates: { schema: { python: COMMAND, rust: COMMAND } }\`.`;
    return enginesOf(gates.schema, database.engine).length === 0
      ? "The servers keep nothing in a database (`engine: none`)."
      : undefined;
  },
  run: async (context) => {
    const { gates, database } = context.project;
    const commands = gates?.schema;
    if (commands === undefined) return { checked: [], findings: [] };
    const builds = await buildBoth(context);
    if (builds.length > 0) return { checked: [], findings: builds };
    const own = await ownMigrations(context.ports.files, context.project);
    const reports: GateReport[] = [];
    for (const engine of enginesOf(commands, database.engine))
      reports.push(await engineReport(context, engine, commands));
    return {
      checked: reports.flatMap(({ checked }) => checked),
      findings: [...own, ...reports.flatMap(({ findings }) => findings)],
    };
  },
};

function enginesOf({ engines }: SchemaCommands, engine: DatabaseEngine): readonly DatabaseEngine[] {
  return (engines ?? [engine]).filter((each) => each !== "none");
}

async function buildBoth(context: GateContext): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const side of SIDES) {
    try {
      await buildServer(context, side);
    } catch (error) {
      findings.push(failed("schema-build-failed", { side }, error));
    }
  }
  return findings;
}

const OTHER: Readonly<Record<Side, Side>> = { python: "rust", rust: "python" };

async function engineReport(
  context: GateContext,
  engine: DatabaseEngine,
  commands: SchemaCommands,
): Promise<GateReport> {
  const { project, step } = context;
  const commandOf = (side: Side): Command => {
    const { folder, environment } = project.servers[side];
    return { line: commands[side], folder, world: { kind: "caller" }, environment };
  };
  const findings: Finding[] = [];
  const schemas: Partial<Record<Side, DatabaseSchema>> = {};
  for (const side of SIDES) {
    const made = await context.onDatabase(engine, async (database) => {
      step(`${engine}, ${side}: ${commands[side]}`);
      try {
        await database.outputOf(commandOf(side));
      } catch (error) {
        findings.push(failed("schema-migration-failed", { side, engine }, error));
        return undefined;
      }
      const schema = await database.schema();
      findings.push(...(await changedBy(database, { schema, command: commandOf(side), side, before: side, engine })));
      const other = OTHER[side];
      step(`${engine}, ${other} after ${side}: ${commands[other]}`);
      findings.push(
        ...(await changedBy(database, { schema, command: commandOf(other), side: other, before: side, engine })),
      );
      return schema;
    });
    if (made !== undefined) schemas[side] = made;
  }
  const { python, rust } = schemas;
  if (python !== undefined && rust !== undefined) {
    const plain = compareSchemas(plainSchema(python, engine), plainSchema(rust, engine));
    for (const difference of plain) findings.push(await asFinding(context, engine, difference));
    if (python.tables.length === 0 && rust.tables.length === 0)
      findings.push({ code: "schema-empty", severity: "error", facts: { engine } });
  }
  const checked = `${engine}: what each server makes of an empty database, again, and after the other`;
  return { checked: [checked], findings };
}

interface Again {
  readonly schema: DatabaseSchema;
  readonly command: Command;
  readonly side: Side;
  /** Who migrated it before. */
  readonly before: Side;
  readonly engine: DatabaseEngine;
}

/** What a command does to a database that has been migrated: nothing, if all is well. */
async function changedBy(
  database: GateDatabase,
  { schema, command, side, before, engine }: Again,
): Promise<readonly Finding[]> {
  try {
    await database.outputOf(command);
  } catch (error) {
    return [failed("schema-again-failed", { side, before, engine }, error)];
  }
  const now = await database.schema();
  if (JSON.stringify(now) === JSON.stringify(schema)) return [];
  const [first] = compareSchemas(schema, now);
  const what = first === undefined ? "" : textOf(first);
  return [{ code: "schema-again-changes", severity: "error", facts: { side, before, engine, what } }];
}

function failed(code: string, facts: Finding["facts"], error: unknown): Finding {
  if (!(error instanceof UserError)) throw error;
  return { code, severity: "error", facts: { ...facts, message: error.message } };
}

async function asFinding(
  { project, ports }: GateContext,
  engine: DatabaseEngine,
  difference: SchemaDifference,
): Promise<Finding> {
  const place = "table" in difference ? await placeOfTable(ports.files, project, difference) : undefined;
  const found = (code: string, facts: Finding["facts"], severity: Finding["severity"] = "error"): Finding => {
    return { code, severity, ...(place && { place }), facts: { engine, ...facts } };
  };
  switch (difference.kind) {
    case "missing":
      return found("schema-lacks", { side: difference.lacking, what: difference.what });
    case "column": {
      const { table, column, what, python, rust } = difference;
      return found("schema-column-differs", { column: `${table}.${column}`, what, python, rust });
    }
    case "order":
      return found("schema-column-order", { table: difference.table, rust: difference.rust }, "warning");
    case "definition":
      return found("schema-part-differs", { what: difference.what });
    case "migration":
      return found("schema-lacks-migration", {
        side: difference.lacking,
        tool: difference.tool,
        name: difference.name,
      });
  }
}

function textOf(difference: SchemaDifference): string {
  switch (difference.kind) {
    case "missing":
    case "definition":
      return difference.what;
    case "column":
      return `${difference.table}.${difference.column}`;
    case "order":
      return difference.table;
    case "migration":
      return difference.name;
  }
}
