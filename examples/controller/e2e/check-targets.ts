import assert from "node:assert/strict";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Check, runChecks } from "./checks.ts";
import { edited, make, withProject } from "./make.ts";

/**
 * `node e2e/check-targets.ts`: each target that checks something fails for a fault of its kind. That they pass without one is
 * shown by `make release`, which runs the same gates.
 */
const example = dirname(import.meta.dirname);
const faults = "dist/faults";
const folder = join(example, faults);

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
await runChecks([
  failing("openapi-check", "an edited contract", {
    project: () => {
      const contract = readFileSync(join(example, "openapi", "openapi.json"), "utf8");
      writeFileSync(join(folder, "openapi.json"), contract.replaceAll('"agent_port"', '"agent_ports"'));
      return edited(
        ["contract: openapi/openapi.json", `contract: ${faults}/openapi.json`],
        // What Python exports has no part in this fault.
        ["    export: .venv/bin/python -m core_server openapi\n", ""],
      );
    },
    finding:
      /dist\/faults\/openapi\.json:\d+:\d+: error: The Rust server's export has another `schemas\/Node` than the committed contract/,
  }),
  failing("client-check", "a stale client", {
    project: () => {
      const client = readFileSync(join(example, "dashboard", "src", "api", "schema.d.ts"), "utf8");
      writeFileSync(join(folder, "schema.d.ts"), client.replaceAll("agent_port", "agent_ports"));
      return edited(["output: dashboard/src/api/schema.d.ts", `output: ${faults}/schema.d.ts`]);
    },
    finding: /dist\/faults\/schema\.d\.ts:\d+:\d+: error: The client's type `Node`, used for `POST \/api\/nodes`/,
  }),
  {
    condition: "`make schema-check` fails for a migration that was placed under core-server-rs/.",
    run: async () => {
      const own = join(example, "core-server-rs", "migrations");
      mkdirSync(own);
      try {
        writeFileSync(join(own, "9001_berths.sql"), "CREATE TABLE berths (id TEXT PRIMARY KEY);\n");
        // It is found whatever the engine; that both are tried is shown by `make release`.
        await withProject(edited(["engines: [sqlite, postgresql]", "engines: [sqlite]"]), async (name) => {
          const { code, output } = await make("schema-check", [`PROJECT=${name}`]);
          assert.notEqual(code, 0, output);
          assert.match(
            output,
            /core-server-rs\/migrations\/9001_berths\.sql:1:1: error: This migration lies with the Rust server, and the project's lie in migrations/,
          );
        });
      } finally {
        rmSync(own, { recursive: true });
      }
    },
  },
  failing("assets-check", "a file of the dashboard that is missing", {
    project: () => {
      const build = join(folder, "dashboard");
      cpSync(join(example, "dashboard", "dist"), build, { recursive: true });
      const style = readdirSync(join(build, "assets")).find((name) => name.endsWith(".css")) ?? "";
      for (const packed of ["", ".br", ".gz"]) rmSync(join(build, "assets", style + packed), { force: true });
      return edited(["folder: dashboard/dist", `folder: ${faults}/dashboard`]);
    },
    finding: /dist\/faults\/dashboard\/index\.html:\d+:\d+: error: .*\.css/,
  }),
  failing("cutover-check", "a switch that switches nothing", {
    project: () =>
      edited(['switch: $PREFIX/bin/controllerctl switch --prefix "$PREFIX" --to rust --without all', 'switch: "true"']),
    finding:
      /portolan\.faults\.yaml:\d+:\d+: error: After the switch Rust should answer, and `gates\.cutover\.status` says: Python/,
  }),
]);
rmSync(folder, { recursive: true });

function failing(
  target: string,
  fault: string,
  { project, finding }: { readonly project: () => string; readonly finding: RegExp },
): Check {
  return {
    condition: `\`make ${target}\` fails for ${fault}.`,
    run: () =>
      withProject(project(), async (name) => {
        const { code, output } = await make(target, [`PROJECT=${name}`]);
        assert.notEqual(code, 0, output);
        assert.match(output, finding);
      }),
  };
}
