import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Check, runChecks, withFolder } from "./checks.ts";
import { Installation } from "./installation.ts";
import { gatesOnly, make, withProject } from "./make.ts";

/**
 * `node e2e/release-drill.ts`: a release from its proof to the switch that asks for it. The programs are the debug build,
 * which are there already; what is done with them is what is done with the optimised ones.
 */
const example = dirname(import.meta.dirname);
const bundle = join(example, "dist", "bundle");
const RECORD = "portolan-release.json";
const PROGRAM = "bin/core-server-rs";

interface Record {
  readonly binary: { readonly sha256: string };
  readonly contract: { readonly sha256: string };
  readonly gates: readonly { readonly name: string; readonly outcome: string }[];
  readonly endpoints: readonly { readonly endpoint: string; readonly state: string; readonly isCalled: boolean }[];
}

await withFolder(async (folder) => {
  const installation = await Installation.in(folder, bundle);
  try {
    await runChecks([...proofs(), ...refusals(), ...switches(installation)]);
  } finally {
    if (existsSync(installation.prefix)) await installation.start("uninstall", ["--with-data"]).ended;
  }
});

function proofs(): readonly Check[] {
  return [
    {
      condition: "`make release` passes all six gates and packs what they wrote, for the bundle's own program.",
      run: async () => {
        const { code, output } = await make("release", ["BUILD=debug"]);
        assert.equal(code, 0, output);
        assert.match(output, /6 gates: 6 passed/);
        const record = JSON.parse(readFileSync(join(bundle, RECORD), "utf8")) as Record;
        assert.equal(record.binary.sha256, hashOf(join(bundle, PROGRAM)));
        assert.equal(record.contract.sha256, hashOf(join(bundle, "openapi", "openapi.json")));
        assert.deepEqual(
          record.gates.map(({ name, outcome }) => `${name} ${outcome}`),
          ["contract passed", "client passed", "schema passed", "assets passed", "cutover passed"],
        );
        assert.ok(record.endpoints.every(({ state }) => state === "verified"));
        // The dashboard asks for it, and its milestone does too.
        assert.ok(record.endpoints.some(({ endpoint, isCalled }) => endpoint === "GET /api/nodes" && isCalled));
      },
    },
    {
      condition: "`make parity PROFILE=release` runs the bundle's own program, and the report has its hash.",
      run: async () => {
        const { code, output } = await make("parity", ["BUILD=debug", "PROFILE=release", "MILESTONE=dashboard-state"]);
        assert.equal(code, 0, output);
        const report = readFileSync(join(example, "dist", "parity-release.json"), "utf8");
        const { program } = JSON.parse(report) as { readonly program?: object };
        const sha256 = hashOf(join(bundle, PROGRAM));
        assert.deepEqual({ ...program, bytes: 0 }, { file: "dist/bundle/bin/core-server-rs", sha256, bytes: 0 });
        assert.match(output, new RegExp(`^Rust was dist/bundle/bin/core-server-rs, SHA-256 ${sha256}$`, "m"));
      },
    },
  ];
}

/** The project file, of whose gates only the release is left, so that nothing else is waited for. */
function faulty(milestones: string, binary: string): string {
  return gatesOnly(`  release:
    binary: ${binary}
    build: "true"
    start: ../dist/bundle/bin/core-server-rs serve --port \${port}
    milestones: [${milestones}]
    file: dist/faulty-release.json
    without: { client: Not here., schema: Not here., assets: Not here., cutover: Not here. }
`);
}

function refusals(): readonly Check[] {
  return [
    {
      condition: "Another program than the one that answers, and an endpoint that Rust lacks, keep a release back.",
      run: async () => {
        const project = faulty("dashboard-state, reports", "core-server-rs/target/debug/controllerctl");
        await withProject(project, async (name) => {
          const { code, output } = await make("release", ["BUILD=debug", `PROJECT=${name}`]);
          assert.notEqual(code, 0, output);
          assert.match(
            output,
            /error: core-server-rs\/target\/debug\/controllerctl is not the program that answered: no process that was started ran it\./,
          );
          assert.match(output, /error: `GET \/api\/reports\/fleet` is not verified: Rust does not serve it/);
          assert.match(output, /5 gates|6 gates: 1 passed, 1 failed, 4 not run/);
          assert.ok(!existsSync(join(example, "dist", "faulty-release.json")));
        });
      },
    },
  ];
}

function switches(installation: Installation): readonly Check[] {
  const release = (version: string): string => join(installation.prefix, "releases", version);
  return [
    {
      condition: "A switch to Rust takes what `make release` wrote.",
      run: async () => {
        await installation.control("install", installation.choices("legacy"));
        await installation.control("switch", ["--to", "rust", "--without", "all"]);
        assert.equal(await installation.control("status", ["--language"]), "rust\n");
        assert.equal((await fetch(`${installation.url}/healthz`)).status, 200);
        await installation.control("rollback");
        assert.equal(await installation.control("status", ["--language"]), "python\n");
      },
    },
    {
      condition: "It does not take it for another program.",
      run: async () => {
        const { live } = await installation.status();
        appendFileSync(join(release(live.release), PROGRAM), "\n");
        assert.match(
          await installation.refusal("switch", ["--to", "rust", "--without", "all"]),
          /is about another program than bin\/core-server-rs\./,
        );
        assert.equal((await installation.status()).live.profile, "legacy");
      },
    },
  ];
}

function hashOf(file: string): string {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}
