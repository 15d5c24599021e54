/** A table in which a migration tool notes what it applied, and the columns that name a migration. */
interface MigrationTable {
  readonly table: string;
  /** The first of these that the table has is what a migration is known by. */
  readonly columns: readonly string[];
}

/** The tools of Python and Rust that keep such a table. */
export const MIGRATION_TABLES: readonly MigrationTable[] = [
  // Alembic keeps the head alone.
  { table: "alembic_version", columns: ["version_num"] },
  // sqlx
  { table: "_sqlx_migrations", columns: ["version"] },
  // golang-migrate, dbmate and many tools that a team writes itself
  { table: "schema_migrations", columns: ["version", "name", "id"] },
  { table: "django_migrations", columns: ["name"] },
  { table: "aerich", columns: ["version"] },
  { table: "_yoyo_migration", columns: ["migration_id"] },
  { table: "seaql_migrations", columns: ["version"] },
  { table: "__diesel_schema_migrations", columns: ["version"] },
  { table: "refinery_schema_history", columns: ["version"] },
];

/** Tables of these tools that hold no migrations, and are theirs all the same. */
const BESIDE = new Set(["_yoyo_log", "_yoyo_version", "yoyo_lock", "django_content_type", "sqlite_sequence"]);

/** Whether a table belongs to a migration tool or to the engine, and not to the servers. */
export function isOfMigrationTool(table: string): boolean {
  return BESIDE.has(table) || MIGRATION_TABLES.some((each) => each.table === table);
}
