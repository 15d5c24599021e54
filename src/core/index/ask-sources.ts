import type { FileFacts } from "#core/model/sources/file-facts.ts";
import type { Inspector, SourceAnswer, Sources } from "#core/model/sources/sources.ts";

/** The sources of a side as they were linked. */
interface LinkedSources {
  readonly existing: readonly string[];
  readonly facts: ReadonlyMap<string, FileFacts>;
}

/** A file as it was read; an object of its own for each text. */
interface TextFile {
  readonly text: string;
}

export interface AskOptions {
  readonly inspect: (sources: Sources) => Inspector;
  /** Undefined where there is no such file any more. */
  readonly fileOf: (file: string) => Promise<TextFile | undefined>;
  readonly textOf: (file: string) => string | undefined;
  readonly read: (file: string, text: string) => Promise<FileFacts>;
}

/** Asks about single routes; what a question needs beyond what was linked is read then, and kept while its text stays. */
export interface Asker {
  /** `key` names the question: while nothing that its answer depends on has changed, it is not asked again. */
  ask<T>(linked: LinkedSources, key: string, question: (inspector: Inspector) => SourceAnswer<T>): Promise<T>;
}

/** Rounds of reading what an answer wants; each reads at least one more file. */
const MAX_ROUNDS = 50;

interface Answered {
  readonly value: unknown;
  readonly existing: readonly string[];
  /** The facts on which it depends, undefined where a file had none. */
  readonly used: ReadonlyMap<string, FileFacts | undefined>;
}

export function createAsker({ inspect, fileOf, textOf, read }: AskOptions): Asker {
  let answers = new Map<string, Answered>();
  /** Those before the sources last changed: what nobody asks for again is forgotten at the next change. */
  let olderAnswers = answers;
  let asked: LinkedSources | undefined;
  /** Facts of files that linking did not need. */
  const extraFacts = new WeakMap<TextFile, FileFacts>();
  let current:
    | { readonly linked: LinkedSources; readonly facts: Map<string, FileFacts>; readonly inspector: Inspector }
    | undefined;

  function inspectorFor(linked: LinkedSources): NonNullable<typeof current> {
    if (current?.linked === linked) return current;
    const facts = new Map(linked.facts);
    current = { linked, facts, inspector: inspect({ files: linked.existing, facts, textOf }) };
    return current;
  }

  async function factsOf(linked: LinkedSources, file: string): Promise<FileFacts | undefined> {
    const known = linked.facts.get(file);
    if (known) return known;
    const source = await fileOf(file);
    return source && extraFacts.get(source);
  }

  async function stillHolds({ existing, used }: Answered, linked: LinkedSources): Promise<boolean> {
    if (existing !== linked.existing) return false;
    for (const [file, facts] of used) {
      const isSame = facts !== undefined && linked.facts.get(file) === facts;
      if (!isSame && (await factsOf(linked, file)) !== facts) return false;
    }
    return true;
  }

  async function answer<T>(
    linked: LinkedSources,
    question: (inspector: Inspector) => SourceAnswer<T>,
  ): Promise<SourceAnswer<T>> {
    const { facts, inspector } = inspectorFor(linked);
    const tried = new Set<string>();
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      const found = question(inspector);
      const wanted = found.wanted.filter((file) => !tried.has(file));
      if (wanted.length === 0) return found;
      for (const file of wanted) {
        tried.add(file);
        const source = await fileOf(file);
        if (!source) continue;
        const made = extraFacts.get(source) ?? (await read(file, source.text));
        extraFacts.set(source, made);
        facts.set(file, made);
      }
    }
    throw new Error("A question to the sources does not come to an end");
  }

  return {
    async ask<T>(linked: LinkedSources, key: string, question: (inspector: Inspector) => SourceAnswer<T>): Promise<T> {
      if (asked !== linked) {
        asked = linked;
        olderAnswers = answers;
        answers = new Map();
      }
      const known = answers.get(key) ?? olderAnswers.get(key);
      if (known && (await stillHolds(known, linked))) {
        answers.set(key, known);
        // A key stands for one kind of question, so that the answer is of its type.
        return known.value as T;
      }
      const { value, used } = await answer(linked, question);
      const facts = new Map<string, FileFacts | undefined>();
      for (const file of used) facts.set(file, await factsOf(linked, file));
      answers.set(key, { value, existing: linked.existing, used: facts });
      return value;
    },
  };
}
