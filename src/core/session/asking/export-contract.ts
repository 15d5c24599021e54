import { withOwnDatabase } from "#core/model/databases/side-database.ts";
import { documentIn } from "#core/gates/contract/document-in.ts";
import { type Side, SIDES } from "#core/model/endpoint.ts";
import { UserError } from "#core/model/user-error.ts";
import type { Command, Ports } from "#core/ports.ts";
import { gatedCommands } from "#core/secrets/gated-ports.ts";
import { SecretGate } from "#core/secrets/secret-gate.ts";
import { BUILD_LIMIT_MS, projectOf, withDatabase } from "#core/session/asking/ask-routes.ts";
import { outputOf } from "#core/session/command-output.ts";
import { PYTHON_FRAMEWORKS } from "#core/sources/python/frameworks/registry.ts";
import { ignoreFolder } from "#core/recording/ignore-folder.ts";

/** Where the document is kept that an export printed, relative to the project's folder; git ignores the folder. */
export const EXPORTED_CONTRACT = ".portolan/contract.json";

/** An export that waits for the user's consent: it runs the project's code. */
export interface ExportPlan {
  readonly side: Side;
  readonly line: string;
  /** What is run before it, so that there is something to export. */
  readonly build?: string;
  readonly folder: string;
  /** Runs it and keeps what it printed. Gives the number of operations. Throws a UserError where that is no OpenAPI document. */
  run(signal: AbortSignal): Promise<number>;
}

/** Finds the `export` command of a project's servers, Python's first, which is right by definition; runs nothing. */
export async function planExport(
  given: Pick<Ports, "files" | "readers" | "processes" | "databases" | "folders" | "clock" | "secrets" | "webTokens">,
  { file, sides = SIDES }: { readonly file: string; readonly sides?: readonly Side[] },
): Promise<ExportPlan> {
  const gate = new SecretGate();
  const ports = gatedCommands(given, gate);
  const project = await projectOf(ports, file);
  gate.learnProject(project);
  if (project.contract !== undefined) {
    throw new UserError(
      `The project file names the contract ${project.contract}; take \`contract\` out of it to have the contract from a server's \`export\`.`,
    );
  }
  const side = sides.find((each) => project.servers[each].export !== undefined);
  const line = side && project.servers[side].export;
  if (side === undefined || line === undefined) {
    throw new UserError(
      `No server in ${file} has an \`export\`, a command that prints its OpenAPI document. ${exampleOf()}`,
    );
  }
  const { folder, environment, build } = project.servers[side];
  const command: Command = { line, folder, world: { kind: "caller" }, environment };
  return {
    side,
    line: gate.text(line),
    ...(build !== undefined && { build: gate.text(build) }),
    folder,
    run: gate.guarded(async (signal) => {
      const output = await withDatabase(ports, withOwnDatabase(project, side), command, async (filled) => {
        const limits = { limitMs: BUILD_LIMIT_MS, signal };
        if (build !== undefined) await outputOf(ports, { ...filled, line: build }, limits);
        return outputOf(ports, filled, limits);
      });
      const document = documentIn(output);
      const facts = await ports.readers.read(EXPORTED_CONTRACT, document);
      if (facts.language !== "openapi" || facts.operations.length === 0) {
        throw new UserError(
          `\`${line}\` printed no OpenAPI document in JSON with operations; correct \`servers.${side}.export\` in the project file.`,
        );
      }
      await ignoreFolder(ports.files, ".portolan");
      await ports.files.write(EXPORTED_CONTRACT, document);
      return facts.operations.length;
    }),
  };
}

/** How the first framework that makes a contract is made to print it. */
function exampleOf(): string {
  const app = { root: "", module: "app.main", name: "app", isFactory: false };
  const [example = ""] = PYTHON_FRAMEWORKS.flatMap(({ setUp }) =>
    setUp.export ? [`For ${setUp.title} it is: python -c "${setUp.export(app)}"`] : [],
  );
  return example;
}
