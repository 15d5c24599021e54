import type { EmptiedByEndpoint } from "#core/cases/case-source.ts";
import { type CollectedCases, collectCases } from "#core/cases/collect-cases.ts";
import { createIndex, type Index, type Snapshot } from "#core/index/create-index.ts";
import { createBasePaths } from "#core/ledger/base-paths.ts";
import { createLedgerBuilder } from "#core/ledger/build-ledger.ts";
import { methodFindings } from "#core/ledger/method-findings.ts";
import { undeclaredEndpoints } from "#core/ledger/undeclared-endpoints.ts";
import type { EndpointKey } from "#core/model/endpoint.ts";
import type { Finding } from "#core/model/finding.ts";
import type { Place } from "#core/model/place.ts";
import type { Ledger } from "#core/model/ledger.ts";
import type { Operation } from "#core/model/operation.ts";
import type { Project } from "#core/model/project.ts";
import type { FileChange } from "#core/model/session.ts";
import { UnreadablePath } from "#core/model/unreadable-path.ts";
import type { Ports } from "#core/ports.ts";
import { checkProjectFiles } from "#core/project/check-project-files.ts";
import { type ProjectReading, readProject } from "#core/project/read-project.ts";
import { EMPTIED_FILE, type EmptiedTables } from "#core/session/kept/emptied-tables.ts";
import { EXPORTED_CONTRACT } from "#core/session/asking/export-contract.ts";
import { createHandlerHashes } from "#core/session/handler-hashes.ts";
import { languages } from "#core/session/languages.ts";
import { type OverlayFiles, overlayFiles } from "#core/session/overlay-files.ts";
import { undeclaredOperations } from "#core/session/undeclared-operations.ts";
import { VERDICTS_FILE, type VerdictStore } from "#core/session/kept/verdict-store.ts";

/** Everything that is true of a project at one moment. */
export interface ProjectState {
  /** Absent where the project file cannot be used now. */
  readonly project?: Project;
  /** Made with the last usable project file, so that a tree does not vanish while the file is being edited. */
  readonly ledger: Ledger;
  readonly findings: readonly Finding[];
  readonly cases: CollectedCases["casesByEndpoint"];
  readonly scenarios: CollectedCases["scenarios"];
  /** To ask about single routes. */
  readonly sources: Pick<Index, "ask">;
}

/** The state of a project, computed when asked and kept until something it depends on changes. */
export interface Reading {
  change(changes: readonly FileChange[]): void;
  changeVerdicts(): void;
  /** Forgets what was read from the disk; open texts stay. */
  refresh(): void;
  /** A text as the editor has it, else as the disk has it; undefined where there is none that can be read. */
  read(file: string): Promise<string | undefined>;
  /** The state as of this call or later. */
  current(): Promise<ProjectState>;
}

interface Options {
  readonly ports: Pick<Ports, "files" | "readers">;
  readonly projectFile: string;
  readonly verdicts: VerdictStore;
  /** None where it is not kept. */
  readonly emptied?: EmptiedTables;
  /** Requests are made up whatever the project file says. */
  readonly isGeneratingCases?: boolean;
}

/** Reads a project through the ports. Nothing is read before the first question. */
export function createReading({ ports, projectFile, verdicts, emptied, isGeneratingCases }: Options): Reading {
  const files = overlayFiles(ports.files);
  const projects = new ProjectFile(projectFile, files);
  const cases = new CaseFiles(files);
  const applyBasePaths = createBasePaths();
  const buildLedger = createLedgerBuilder();
  const handlerHashes = createHandlerHashes(() => index);
  let index = newIndex(ports);
  let version = 0;
  let answer: { readonly version: number; readonly state: Promise<ProjectState> } | undefined;

  const compute = async (): Promise<ProjectState> => {
    const { reading, usable, missing, text } = await projects.read();
    if (usable === undefined)
      return { ledger: EMPTY_LEDGER, findings: [...reading.findings], cases: new Map(), scenarios: [], sources: index };
    const { servers, contract } = usable;
    index.setLayout({
      folders: { python: servers.python.folder, rust: servers.rust.folder },
      ...(contract !== undefined && { contract }),
    });
    const known = await verdicts.all();
    const snapshot = await handlerHashes.complete(await index.snapshot(), known.keys());
    const operations = applyBasePaths(snapshot);
    const collected = await cases.collect(
      {
        project: usable,
        operations,
        routes: snapshot.routes,
        emptied: await emptied?.all(),
        isGenerating: isGeneratingCases === true,
      },
      () => undeclaredOperations(index, snapshot.routes, operations),
    );
    const ledger = buildLedger({
      snapshot: { ...snapshot, operations },
      project: usable,
      verdicts: known,
      endpointsWithCases: collected.casesByEndpoint,
    });
    const rowFindings: Finding[] = [];
    for (const { findings } of ledger.rows) if (findings.length > 0) rowFindings.push(...findings);
    return {
      ...(reading.project !== undefined && { project: withRules(reading.project, collected.rules) }),
      ledger,
      findings: [
        ...new Set([
          ...reading.findings,
          ...missing,
          ...withoutNamed(snapshot.findings, missing),
          ...collected.findings,
          ...rowFindings,
          ...methodFindings(ledger.rows),
          ...undeclaredEndpoints(usable, knownEndpoints(ledger, collected), text ?? ""),
        ]),
      ],
      cases: collected.casesByEndpoint,
      scenarios: collected.scenarios,
      sources: index,
    };
  };

  return {
    change: (changes) => {
      version += 1;
      for (const { file, text } of changes) {
        files.open(file, text);
        index.change(file, text);
        if (file === projectFile || file === EXPORTED_CONTRACT) projects.forget();
        else if (/\.ya?ml$/.test(file)) cases.forget();
        if (file === VERDICTS_FILE) verdicts.forget();
        if (file === EMPTIED_FILE) emptied?.forget();
      }
    },
    changeVerdicts: () => {
      version += 1;
    },
    refresh: () => {
      version += 1;
      verdicts.forget();
      emptied?.forget();
      projects.forget();
      cases.forget();
      index = newIndex(ports);
      for (const { file, text } of files.openFiles()) index.change(file, text);
    },
    read: (file) =>
      files.read(file).catch((error: unknown) => {
        if (error instanceof UnreadablePath) return undefined;
        throw error;
      }),
    current: () => {
      if (answer?.version !== version) answer = { version, state: compute() };
      return answer.state;
    },
  };
}

/** The rules of single cases come after the project's, so that every rule has one index. */
function withRules(project: Project, rules: CollectedCases["rules"]): Project {
  return rules.length === 0 ? project : { ...project, rules: [...project.rules, ...rules] };
}

/** All endpoints that anything declares, as people write them. */
function knownEndpoints(ledger: Ledger, { casesByEndpoint }: CollectedCases): ReadonlyMap<EndpointKey, string> {
  const known = new Map<EndpointKey, string>(casesByEndpoint.keys().map((key) => [key, key]));
  for (const { key, method, path } of ledger.rows) known.set(key, `${method} ${path}`);
  return known;
}

/** What is not read is told once: where the project file names it. */
function withoutNamed(findings: readonly Finding[], missing: readonly Finding[]): readonly Finding[] {
  const named = new Set(missing.map(({ facts }) => facts["path"]));
  return findings.filter(({ code, facts }) => code !== "path-unreadable" || !named.has(facts["path"]));
}

function newIndex({ files, readers }: Options["ports"]): Index {
  return createIndex({ files, readers, languages, layout: { folders: {} } });
}

const EMPTY_LEDGER: Ledger = { rows: [], progress: { verified: 0, total: 0 }, progressByMilestone: {} };

/** The project file: as it stands, and as it last could be used. */
class ProjectFile {
  readonly #file: string;
  readonly #files: OverlayFiles;
  #known:
    | { readonly reading: ProjectReading; readonly missing: readonly Finding[]; readonly text?: string }
    | undefined;
  #usable: Project | undefined;

  constructor(file: string, files: OverlayFiles) {
    this.#file = file;
    this.#files = files;
  }

  forget(): void {
    this.#known = undefined;
  }

  async read() {
    this.#known ??= await this.#readAnew();
    this.#usable = this.#known.reading.project ?? this.#usable;
    return { ...this.#known, usable: this.#usable };
  }

  async #readAnew() {
    const text = await this.#files.read(this.#file).catch((error: unknown) => {
      if (error instanceof UnreadablePath) return error;
      throw error;
    });
    if (text === undefined) return { reading: missingProject(this.#file), missing: [] };
    if (text instanceof UnreadablePath) return { reading: unreadableProject(this.#file, text), missing: [] };
    const reading = await withExportedContract(readProject(this.#file, text), this.#file, this.#files);
    return { reading, missing: await checkProjectFiles(reading.paths, this.#files), text };
  }
}

/** What cases are collected from, besides files. */
interface CaseOrigins {
  readonly project: Project;
  readonly operations: readonly Operation[];
  readonly routes: Snapshot["routes"];
  readonly emptied: EmptiedByEndpoint | undefined;
  readonly isGenerating: boolean;
}

/** The cases, collected anew when the project, the contract's operations, the routes or a case file changed. */
class CaseFiles {
  readonly #files: OverlayFiles;
  #known: { readonly from: CaseOrigins; readonly collected: CollectedCases } | undefined;

  constructor(files: OverlayFiles) {
    this.#files = files;
  }

  forget(): void {
    this.#known = undefined;
  }

  async collect(from: CaseOrigins, undeclared: () => Promise<readonly Operation[]>): Promise<CollectedCases> {
    if (this.#known !== undefined && isSame(this.#known.from, from)) return this.#known.collected;
    const { emptied, ...origins } = from;
    const collected = await collectCases({ files: this.#files, ...origins, ...(emptied && { emptied }), undeclared });
    this.#known = { from, collected };
    return collected;
  }
}

/** Routes count only where something is made up from them. */
function isSame(one: CaseOrigins, other: CaseOrigins): boolean {
  const isFromRoutes = other.isGenerating || other.project.isGeneratingCases === true;
  return (
    one.project === other.project &&
    one.operations === other.operations &&
    one.emptied === other.emptied &&
    (!isFromRoutes || one.routes === other.routes)
  );
}

/** Where the project file names no contract, the one that a server's export printed is taken, and said to be from there. */
async function withExportedContract(
  reading: ProjectReading,
  file: string,
  files: OverlayFiles,
): Promise<ProjectReading> {
  const { project } = reading;
  if (project === undefined || project.contract !== undefined) return reading;
  if ((await files.stamp(EXPORTED_CONTRACT)) === undefined) return reading;
  const facts = { file: EXPORTED_CONTRACT };
  const finding: Finding = { code: "contract-exported", severity: "information", place: startOf(file), facts };
  return {
    ...reading,
    project: { ...project, contract: EXPORTED_CONTRACT },
    findings: [...reading.findings, finding],
  };
}

function missingProject(file: string): ProjectReading {
  return {
    paths: [],
    findings: [{ code: "project-missing", severity: "error", place: startOf(file), facts: { file } }],
  };
}

function unreadableProject(file: string, { reason }: UnreadablePath): ProjectReading {
  const facts = { path: file, reason };
  return { paths: [], findings: [{ code: "path-unreadable", severity: "error", place: startOf(file), facts }] };
}

function startOf(file: string): Place {
  const start = { line: 0, character: 0 };
  return { file, range: { start, end: start } };
}
