import { SIDES, type Side } from "#core/model/endpoint.ts";
import type { FileFacts } from "#core/model/file-facts.ts";
import type { Finding } from "#core/model/finding.ts";
import type { Operation } from "#core/model/operation.ts";
import type { Route } from "#core/model/route.ts";
import type { Files, Readers } from "#core/ports.ts";

/** What the index must know about the language of a side; the session hands it over. */
export interface SourceLanguage {
  readonly endings: readonly string[];
  /** `file` is relative to the side's folder. */
  isRead(file: string): boolean;
  /** False only for a text that declares no route by itself; it is read all the same when `link` wants it. */
  mayDeclareRoutes(file: string, text: string): boolean;
  link(input: { readonly files: readonly string[]; readonly facts: ReadonlyMap<string, FileFacts> }): {
    readonly routes: readonly Route[];
    readonly findings: readonly Finding[];
    /** Files that must be read as well before the routes are complete. */
    readonly wanted: readonly string[];
  };
}

/** Where the sources lie, relative to the project's folder; a side or a contract may be missing. */
export interface Layout {
  readonly folders: Readonly<Partial<Record<Side, string>>>;
  readonly contract?: string;
}

/** All that source says, at one moment. */
export interface Snapshot {
  readonly routes: Readonly<Record<Side, readonly Route[]>>;
  readonly operations: readonly Operation[];
  readonly findings: readonly Finding[];
}

/** Which route stands where, kept true while files change. */
export interface Index {
  /** The file has this text now (an open document), or, without `text`, what the disk has. Cheap: nothing is read yet. */
  change(file: string, text?: string): void;
  /** Any file may have changed on disk: all are looked at again, and those with another text are read again. */
  refresh(): void;
  /** The sources lie elsewhere now. */
  setLayout(layout: Layout): void;
  /** The routes as of this call or later. What has not changed since the last call is not read again. */
  snapshot(): Promise<Snapshot>;
}

export interface IndexOptions {
  readonly files: Files;
  readonly readers: Readers;
  readonly languages: Readonly<Record<Side, SourceLanguage>>;
  readonly layout: Layout;
}

/** Rounds of reading what linking wants; each round reads at least one more file. */
const MAX_ROUNDS = 50;

interface SourceFile {
  readonly text: string;
  readonly mayDeclareRoutes: boolean;
  /** Absent while nobody needs them. */
  facts?: FileFacts;
}

interface SideState {
  files: readonly string[];
  /** Files may have come or gone. */
  isListStale: boolean;
  linked: { readonly routes: readonly Route[]; readonly findings: readonly Finding[] } | undefined;
}

export function createIndex({ files, readers, languages, layout }: IndexOptions): Index {
  const openTexts = new Map<string, string>();
  const read = new Map<string, SourceFile>();
  /** Read before a refresh: still right where the text is the same. */
  const stale = new Map<string, SourceFile>();
  let current = layout;
  let sides = freshSides();
  let contract: FileFacts | undefined;
  /** Counts changes, so that an answer knows what it has seen. */
  let generation = 0;
  let answer: { readonly generation: number; readonly snapshot: Snapshot } | undefined;
  let computing: Promise<void> | undefined;

  function change(file: string, text?: string): void {
    if (text === undefined) openTexts.delete(file);
    else if (openTexts.get(file) === text) return;
    else openTexts.set(file, text);
    generation += 1;
    read.delete(file);
    if (file === current.contract) contract = undefined;
    for (const side of SIDES) {
      if (!belongsTo(file, current.folders[side], languages[side])) continue;
      sides[side].linked = undefined;
      if (!sides[side].files.includes(file)) sides[side].isListStale = true;
    }
  }

  function setLayout(next: Layout): void {
    if (JSON.stringify(next) === JSON.stringify(current)) return;
    current = next;
    generation += 1;
    sides = freshSides();
    contract = undefined;
  }

  function refresh(): void {
    generation += 1;
    for (const [file, source] of read) stale.set(file, source);
    read.clear();
    sides = freshSides();
    contract = undefined;
  }

  async function snapshot(): Promise<Snapshot> {
    const asked = generation;
    for (;;) {
      if (answer && answer.generation >= asked) return answer.snapshot;
      computing ??= compute().finally(() => {
        computing = undefined;
      });
      await computing;
    }
  }

  async function compute(): Promise<void> {
    const seen = generation;
    const states = sides;
    const [python, rust, document] = await Promise.all([linkSide("python"), linkSide("rust"), readContract()]);
    // The sources moved while we read: what was linked belongs to a layout that is no more.
    if (states !== sides) return;
    answer = {
      generation: seen,
      snapshot: {
        routes: { python: python.routes, rust: rust.routes },
        operations: document?.language === "openapi" ? document.operations : [],
        findings: [...(document?.findings ?? []), ...python.findings, ...rust.findings],
      },
    };
  }

  async function linkSide(side: Side): Promise<NonNullable<SideState["linked"]>> {
    const folder = current.folders[side];
    const language = languages[side];
    const state = sides[side];
    if (folder === undefined) return { routes: [], findings: [] };
    if (state.linked) return state.linked;
    const started = generation;
    if (state.isListStale) {
      state.isListStale = false;
      const listed = await files.list(folder, language.endings);
      const open = [...openTexts.keys()].filter((file) => belongsTo(file, folder, language));
      state.files = [...new Set([...listed, ...open])].filter((file) => belongsTo(file, folder, language)).toSorted();
    }
    const wanted = new Set<string>();
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      const { existing, facts } = await readAll(state.files, language, wanted);
      const known = wanted.size;
      const linked = language.link({ files: existing, facts });
      for (const file of linked.wanted) wanted.add(file);
      if (wanted.size > known) continue;
      // Only what saw all changes is kept; an older answer is given once and then made again.
      if (started === generation) state.linked = linked;
      return linked;
    }
    throw new Error(`Linking the ${side} sources in ${folder} does not come to an end`);
  }

  async function readAll(
    names: readonly string[],
    language: SourceLanguage,
    wanted: ReadonlySet<string>,
  ): Promise<{ readonly existing: readonly string[]; readonly facts: ReadonlyMap<string, FileFacts> }> {
    const facts = new Map<string, FileFacts>();
    const missing = new Set<string>();
    const pending = names.map(async (file) => {
      const source = await sourceOf(file, language);
      if (!source) {
        missing.add(file);
        return;
      }
      if (!source.facts && (wanted.has(file) || source.mayDeclareRoutes)) {
        source.facts = await readers.read(file, source.text);
      }
      if (source.facts) facts.set(file, source.facts);
    });
    await Promise.all(pending);
    return {
      existing: missing.size > 0 ? names.filter((file) => !missing.has(file)) : names,
      // In the order of the names, however the reads came in.
      facts: new Map([...facts].toSorted(([one], [other]) => (one < other ? -1 : 1))),
    };
  }

  async function sourceOf(file: string, language?: SourceLanguage): Promise<SourceFile | undefined> {
    const known = read.get(file);
    if (known) return known;
    const before = generation;
    const text = openTexts.get(file) ?? (await files.read(file));
    if (text === undefined) return undefined;
    const old = stale.get(file);
    stale.delete(file);
    const source: SourceFile =
      old?.text === text ? old : { text, mayDeclareRoutes: language?.mayDeclareRoutes(file, text) ?? true };
    // A change that came while the disk was read is newer than what was read.
    if (before === generation) read.set(file, source);
    return source;
  }

  async function readContract(): Promise<FileFacts | undefined> {
    const file = current.contract;
    if (file === undefined || contract) return contract;
    const started = generation;
    const source = await sourceOf(file);
    // That the file is missing is said where the project file is checked.
    if (!source) return undefined;
    const facts = await readers.read(file, source.text);
    if (started === generation) contract = facts;
    return facts;
  }

  return { change, refresh, setLayout, snapshot };
}

function freshSides(): Record<Side, SideState> {
  return {
    python: { files: [], isListStale: true, linked: undefined },
    rust: { files: [], isListStale: true, linked: undefined },
  };
}

function belongsTo(file: string, folder: string | undefined, language: SourceLanguage): boolean {
  if (folder === undefined) return false;
  const within = below(file, folder);
  return within !== undefined && language.endings.some((ending) => file.endsWith(ending)) && language.isRead(within);
}

/** The part of a file's name below a folder, or undefined where it lies elsewhere. */
function below(file: string, folder: string): string | undefined {
  const start = folder === "" || folder === "." ? "" : `${folder.replace(/\/+$/, "")}/`;
  return file.startsWith(start) ? file.slice(start.length) : undefined;
}
