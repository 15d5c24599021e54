import { createIndex } from "#core/index/create-index.ts";
import { type AskedRoute, compareAsked, compareExported } from "#core/ledger/compare-asked.ts";
import { documentIn } from "#core/gates/contract/document-in.ts";
import type { Side } from "#core/model/endpoint.ts";
import type { Finding } from "#core/model/finding.ts";
import type { PythonFacts } from "#core/model/sources/python-facts.ts";
import type { ServiceSettings } from "#core/model/service.ts";
import type { Project, ServerSettings } from "#core/model/project.ts";
import { UserError } from "#core/model/user-error.ts";
import { createMinting } from "#core/parity/identities/minting.ts";
import { fillInProject } from "#core/parity/sides/fill-in-project.ts";
import { fillInEach, placeholdersFor } from "#core/parity/sides/placeholders.ts";
import type { Command, Ports } from "#core/ports.ts";
import { readProject } from "#core/project/read-project.ts";
import { withoutUnreadable } from "#core/project/without-unreadable.ts";
import { gatedCommands } from "#core/secrets/gated-ports.ts";
import { SecretGate } from "#core/secrets/secret-gate.ts";
import { type AskedPython, askedPython, pythonCommand } from "#core/session/asking/ask-python.ts";
import { appClassesIn, type PythonApps, pythonAppsIn } from "#core/session/asking/ask-python-apps.ts";
import { outputOf } from "#core/session/command-output.ts";
import { languages } from "#core/session/languages.ts";
import { orOf } from "#core/text/or-of.ts";
import { PYTHON_FRAMEWORKS } from "#core/sources/python/frameworks/registry.ts";

/** What is asked: both servers of a project, or the Python code of a folder. */
export type AskTarget =
  | { readonly kind: "project"; readonly file: string }
  | { readonly kind: "folder"; readonly folder: string };

export interface AskOptions {
  readonly target: AskTarget;
  readonly sides: readonly Side[];
  /** The Python to run, as the shell finds it from the server's folder; else the one that the start command names, or `.venv`. */
  readonly python?: string;
}

/** What the code of one side told, and how that differs from what was read. */
export interface AskedSide {
  readonly side: Side;
  /** Endpoints that it told, what the framework adds by itself left out. */
  readonly endpoints: number;
  readonly findings: readonly Finding[];
}

/** Commands that wait for the user's consent: they run the project's code. */
export interface AskPlan {
  readonly commands: readonly { readonly side: Side; readonly line: string; readonly folder: string }[];
  /** Runs them one after the other. Throws a UserError where a command fails or takes too long. */
  run(signal: AbortSignal): Promise<readonly AskedSide[]>;
}

type Needed = Pick<
  Ports,
  "files" | "readers" | "processes" | "databases" | "folders" | "clock" | "webTokens" | "secrets"
>;

const PYTHON_LIMIT_MS = 60_000;
/** Something may have to be compiled. */
export const BUILD_LIMIT_MS = 600_000;

interface SideCommand {
  readonly side: Side;
  readonly command: Command;
  /** For people. */
  readonly shown: string;
}

interface Question extends SideCommand {
  readonly limitMs: number;
  readonly compare: typeof compareAsked;
  answer(output: string): Promise<AskedPython>;
}

/** Finds out how the running code can be asked; runs nothing. Throws a UserError where there is nothing to ask. */
export async function planAsk(given: Needed, { target, sides, python }: AskOptions): Promise<AskPlan> {
  const gate = new SecretGate();
  const ports = gatedCommands(given, gate);
  const project = target.kind === "project" ? await projectOf(ports, target.file) : undefined;
  if (project !== undefined) gate.learnProject(project);
  const folders: Readonly<Partial<Record<Side, string>>> =
    target.kind === "folder"
      ? { python: target.folder }
      : { python: project?.servers.python.folder ?? ".", rust: project?.servers.rust.folder ?? "." };
  const questions: Question[] = [];
  for (const side of sides) {
    const server = project?.servers[side];
    const folder = folders[side];
    if (folder === undefined) continue;
    // The app itself tells more than a document that describes it.
    const app = side === "python" ? await pythonQuestion(ports, folder, server, python) : undefined;
    const question =
      app ?? (server?.export === undefined ? undefined : exportQuestion(ports, side, server, server.export));
    if (question) questions.push(question);
  }
  if (questions.length === 0) {
    throw new UserError(
      `There is nothing to ask: no Python file makes an app of ${orOf(PYTHON_FRAMEWORKS.map(({ setUp }) => setUp.title))}, and the project file has no \`export\` command for a server.`,
    );
  }
  const builds = questions.flatMap(({ side }): readonly SideCommand[] => {
    const server = project?.servers[side];
    if (server?.build === undefined) return [];
    const { build: line, folder, environment } = server;
    return [{ side, shown: line, command: { line, folder, world: { kind: "caller" }, environment } }];
  });
  return {
    commands: [...builds, ...questions].map(({ side, shown, command }) => ({
      side,
      line: gate.text(shown),
      folder: command.folder,
    })),
    run: gate.guarded(async (signal) => {
      const index = createIndex({ files: ports.files, readers: ports.readers, languages, layout: { folders } });
      const { routes } = await index.snapshot();
      const output = (command: Command, limitMs: number): Promise<string> =>
        withDatabase(ports, project, command, (filled) => outputOf(ports, filled, { limitMs, signal }));
      for (const { command } of builds) await output(command, BUILD_LIMIT_MS);
      const answers: AskedSide[] = [];
      for (const question of questions) {
        const { side, command, limitMs, compare } = question;
        const told = await question.answer(await output(command, limitMs));
        answers.push({
          side,
          endpoints: told.routes.filter(({ isImplicit }) => !isImplicit).length,
          findings: [...told.findings, ...compare(side, routes[side], told.routes)].map((found) => gate.finding(found)),
        });
      }
      return answers;
    }),
  };
}

/** The project that a file describes, with secrets and keys filled in. Throws a UserError where it cannot be used. */
export async function projectOf(
  { files, secrets, webTokens, clock }: Pick<Needed, "files" | "secrets" | "webTokens" | "clock">,
  file: string,
): Promise<Project> {
  const { project } = readProject(file, (await files.read(file)) ?? "");
  if (project === undefined) {
    throw new UserError(`The project file ${file} cannot be used; \`portolan ledger\` says what is wrong with it.`);
  }
  return fillInProject(project, secrets, createMinting(webTokens, clock));
}

async function pythonQuestion(
  ports: Needed,
  folder: string,
  server: ServerSettings | undefined,
  python: string | undefined,
): Promise<Question | undefined> {
  const apps = await appsBelow(ports, folder);
  if (apps.length === 0) return undefined;
  const hasEnvironment = (await ports.files.stamp(`${folder}/.venv/bin/python`)) !== undefined;
  const { command, shown } = pythonCommand({ apps, folder, server, python, hasEnvironment });
  return {
    side: "python",
    command,
    shown,
    limitMs: PYTHON_LIMIT_MS,
    compare: compareAsked,
    answer: (output) => Promise.resolve(askedPython(output, folder)),
  };
}

/** Files that make apps, with names relative to the folder. */
async function appsBelow({ files: all, readers }: Needed, folder: string): Promise<readonly PythonApps[]> {
  const files = withoutUnreadable(all);
  const start = folder === "." ? "" : `${folder}/`;
  const { python } = languages;
  const names = (await files.list(folder, python.endings)).filter((file) => {
    const within = file.slice(start.length);
    return python.isRead(within) && python.isOnlyWanted?.(within) !== true;
  });
  const texts = new Map<string, string>();
  for (const file of names) texts.set(file, (await files.read(file)) ?? "");
  const facts: PythonFacts[] = [];
  // A file matters that names a class of apps, and what it derives from one is another such class.
  for (let classes = appClassesIn(facts), before = 0; before < classes.size;) {
    before = classes.size;
    for (const [file, text] of texts) {
      if (!classes.values().some((name) => text.includes(name))) continue;
      texts.delete(file);
      const read = await readers.read(file, text);
      if (read.language === "python") facts.push({ ...read, file: file.slice(start.length) });
    }
    classes = appClassesIn(facts);
  }
  return pythonAppsIn(facts);
}

function exportQuestion(
  { readers }: Needed,
  side: Side,
  { folder, environment }: ServerSettings,
  line: string,
): Question {
  return {
    side,
    command: { line, folder, world: { kind: "caller" }, environment },
    shown: line,
    limitMs: BUILD_LIMIT_MS,
    compare: compareExported,
    answer: async (output) => {
      const facts = await readers.read("export", documentIn(output));
      const operations = facts.language === "openapi" ? facts.operations : [];
      if (operations.length === 0) {
        throw new UserError(
          `\`${line}\` printed no OpenAPI document; correct \`servers.${side}.export\` in the project file.`,
        );
      }
      const routes = operations.map(({ method, path, operationId }): AskedRoute => {
        return {
          kind: "http",
          method,
          path,
          isImplicit: false,
          ...(operationId !== undefined && { handler: operationId }),
        };
      });
      return { routes, findings: [] };
    },
  };
}

/**
 * Fills in the port, the folder for files and what belongs to the database, where anything is to be filled in; both are of our
 * own, gone afterwards.
 */
export async function withDatabase<T>(
  { databases, folders }: Pick<Needed, "databases" | "folders">,
  project: Project | undefined,
  command: Command,
  run: (command: Command) => Promise<T>,
): Promise<T> {
  if (project === undefined || !Object.values(command.environment).some((value) => value.includes("${")))
    return run(command);
  const database = await databases.create(project.database, "ask");
  const data = project.data === undefined ? undefined : await folders.create();
  try {
    const others = [
      ...(data === undefined ? [] : [{ data: data.path }]),
      ...(project.services ?? []).map(unstarted),
      ...(project.stubs ?? []).map(({ name }) => ({ [`stub:${name}.url`]: "http://127.0.0.1:0" })),
    ];
    const environment = fillInEach(command.environment, placeholdersFor("0", database, others));
    return await run({ ...command, environment });
  } finally {
    await data?.dispose();
    await database.dispose();
  }
}

/** Who only prints its contract needs no service: nothing answers at port 0. */
function unstarted({ name }: ServiceSettings): Readonly<Record<string, string>> {
  return { [`service:${name}.port`]: "0", [`service:${name}.number`]: "0", [`service:${name}.prefix`]: "" };
}
