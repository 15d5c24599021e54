/** The tables of a database, as the engine itself tells them. Spellings are the engine's; what means the same is told by the gate. */
export interface DatabaseSchema {
  /** By name. */
  readonly tables: readonly TableSchema[];
  /** Views, triggers, types and sequences that belong to no column. */
  readonly others: readonly SchemaPart[];
  /** Which migrations the tables of migration tools say were applied. */
  readonly migrations: readonly AppliedMigrations[];
}

export interface TableSchema {
  /** With its schema where that is not the usual one. */
  readonly name: string;
  /** In their order. */
  readonly columns: readonly ColumnSchema[];
  /** Keys, checks, foreign keys and indexes; their names do not count. */
  readonly constraints: readonly string[];
}

export interface ColumnSchema {
  readonly name: string;
  readonly type: string;
  readonly isNullable: boolean;
  /** SQL; `a sequence` where it is numbered by one, whichever way that is declared. */
  readonly default?: string;
  /** SQL of a generated column. */
  readonly generated?: string;
  readonly collation?: string;
}

export interface SchemaPart {
  /** `view` */
  readonly kind: string;
  readonly name: string;
  /** SQL. */
  readonly definition: string;
}

/** What one migration tool has noted. */
export interface AppliedMigrations {
  /** The tool's table. */
  readonly table: string;
  /** Versions or names, in their order. */
  readonly names: readonly string[];
}
