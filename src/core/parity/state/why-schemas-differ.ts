import type { DatabaseSchema } from "#core/model/databases/database-schema.ts";
import type { DatabaseChanges } from "#core/model/run/table-change.ts";

/** Why rows of two databases cannot be held against each other, as a clause; undefined where tables and columns are the same. */
export function whySchemasDiffer(python: DatabaseSchema, rust: DatabaseSchema): string | undefined {
  const others = columnsByTable(rust);
  for (const [name, columns] of columnsByTable(python)) {
    const found = others.get(name);
    if (found === undefined) return `only Python's has the table ${name}`;
    const lone = columns.find((column) => !found.includes(column));
    if (lone !== undefined) return `only Python's has the column ${name}.${lone}`;
    const extra = found.find((column) => !columns.includes(column));
    if (extra !== undefined) return `only Rust's has the column ${name}.${extra}`;
    others.delete(name);
  }
  const [extra] = others.keys();
  return extra === undefined ? undefined : `only Rust's has the table ${extra}`;
}

function columnsByTable({ tables }: DatabaseSchema): Map<string, readonly string[]> {
  return new Map(tables.map(({ name, columns }) => [name, columns.map((column) => column.name)]));
}

/** What was changed in these tables, and beside the database. Tables of tools for migrations are each side's own. */
export function changesIn(changes: DatabaseChanges, tables: ReadonlySet<string>): DatabaseChanges {
  if (changes.kind !== "changes") return tables.size === 0 ? { kind: "changes", tables: [] } : changes;
  const own = changes.tables.filter(({ table }) => tables.has(table) || table.startsWith("${"));
  return { kind: "changes", tables: own };
}
