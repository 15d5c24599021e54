import { type CompilerPath, type FoundProblem, readCargoMessage } from "./cargo-messages.ts";
import { printedErrors } from "./printed-errors.ts";

/** Longer messages are cut into lines, and are put together again up to here. */
const LONGEST_MESSAGE = 8 * 1024 * 1024;
const TAIL_LINES = 30;

/** What a piece of a build's output comes to. */
export interface BuildOutput {
  /** For people; messages of cargo as the compiler renders them. */
  readonly texts: readonly string[];
  readonly problems: readonly FoundProblem[];
}

/** Reads what a build prints, piece by piece: cargo's messages where it was asked for them, and text. */
export class BuildReader {
  readonly #hasMessages: boolean;
  readonly #pathOf: CompilerPath;
  readonly #tail: string[] = [];
  #begun = "";
  #crates = 0;

  constructor({ hasMessages, pathOf }: { readonly hasMessages: boolean; readonly pathOf: CompilerPath }) {
    this.#hasMessages = hasMessages;
    this.#pathOf = pathOf;
  }

  /** How many crates were compiled until now. */
  get crates(): number {
    return this.#crates;
  }

  /** The last lines for people. */
  get lastLines(): string {
    return this.#tail.join("\n");
  }

  push(text: string, stream: "output" | "error"): BuildOutput {
    if (!this.#hasMessages || stream === "error") return this.#take([text], this.#printed(text));
    const texts: string[] = [];
    const problems: FoundProblem[] = [];
    for (const line of text.split("\n")) {
      const begun = this.#begun + line;
      const message = readCargoMessage(begun, this.#pathOf);
      const isPart = message === undefined && /^\{"(?:reason|message)/.test(begun) && begun.length < LONGEST_MESSAGE;
      this.#begun = isPart ? begun : "";
      if (message?.kind === "crate" && !message.isFresh) this.#crates += 1;
      if (message?.kind === "diagnostic") {
        if (message.rendered !== "") texts.push(message.rendered);
        if (message.problem !== undefined) problems.push(message.problem);
      }
      if (message === undefined && !isPart) texts.push(begun);
    }
    return this.#take(texts, problems);
  }

  /** Where cargo tells of crates by messages, its text tells them before they are done. */
  #printed(text: string): readonly FoundProblem[] {
    if (this.#hasMessages) return [];
    this.#crates += text.match(/^\s*Compiling \S+ v\S+/gm)?.length ?? 0;
    return printedErrors(text, this.#pathOf);
  }

  #take(texts: readonly string[], problems: readonly FoundProblem[]): BuildOutput {
    this.#tail.push(...texts.flatMap((text) => text.split("\n")));
    this.#tail.splice(0, Math.max(0, this.#tail.length - TAIL_LINES));
    return { texts, problems };
  }
}
