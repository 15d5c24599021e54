import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** What a heading of a page shows: a small project, and what Portolan says about it. */
export interface Construct {
  /** The page and its headings: `python/routers.md: Prefixes > A prefix that is assigned later`. */
  readonly page: string;
  readonly headings: readonly string[];
  /** The line of the heading, from one. */
  readonly line: number;
  /** The project's files by their names. */
  readonly files: ReadonlyMap<string, string>;
  /** Blocks that say what is expected, by their first word: `routes`, `findings`, `explain`. */
  readonly expected: readonly Expectation[];
}

export interface Expectation {
  readonly kind: ExpectationKind;
  /** What stands behind the word: `all`, `in src`, an endpoint. */
  readonly options: string;
  readonly text: string;
}

const KINDS = ["routes", "findings", "explain"] as const;
type ExpectationKind = (typeof KINDS)[number];

/** What a block without a name is called. */
const FILE_OF_LANGUAGE: Readonly<Record<string, string>> = {
  python: "main.py",
  rust: "src/main.rs",
  toml: "Cargo.toml",
};

const root = fileURLToPath(new URL(".", import.meta.url));

/** All pages below this folder, by name. */
export function readPages(): readonly { readonly page: string; readonly constructs: readonly Construct[] }[] {
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md"))
    .toSorted()
    .map((page) => ({ page, constructs: readPage(page, readFileSync(`${root}/${page}`, "utf8")) }));
}

interface Section {
  readonly level: number;
  readonly heading: string;
  readonly line: number;
  readonly files: Map<string, string>;
  readonly expected: Expectation[];
}

/**
 * A heading with an expected block is a construct. Its files are those below it and those below the headings above it, of
 * which one with the same name gives way. A file's name stands before its block, as `` `app/main.py`: ``.
 */
function readPage(page: string, text: string): readonly Construct[] {
  const lines = text.split("\n");
  const constructs: Construct[] = [];
  let open: Section[] = [];
  let name: string | undefined;
  const close = (level: number): void => {
    const section = open.at(-1);
    if (section && section.expected.length > 0) {
      const files = new Map(open.flatMap((each) => [...each.files]));
      const headings = open.map(({ heading }) => heading);
      constructs.push({ page, headings, line: section.line, files, expected: section.expected });
    }
    open = open.filter((each) => each.level < level);
  };
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? "";
    const [, marks, heading] = /^(#+)\s+(.*)$/.exec(line) ?? [];
    if (marks !== undefined && heading !== undefined) {
      close(marks.length);
      open.push({ level: marks.length, heading, line: index + 1, files: new Map(), expected: [] });
      name = undefined;
    }
    const [, fence, word = "", options = ""] = /^(`{3,})(\S*)\s*(.*)$/.exec(line) ?? [];
    if (fence === undefined) {
      name = /^`([^`]+)`:$/.exec(line)?.[1] ?? (line === "" ? name : undefined);
      continue;
    }
    const end = lines.indexOf(fence, index + 1);
    const section = open.at(-1);
    if (end === -1 || !section) throw new Error(`${page}:${index + 1}: this block has no end or no heading`);
    const body = lines.slice(index + 1, end).map((each) => `${each}\n`);
    const kind = KINDS.find((each) => each === word);
    const file = name ?? FILE_OF_LANGUAGE[word];
    if (kind) section.expected.push({ kind, options, text: body.join("") });
    else if (file === undefined) throw new Error(`${page}:${index + 1}: this block needs the name of a file before it`);
    else section.files.set(file, body.join(""));
    name = undefined;
    index = end;
  }
  close(0);
  return constructs;
}
