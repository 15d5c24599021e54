import { Command, CommanderError } from "commander";

import { UserError } from "#core/model/user-error.ts";
import { visibleLines } from "#core/report/layout/visible.ts";
import { SecretGate } from "#core/secrets/secret-gate.ts";

import { EXIT } from "./exit.ts";
import { REPORT_KINDS } from "./report-files.ts";

/**
 * Runs `portolan` with the process's arguments and answers with the exit code: 0 clean, 1 findings, 2 could not run.
 * What the user can put right is printed as a sentence; a fault of ours with its stack. A command's modules are loaded
 * when it is the one: most of the time that a small project takes was the loading of all.
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
      const { ledgerCommand } = await import("./ledger-command.ts");
      code = await ledgerCommand({ ...projectOption(program), isJson: options.json === true });
    });

  program
    .command("init")
    .description("proposes a portolan.yaml for a folder with two servers, and says where each line came from")
    .argument("[folder]", "the folder that holds both servers; else the current one")
    .option("--write", "writes it, where there is none")
    .option("--try", "starts both servers on it, or on the portolan.yaml that is there; runs the project's code")
    .option("--yes", "with --try: runs the project's code without asking for consent")
    .action(async (folder: string | undefined, options: InitFlags) => {
      const { initCommand } = await import("./init-command.ts");
      code = await initCommand({
        ...(folder !== undefined && { folder }),
        isWriting: options.write === true,
        isTrying: options.try === true,
        hasConsent: options.yes === true,
      });
    });

  program
    .command("check")
    .description("runs both servers on equal seeds and compares their answers")
    .argument("[endpoint...]", "endpoints such as 'GET /api/nodes/{node_id}'; all that are ported where none is named")
    .option("--milestone <name>", "the endpoints of a milestone; an unported one is a finding")
    .option("--json", "for machines: the same as --report json=-")
    .option("--verbose", "every cause, case and difference")
    .option(
      "--report <kind=file>",
      `writes a report, - to standard output; may be given again (${REPORT_KINDS.join(", ")})`,
      (text: string, before: readonly string[]) => [...before, text],
      [],
    )
    .option("--generate", "makes up requests too, at most six an endpoint, from what it takes")
    .option("--release", "with the Rust server as `gates.release` builds and starts it; saves no verdict")
    .option("--no-save", "leaves the saved verdicts as they are")
    .option(
      "--host <name>",
      "requests may go to this host, which `attach` names and which is not this machine; may be given again",
      (text: string, before: readonly string[]) => [...before, text],
      [],
    )
    .action(async (endpoints: readonly string[], options: CheckFlags) => {
      const { checkCommand } = await import("./check-command.ts");
      code = await checkCommand({
        ...projectOption(program),
        endpoints,
        ...(options.milestone !== undefined && { milestone: options.milestone }),
        reports: options.json === true ? [...options.report, "json=-"] : options.report,
        isVerbose: options.verbose === true,
        savesVerdicts: options.save,
        isReleased: options.release === true,
        hosts: options.host,
        isGeneratingCases: options.generate === true,
      });
    });

  program
    .command("routes")
    .description("the routes that a folder's sources declare, or a contract's operations; needs no project file")
    .argument("[folder]", "a folder of sources, or an OpenAPI document; else the folder of the project file")
    .option("--side <side>", "python or rust")
    .option("--json", "for machines")
    .option(
      "--explain <endpoint...>",
      "how the path of an endpoint came about, part by part: GET '/api/nodes/{node_id}'",
    )
    .option("--ask", "asks the running code, and prints what static reading missed or made up; runs the project's code")
    .option("--python <command>", "with --ask: the Python to run, as seen from the server's folder")
    .option("--yes", "with --ask: runs the project's code without asking for consent")
    .action(async (folder: string | undefined, options: RoutesFlags) => {
      const given = {
        ...(options.side !== undefined && { side: options.side }),
        isJson: options.json === true,
      };
      if (options.ask) {
        const { askCommand } = await import("./ask-command.ts");
        code = await askCommand({
          ...given,
          ...projectOption(program),
          ...(folder !== undefined && { folder }),
          ...(options.python !== undefined && { python: options.python }),
          hasConsent: options.yes === true,
        });
        return;
      }
      const { routesCommand } = await import("./routes-command.ts");
      code = await routesCommand({
        ...given,
        ...projectOption(program),
        ...(folder !== undefined && { folder }),
        ...(options.explain && { explain: options.explain }),
      });
    });

  program
    .command("export")
    .description(
      "takes the contract from a server's `export` command, where the project file names none; runs the project's code",
    )
    .option("--side <side>", "python or rust; else the first of them that has the command")
    .option("--yes", "runs the project's code without asking for consent")
    .action(async (options: { readonly side?: string; readonly yes?: true }) => {
      const side = options.side === undefined ? {} : { side: options.side };
      const { exportCommand } = await import("./export-command.ts");
      code = await exportCommand({ ...projectOption(program), ...side, hasConsent: options.yes === true });
    });

  program
    .command("gate")
    .description(
      "asks whether the servers may be switched: checks of the migration beside parity; all where none is named",
    )
    .argument("[name...]", "contract, client, schema, assets, cutover, release")
    .option("--json", "for machines: the same as --report json=-")
    .option(
      "--report <kind=file>",
      `writes a report, - to standard output; may be given again (${REPORT_KINDS.join(", ")})`,
      (text: string, before: readonly string[]) => [...before, text],
      [],
    )
    .option(
      "--verify <file>",
      "with release: runs nothing, and says whether program and contract are those of this file",
    )
    .option("--binary <file>", "with --verify: the program; else where it lay, seen from the file")
    .option("--contract <file>", "with --verify: the contract; else where it lay, seen from the file")
    .action(async (names: readonly string[], options: GateFlags) => {
      const { json, report, verify, ...verified } = options;
      if (verify !== undefined) {
        const { verifyCommand } = await import("./gate-command.ts");
        code = await verifyCommand({ file: verify, ...verified });
        return;
      }
      const { gateCommand } = await import("./gate-command.ts");
      const reports = json === true ? [...report, "json=-"] : report;
      code = await gateCommand({ ...projectOption(program), names, reports });
    });

  program
    .command("compare")
    .description("compares two files, bodies or saved exchanges, as a run compares two answers; needs no server")
    .argument("<left>", "what Python answered")
    .argument("<right>", "what Rust answered")
    .option("--rules <file>", "a YAML list of rules, as in portolan.yaml; they apply whatever their endpoint")
    .option("--json", "for machines")
    .action(async (left: string, right: string, options: { readonly rules?: string; readonly json?: true }) => {
      const { compareCommand } = await import("./compare-command.ts");
      code = await compareCommand({
        left,
        right,
        ...(options.rules !== undefined && { rules: options.rules }),
        isJson: options.json === true,
      });
    });

  program
    .command("rules")
    .description("rules for what may differ")
    .command("suggest")
    .description("runs parity and prints the narrowest rules that would let what differs pass, each proved")
    .argument("[endpoint...]", "endpoints such as 'GET /api/nodes/{node_id}'; all that are ported where none is named")
    .option("--write", "adds them to the project file; comments and order stay")
    .option("--reason <text>", "why the values may differ; needed with --write")
    .option(
      "--host <name>",
      "requests may go to this host, which `attach` names and which is not this machine; may be given again",
      (text: string, before: readonly string[]) => [...before, text],
      [],
    )
    .option("--insist", "also for what both sides repeat when they are asked twice: a divergence, not noise")
    .option("--json", "for machines")
    .action(async (endpoints: readonly string[], options: SuggestFlags) => {
      const { suggestCommand } = await import("./rules-command.ts");
      code = await suggestCommand({
        ...projectOption(program),
        endpoints,
        isJson: options.json === true,
        isWriting: options.write === true,
        insists: options.insist === true,
        hosts: options.host,
        ...(options.reason !== undefined && { reason: options.reason }),
      });
    });

  program
    .command("serve")
    .description("starts the Python server alone, on a copy of the base, and makes cases of what is sent to it")
    .requiredOption("--record [folder]", "where the cases are written; .portolan/recorded where no folder is named")
    .option("--port <port>", "where it listens on 127.0.0.1; else a free port")
    .action(async (options: { readonly record: string | true; readonly port?: string }) => {
      const { serveCommand } = await import("./serve-command.ts");
      code = await serveCommand({
        ...projectOption(program),
        ...(options.record !== true && { folder: options.record }),
        ...(options.port !== undefined && { port: Number(options.port) }),
      });
    });

  const cases = program.command("cases").description("cases that are made of what was recorded");

  cases
    .command("import")
    .description("makes cases of an HTTP archive (HAR); they wait in .portolan/recorded until they are accepted")
    .argument("<file>", "the archive, as a browser's network panel saves it")
    .option("--origin <url>", "the Python server in the archive; else the one with most requests to endpoints")
    .action(async (file: string, options: { readonly origin?: string }) => {
      const { importCommand } = await import("./cases-command.ts");
      code = await importCommand({ ...projectOption(program), file, ...options });
    });

  cases
    .command("record")
    .description("runs tests with pytest and makes cases of what they send to the app; runs the project's code")
    .argument("<command...>", "after --: pytest and its arguments, or what runs it")
    .option("--yes", "runs the project's code without asking for consent")
    .action(async (command: readonly string[], options: { readonly yes?: true }) => {
      const { recordCommand } = await import("./record-command.ts");
      code = await recordCommand({ ...projectOption(program), command, hasConsent: options.yes === true });
    });

  cases
    .command("accept")
    .description("moves recordings that wait into the folder of case files")
    .argument("[name...]", "files in .portolan/recorded; all where none is named")
    .action(async (names: readonly string[]) => {
      const { acceptCommand } = await import("./cases-command.ts");
      code = await acceptCommand(projectOption(program), names);
    });

  program
    .command("run", { hidden: true })
    .description("the editor's runner: commands in, events out, one JSON object a line")
    .requiredOption("--events", "the only form there is")
    .action(async () => {
      const { runCommand } = await import("./for-editor/run-command.ts");
      code = await runCommand(projectOption(program));
    });

  program
    .command("try", { hidden: true })
    .description("tries the project file whose text comes in, for the editor; one JSON object a line")
    .requiredOption("--events", "the only form there is")
    .action(async () => {
      const { trialCommand } = await import("./for-editor/trial-command.ts");
      code = await trialCommand();
    });

  try {
    await program.parseAsync(argv);
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.clean : EXIT.couldNotRun;
    // What a session throws has passed its gate; of what is thrown beside it the shapes are known.
    const shown = new SecretGate().error(error);
    console.error(visibleLines((shown instanceof UserError ? shown.message : shown.stack) ?? ""));
    return EXIT.couldNotRun;
  }
}

interface InitFlags {
  readonly write?: true;
  readonly try?: true;
  readonly yes?: true;
}

interface CheckFlags {
  readonly milestone?: string;
  readonly json?: true;
  readonly verbose?: true;
  readonly report: readonly string[];
  readonly generate?: true;
  readonly release?: true;
  readonly save: boolean;
  readonly host: readonly string[];
}

interface GateFlags {
  readonly json?: true;
  readonly report: readonly string[];
  readonly verify?: string;
  readonly binary?: string;
  readonly contract?: string;
}

interface SuggestFlags {
  readonly write?: true;
  readonly reason?: string;
  readonly host: readonly string[];
  readonly insist?: true;
  readonly json?: true;
}

interface RoutesFlags {
  readonly side?: string;
  readonly json?: true;
  readonly explain?: readonly string[];
  readonly ask?: true;
  readonly python?: string;
  readonly yes?: true;
}

function projectOption(program: Command): { readonly project?: string } {
  const { project } = program.opts<{ readonly project?: string }>();
  return project === undefined ? {} : { project };
}
