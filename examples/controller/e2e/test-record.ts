import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * `node e2e/test-record.ts debug|release FILE`: a record as `portolan gate release` writes one, for tests of the installer
 * and rehearsals of a switch alone. It says that every gate was waived, and proves nothing.
 */
const example = dirname(import.meta.dirname);
const [, , build = "", file = ""] = process.argv;
const program = `core-server-rs/target/${build}/core-server-rs`;
const reason = "A record for tests and rehearsals, made before there is a proof.";
const gates = ["contract", "client", "schema", "assets", "cutover"];

mkdirSync(dirname(file), { recursive: true });
const record = {
  version: 1,
  portolan: "0.1.0",
  binary: { file: program, sha256: hash(program), bytes: statSync(join(example, program)).size },
  contract: { file: "openapi/openapi.json", sha256: hash("openapi/openapi.json") },
  project: { file: "portolan.yaml", sha256: hash("portolan.yaml") },
  milestones: [],
  gates: gates.map((name) => ({ name, outcome: "waived", reason })),
  endpoints: [],
  times: { at: new Date().toISOString(), durationMs: 0 },
};
writeFileSync(file, `${JSON.stringify(record, null, 2)}\n`);

function hash(path: string): string {
  return createHash("sha256")
    .update(readFileSync(join(example, path)))
    .digest("hex");
}
