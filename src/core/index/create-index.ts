import { SIDES, type Side } from "#core/model/endpoint.ts";
import type { FileFacts } from "#core/model/sources/file-facts.ts";
import type { Finding } from "#core/model/finding.ts";
import type { Operation } from "#core/model/operation.ts";
import type { Route } from "#core/model/route.ts";
import type { SourceLanguage } from "#core/model/sources/source-language.ts";
import type { Inspector, SourceAnswer } from "#core/model/sources/sources.ts";
import type { Files, Readers } from "#core/ports.ts";
import { fillBodies, missingBodies } from "./fill-bodies.ts";
import { createAsker, type Asker } from "./ask-sources.ts";
import { readWithReferences } from "./read-with-references.ts";
import { createSourceTexts } from "./source-texts.ts";
import { mentionsIn, moveLinked, type LinkedRoutes } from "./move-linked.ts";
import { movesBetween, type Moves } from "./moved-facts.ts";
import { readBody, readWhileLinking } from "./read-while-linking.ts";
import { belongsTo, filesOfSide, withoutLoose } from "./files-of-side.ts";
import { freshSides, keptOf, type Linked, type SideState } from "./side-state.ts";

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
  /**
   * Asks about a single route of a side. `key` names the question: while nothing that its answer depends on has changed,
   * it is answered from memory. Undefined where the side has no sources or its language no answers.
   */
  ask<T>(side: Side, key: string, question: (inspector: Inspector) => SourceAnswer<T>): Promise<T | undefined>;
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
  /** The facts may leave bodies of functions out. */
  isOutline?: boolean;
}

const NOTHING: LinkedRoutes = { routes: [], findings: [] };
const NO_OPERATIONS: readonly Operation[] = [];

export function createIndex({ files, readers, languages, layout }: IndexOptions): Index {
  const texts = createSourceTexts(files);
  const openTexts = new Map<string, string>();
  const read = new Map<string, SourceFile>();
  /** Read before a refresh: still right where the text is the same. */
  const stale = new Map<string, SourceFile>();
  let current = layout;
  let sides = freshSides();
  let contract: FileFacts | undefined;
  /** The contract and the files that its references lead to, also those that are not there. */
  let contractFiles: ReadonlySet<string> = new Set();
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
    if (file === current.contract || contractFiles.has(file)) contract = undefined;
    for (const side of SIDES) {
      const state = sides[side];
      if (!belongsTo(file, current.folders[side], languages[side]) && !state.beside.has(file)) continue;
      state.changed.add(file);
      if (!state.files.includes(file) || languages[side].beside?.isToldBy(file) === true) state.isListStale = true;
    }
  }

  function setLayout(next: Layout): void {
    if (JSON.stringify(next) === JSON.stringify(current)) return;
    current = next;
    texts.clear();
    generation += 1;
    sides = freshSides();
    contract = undefined;
  }

  function refresh(): void {
    generation += 1;
    for (const [file, source] of read) stale.set(file, source);
    read.clear();
    texts.clear();
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
        operations: document?.language === "openapi" ? document.operations : NO_OPERATIONS,
        findings: [
          ...(document?.findings ?? []),
          ...texts.findings(current.contract),
          ...python.findings,
          ...rust.findings,
        ],
      },
    };
  }

  async function linkSide(side: Side): Promise<LinkedRoutes> {
    const folder = current.folders[side];
    const language = languages[side];
    const state = sides[side];
    if (folder === undefined) return NOTHING;
    const changed = new Set(state.changed);
    state.changed.clear();
    const { linked } = state;
    // What changes from here on stands in `changed` again, so that what is linked now may be kept whatever comes.
    state.linked = undefined;
    const kept = linked && !state.isListStale ? await relink(linked, changed, language) : undefined;
    state.linked = kept ?? (await linkAnew(state, folder, language, linked?.wholes ?? []));
    return withoutLoose(state.linked.result, state.beside);
  }

  /** Linked before, and only places or what the language can link by itself changed since; undefined where more did. */
  async function relink(
    linked: Linked,
    changed: ReadonlySet<string>,
    language: SourceLanguage,
  ): Promise<Linked | undefined> {
    if (changed.size === 0) return linked;
    const facts = new Map(linked.facts);
    const all: Moves[] = [];
    let isMoved = true;
    for (const file of changed) {
      const before = linked.facts.get(file);
      const source = await sourceOf(file, language);
      // What was not there, or not read, is there now, and others may import it.
      if (!source || !linked.existing.includes(file)) return undefined;
      const isNeeded = source.mayDeclareRoutes || linked.wanted.has(file);
      if (isNeeded !== (before !== undefined) || source.mayDeclareRoutes !== linked.declaring.has(file))
        return undefined;
      if (!before) continue;
      source.facts = await factsOf(file, source, linked.wholes.has(file));
      const { text, facts: now } = source;
      const missing = missingBodies(now, before);
      if (!missing.every((each) => readBody(readers, { file, text }, each))) {
        // Where a function's lines alone do not tell what it is, the whole file does.
        const whole = readers.readNow?.(file, text, "whole");
        if (!whole) return undefined;
        fillBodies(now, whole);
      }
      const moves = movesBetween(before, source.facts, linked.followed);
      facts.set(file, source.facts);
      if (moves) all.push(moves);
      else isMoved = false;
    }
    if (!isMoved) return linkChanged(linked, facts, language);
    let { result } = linked;
    const mentions = linked.mentions ?? mentionsIn(result);
    for (const moves of all) {
      const moved = moveLinked(result, mentions, moves);
      if (!moved) return linkChanged(linked, facts, language);
      result = moved;
    }
    return { ...linked, facts, result, mentions };
  }

  /** Lets the language link the changed files by themselves; undefined where they have to do with too much else. */
  function linkChanged(
    { existing, declaring, wanted, wholes, memory }: Linked,
    facts: ReadonlyMap<string, FileFacts>,
    language: SourceLanguage,
  ): Linked | undefined {
    const linked = memory && language.relink?.({ files: existing, facts }, memory);
    return linked && { ...keptOf(linked), existing, facts, declaring, wanted, wholes };
  }

  /** `before`: of which files an outline was not enough the last time. */
  async function linkAnew(
    state: SideState,
    folder: string,
    language: SourceLanguage,
    before: Iterable<string>,
  ): Promise<Linked> {
    if (state.isListStale) {
      state.isListStale = false;
      ({ files: state.files, beside: state.beside } = await filesOfSide(folder, language, texts, openTexts));
    }
    const wanted = new Set<string>();
    // What is read as a whole stays so: linking does not ask for it again.
    const wholes = new Set(before);
    for (const file of state.files) if (read.get(file)?.isOutline === false) wholes.add(file);
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      const { existing, facts: first, declaring } = await readAll(state.files, language, wanted, wholes);
      const { linked, facts } = readWhileLinking(
        { readers, sourceOf: (file) => read.get(file), facts: first, wanted, wholes },
        (input) => language.link({ ...input, files: existing, declaring }),
      );
      const known = wanted.size + wholes.size;
      for (const file of linked.wanted) (facts.has(file) ? wholes : wanted).add(file);
      if (wanted.size + wholes.size > known) continue;
      return { ...keptOf(linked), existing, facts, declaring, wanted, wholes };
    }
    throw new Error(`Linking the sources in ${folder} does not come to an end`);
  }

  async function readAll(
    names: readonly string[],
    language: SourceLanguage,
    wanted: ReadonlySet<string>,
    wholes: ReadonlySet<string>,
  ): Promise<{
    readonly existing: readonly string[];
    readonly facts: ReadonlyMap<string, FileFacts>;
    readonly declaring: ReadonlySet<string>;
  }> {
    const sources = new Map<string, SourceFile>();
    const isNeeded = (file: string, source: SourceFile): boolean => wanted.has(file) || source.mayDeclareRoutes;
    const readOne = async (file: string): Promise<void> => {
      const source = await sourceOf(file, language);
      if (!source) return;
      if (isNeeded(file, source)) source.facts = await factsOf(file, source, wholes.has(file));
      sources.set(file, source);
    };
    const pending: Promise<void>[] = [];
    const left = new Set<string>();
    for (const file of names) {
      const known = read.get(file);
      if (!known && !wanted.has(file) && language.isOnlyWanted?.(file) === true) {
        left.add(file);
        continue;
      }
      const isKnown = known?.facts && !(known.isOutline === true && wholes.has(file));
      if (known && (isKnown || !isNeeded(file, known))) sources.set(file, known);
      else pending.push(readOne(file));
    }
    await Promise.all(pending);
    // In the order of the names, however the reads came in; what only was needed before is left out.
    const facts = new Map<string, FileFacts>();
    const declaring = new Set<string>();
    for (const file of names) {
      const source = sources.get(file);
      if (source?.mayDeclareRoutes === true) declaring.add(file);
      if (source?.facts && isNeeded(file, source)) facts.set(file, source.facts);
    }
    const isThere = (file: string): boolean => sources.has(file) || left.has(file);
    return { existing: sources.size + left.size < names.length ? names.filter(isThere) : names, facts, declaring };
  }

  /** What a file says, as a whole or at least in outline. */
  async function factsOf(file: string, source: SourceFile, isWhole: boolean): Promise<FileFacts> {
    if (source.facts && !(source.isOutline === true && isWhole)) return source.facts;
    const facts = await readers.read(file, source.text, undefined, !isWhole);
    source.isOutline = !isWhole;
    return facts;
  }

  async function sourceOf(file: string, language?: SourceLanguage): Promise<SourceFile | undefined> {
    const known = read.get(file);
    if (known) return known;
    const before = generation;
    const open = openTexts.get(file);
    const isTold = language?.isOnlyWanted?.(file) !== true;
    const text = await (language ? texts.source(file, open, isTold) : texts.contract(file, open));
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
    const { facts, files: dependsOn } = await readWithReferences(
      readers,
      { file, text: source.text },
      async (other) => (await sourceOf(other))?.text,
      (other) => texts.reasonOf(other),
    );
    contractFiles = dependsOn;
    if (started === generation) contract = facts;
    return facts;
  }

  const askers: Readonly<Record<Side, Asker | undefined>> = { python: askerFor("python"), rust: askerFor("rust") };

  function askerFor(side: Side): Asker | undefined {
    const language = languages[side];
    const { inspect } = language;
    if (!inspect) return undefined;
    return createAsker({
      inspect,
      fileOf: (file) => sourceOf(file, language),
      textOf: (file) => read.get(file)?.text,
      read: (file, text) => readers.read(file, text),
    });
  }

  async function ask<T>(
    side: Side,
    key: string,
    question: (inspector: Inspector) => SourceAnswer<T>,
  ): Promise<T | undefined> {
    const asker = askers[side];
    if (!asker) return undefined;
    while (current.folders[side] !== undefined) {
      await snapshot();
      const { linked } = sides[side];
      if (linked) return asker.ask(linked, key, question);
      // The sources are being linked again, because something changed meanwhile.
      await computing;
    }
    return undefined;
  }

  return { change, refresh, setLayout, snapshot, ask };
}
