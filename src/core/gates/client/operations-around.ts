import type { Operation } from "#core/model/operation.ts";
import type { Mention, MentionReader } from "./operation-mentions.ts";

/** Says of the lines of one text whose code they are: `GET /api/nodes`, or a path where its method is not to be seen. */
export interface OperationsAround {
  /** The operation or path that is nearest around a line; undefined where nothing of the contract is. */
  at(index: number): string | undefined;
  /** The type that is declared nearest around a line, by the usage that names of types begin with a capital letter. */
  typeAt(index: number): string | undefined;
  /** All that the text has code for. */
  all(): ReadonlySet<string>;
}

/**
 * Follows the indentation of generated code: a line belongs to the lines before it that stand further out, and a comment
 * to what follows it. Where none of them names an operation, the smallest block around that names a single one counts.
 */
export function createOperationsAround(lines: readonly string[], mentionIn: MentionReader): OperationsAround {
  const parents = parentsOf(lines);
  const mentions = new Map<number, Mention | undefined>();
  const inBlocks = new Map<number, string | undefined>();

  const mentionAt = (index: number): Mention | undefined => {
    if (!mentions.has(index)) mentions.set(index, mentionIn(lines[index] ?? ""));
    return mentions.get(index);
  };

  const at = (index: number): string | undefined => {
    const chain = chainFrom(afterComments(lines, index), parents);
    let path: string | undefined;
    for (const [depth, line] of chain.entries()) {
      const mention = mentionAt(line);
      if (mention === undefined) continue;
      if (mention.kind === "operation") return nameOf(mention.operation);
      const methods = [...chain.slice(0, depth).map((each) => firstWord(lines[each] ?? "")), ...wordsIn(lines[line])];
      const operation = operationOf(mention.operations, methods);
      if (operation !== undefined) return nameOf(operation);
      path ??= mention.path;
    }
    return oneInBlocks(chain) ?? path;
  };

  /** What the smallest block names, if it is one alone; a path gets its method from a larger block where that has it. */
  const oneInBlocks = (chain: readonly number[]): string | undefined => {
    let path: string | undefined;
    for (const start of chain) {
      const named = namedInBlock(start);
      if (named === "several") return path;
      if (named?.includes(" ") === true) return named;
      path ??= named;
    }
    return path;
  };

  const namedInBlock = (start: number): string | undefined => {
    if (!inBlocks.has(start)) inBlocks.set(start, readBlock(start));
    return inBlocks.get(start);
  };

  /** The operation or path that a block names, or that it names several. */
  const readBlock = (start: number): string | undefined => {
    const paths = new Map<string, readonly Operation[]>();
    const names = new Set<string>();
    const words: string[] = [];
    const outer = indentOf(lines[start] ?? "");
    for (let index = start; index < lines.length; index += 1) {
      const line = lines[index] ?? "";
      if (index > start && line.trim() !== "" && indentOf(line) <= outer && !CLOSER.test(line)) break;
      if (index - start > MOST_BLOCK_LINES) return "several";
      words.push(...wordsIn(line));
      const mention = mentionAt(index);
      if (mention === undefined) continue;
      if (mention.kind === "operation") names.add(nameOf(mention.operation));
      const path = mention.kind === "operation" ? mention.operation.path : mention.path;
      paths.set(path, mention.kind === "operation" ? [] : mention.operations);
      if (names.size > 1 || paths.size > 1) return "several";
    }
    const [[path, operations] = []] = paths;
    const [name] = names;
    if (path === undefined || operations === undefined || name !== undefined) return name;
    const operation = operationOf(operations, words);
    return operation === undefined ? path : nameOf(operation);
  };

  return {
    at,
    typeAt: (index) => {
      for (const line of chainFrom(afterComments(lines, index), parents)) {
        const declared = DECLARED_TYPE.exec(lines[line] ?? "");
        if (declared !== null) return declared[1];
      }
      return undefined;
    },
    all: () => new Set(lines.flatMap((_, index) => (mentionAt(index) === undefined ? [] : (at(index) ?? [])))),
  };
}

function nameOf({ method, path }: Operation): string {
  return `${method} ${path}`;
}

/** The operation of a path: the only one, or the one whose method is named nearest. */
function operationOf(operations: readonly Operation[], words: readonly string[]): Operation | undefined {
  if (operations.length === 1) return operations[0];
  for (const word of words) {
    const operation = operations.find(({ method }) => method === word.toUpperCase());
    if (operation !== undefined) return operation;
  }
  return undefined;
}

/** A longer block is no function, but a list of all there is. */
const MOST_BLOCK_LINES = 100;

const DECLARED_TYPE =
  /^\s*(?:(?:export|declare|abstract|type|interface|class|enum|const)\s+)*["']?([A-Z]\w*)["']?\s*(?:[?:=({<]|extends\b|implements\b)/;

const CLOSER = /^\s*[)\]}>]/;

const COMMENT = /^\s*(?:\/\/|\/\*|\*|#\s|#$|@)/;

function firstWord(line: string): string {
  return /[A-Za-z]+/.exec(line)?.[0] ?? "";
}

function wordsIn(line = ""): readonly string[] {
  return line.match(/[A-Za-z]+/g) ?? [];
}

function indentOf(line: string): number {
  return line.search(/\S|$/);
}

/** The line that a comment or a decorator stands before, or the line itself. */
function afterComments(lines: readonly string[], index: number): number {
  let at = index;
  while (at < lines.length && (COMMENT.test(lines[at] ?? "") || lines[at]?.trim() === "")) at += 1;
  return at < lines.length ? at : index;
}

/** A line and those around it, innermost first. */
function chainFrom(index: number, parents: readonly number[]): readonly number[] {
  const chain: number[] = [];
  for (let at = index; at >= 0; at = parents[at] ?? -1) chain.push(at);
  return chain;
}

/** By line, the line that it stands within; -1 where none is. A line that begins by closing belongs to what it closes. */
function parentsOf(lines: readonly string[]): readonly number[] {
  const open: { readonly index: number; readonly indent: number }[] = [];
  return lines.map((line, index) => {
    if (line.trim() === "") return open.at(-1)?.index ?? -1;
    const indent = indentOf(line);
    const isClosing = CLOSER.test(line);
    while ((open.at(-1)?.indent ?? -1) >= indent + Number(isClosing)) open.pop();
    const parent = open.at(-1)?.index ?? -1;
    if (!isClosing && !COMMENT.test(line)) open.push({ index, indent });
    return parent;
  });
}
