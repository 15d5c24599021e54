import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Installation } from "./installation.ts";

/** Fills the database of an installation, under its running servers, with the rows that parity starts from. */
export function seed({ prefix }: Installation): void {
  const database = new DatabaseSync(join(prefix, "data", "controller.db"), { timeout: 5000 });
  database.exec(`BEGIN;\n${readFileSync(join(dirname(import.meta.dirname), "seed", "seed.sql"), "utf8")}\nCOMMIT;`);
  database.close();
}
