/** Keeps a database open and runs the statements that its parent sends; answers the rows. */
import { DatabaseSync } from "node:sqlite";

const database = new DatabaseSync(process.argv[2] ?? "");
database.prepare("SELECT 1 FROM sqlite_schema").all();
process.on("message", (sql) => process.send?.(database.prepare(String(sql)).all()));
process.on("disconnect", () => process.exit(0));
process.send?.("open");
