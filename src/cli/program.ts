import { Command, CommanderError } from "commander";

import { UserError } from "#core/model/user-error.ts";

import { checkCommand } from "./check-command.ts";
import { EXIT } from "./exit.ts";
import { ledgerCommand } from "./ledger-command.ts";
import { routesCommand } from "./routes-command.ts";
import { runCommand } from "./run-command.ts";

/**
 * Runs `portolan` with the process's arguments and answers with the exit code: 0 clean, 1 findings, 2 could not run.
 * What the user can put right is printed as a sentence; a fault of ours with its stack.
 */
export async function runProgram(argv: readonly string[]): Promise<number> {
  let code: number = EXIT.clean;
  const program = new Command("portolan")
    .description("Ports HTTP endpoints from a Python server to a Rust server and proves that nothing changed.")
    .option("--project <file>", "the project file, or its folder (else the nearest portolan.yaml above)")
    .exitOverride()
    .showHelpAfterError("(portolan --help lists the commands)");

  program
    .command("ledger")
    .description("every endpoint with its status")
    .option("--json", "for machines")
    .action(async (options: { readonly json?: true }) => {
      code = await ledgerCommand({ ...projectOption(program), isJson: options.json === true });
    });

  program
    .command("check")
    .description("runs both servers on equal seeds and compares their answers")
    .argument("[endpoint...]", "endpoints such as 'GET /api/nodes/{node_id}'; all that are ported where none is named")
    .option("--milestone <name>", "the endpoints of a milestone; an unported one is a finding")
    .option("--json", "for machines")
    .option("--no-save", "leaves the saved verdicts as they are")
    .action(async (endpoints: readonly string[], options: CheckFlags) => {
      code = await checkCommand({
        ...projectOption(program),
        endpoints,
        ...(options.milestone !== undefined && { milestone: options.milestone }),
        isJson: options.json === true,
        savesVerdicts: options.save,
      });
    });

  program
    .command("routes")
    .description("the routes that a folder's sources declare; needs no project file")
    .argument("<folder>")
    .option("--side <side>", "python or rust")
    .option("--json", "for machines")
    .action(async (folder: string, options: { readonly side?: string; readonly json?: true }) => {
      code = await routesCommand({
        folder,
        ...(options.side !== undefined && { side: options.side }),
        isJson: options.json === true,
      });
    });

  program
    .command("run", { hidden: true })
    .description("the editor's runner: commands in, events out, one JSON object a line")
    .requiredOption("--events", "the only form there is")
    .action(async () => {
      code = await runCommand(projectOption(program));
    });

  try {
    await program.parseAsync(argv);
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.clean : EXIT.couldNotRun;
    console.error(error instanceof UserError ? error.message : error);
    return EXIT.couldNotRun;
  }
}

interface CheckFlags {
  readonly milestone?: string;
  readonly json?: true;
  readonly save: boolean;
}

function projectOption(program: Command): { readonly project?: string } {
  const { project } = program.opts<{ readonly project?: string }>();
  return project === undefined ? {} : { project };
}
