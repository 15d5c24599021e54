import type { ColumnSchema, DatabaseSchema, TableSchema } from "#core/model/databases/database-schema.ts";
import type { Side } from "#core/model/endpoint.ts";

/** One thing that two schemas do not share. */
export type SchemaDifference =
  /** A table, a column or a constraint that `lacking` does not have. */
  | { readonly kind: "missing"; readonly lacking: Side; readonly table: string; readonly what: string }
  /** The same column otherwise: its type, whether it may be null, its default. */
  | {
      readonly kind: "column";
      readonly table: string;
      readonly column: string;
      readonly what: string;
      readonly python: string;
      readonly rust: string;
    }
  /** The same columns in another order. */
  | { readonly kind: "order"; readonly table: string; readonly python: string; readonly rust: string }
  /** A view, a trigger, a type or a function that is there on both sides and differs. */
  | { readonly kind: "definition"; readonly what: string; readonly python: string; readonly rust: string }
  | { readonly kind: "migration"; readonly lacking: Side; readonly tool: string; readonly name: string };

/** All differences of two schemas in plain form, table by table. */
export function compareSchemas(python: DatabaseSchema, rust: DatabaseSchema): readonly SchemaDifference[] {
  return [...tableDifferences(python, rust), ...otherDifferences(python, rust), ...migrationDifferences(python, rust)];
}

function tableDifferences(python: DatabaseSchema, rust: DatabaseSchema): readonly SchemaDifference[] {
  const pairs = paired(python.tables, rust.tables, ({ name }) => name);
  return pairs.flatMap(([name, one, other]): readonly SchemaDifference[] => {
    if (one === undefined || other === undefined) return [missing(one, name, `table ${name}`)];
    return [...columnDifferences(one, other), ...constraintDifferences(one, other)];
  });
}

function columnDifferences(one: TableSchema, other: TableSchema): readonly SchemaDifference[] {
  const table = one.name;
  const found = paired(one.columns, other.columns, ({ name }) => name).flatMap(
    ([name, a, b]): readonly SchemaDifference[] => {
      if (a === undefined || b === undefined) return [missing(a, table, `column ${table}.${name}`)];
      return ASPECTS.flatMap(([what, of]): readonly SchemaDifference[] => {
        const [left, right] = [of(a), of(b)];
        return left === right ? [] : [{ kind: "column", table, column: name, what, python: left, rust: right }];
      });
    },
  );
  const orders = [one, other].map(({ columns }) => columns.map(({ name }) => name).join(", "));
  const [left = "", right = ""] = orders;
  const hasSame = found.every(({ kind }) => kind !== "missing");
  return left !== right && hasSame ? [...found, { kind: "order", table, python: left, rust: right }] : found;
}

const ASPECTS: readonly (readonly [what: string, of: (column: ColumnSchema) => string])[] = [
  ["type", ({ type }) => type],
  ["null", ({ isNullable }) => (isNullable ? "may be null" : "may not be null")],
  ["default", (column) => column.default ?? "none"],
  ["expression", ({ generated }) => generated ?? "none"],
  ["collation", ({ collation }) => collation ?? "the usual one"],
];

function constraintDifferences(one: TableSchema, other: TableSchema): readonly SchemaDifference[] {
  return paired(one.constraints, other.constraints, (text) => text).flatMap(([text, a, b]) =>
    a === undefined || b === undefined ? [missing(a, one.name, `${text} of ${one.name}`)] : [],
  );
}

function otherDifferences(python: DatabaseSchema, rust: DatabaseSchema): readonly SchemaDifference[] {
  const pairs = paired(python.others, rust.others, ({ kind, name }) => `${kind} ${name}`);
  return pairs.flatMap(([what, a, b]): readonly SchemaDifference[] => {
    if (a === undefined || b === undefined) return [missing(a, "", what)];
    if (a.definition === b.definition) return [];
    return [{ kind: "definition", what, python: a.definition, rust: b.definition }];
  });
}

/** Only tools that both sides use can be held against each other. */
function migrationDifferences(python: DatabaseSchema, rust: DatabaseSchema): readonly SchemaDifference[] {
  return paired(python.migrations, rust.migrations, ({ table }) => table).flatMap(([tool, a, b]) => {
    if (a === undefined || b === undefined) return [];
    return paired(a.names, b.names, (name) => name).flatMap(([name, left, right]): readonly SchemaDifference[] => {
      if (left !== undefined && right !== undefined) return [];
      return [{ kind: "migration", lacking: left === undefined ? "python" : "rust", tool, name }];
    });
  });
}

function missing(python: unknown, table: string, what: string): SchemaDifference {
  return { kind: "missing", lacking: python === undefined ? "python" : "rust", table, what };
}

/** What both lists have under each key, in the order of the first, then what only the second has. */
function paired<T>(
  python: readonly T[],
  rust: readonly T[],
  keyOf: (item: T) => string,
): readonly (readonly [key: string, python: T | undefined, rust: T | undefined])[] {
  const [left, right] = [python, rust].map((list) => new Map(list.map((item) => [keyOf(item), item])));
  const keys = new Set([...(left?.keys() ?? []), ...(right?.keys() ?? [])]);
  return [...keys].map((key) => [key, left?.get(key), right?.get(key)]);
}
