import type { Finding } from "#core/model/finding.ts";
import { UnreadablePath } from "#core/model/unreadable-path.ts";
import type { Files } from "#core/ports.ts";

/** More than any source that people write; generated tables come to a fifth of it. */
const SOURCE_LIMIT = 2_000_000;
/** Contracts of large services come to a third of it. */
const CONTRACT_LIMIT = 32_000_000;

/** Reads texts of sources and contracts. What is there and is not read is a finding, and the others are read. */
export interface SourceTexts {
  /**
   * A source's text, the editor's if it is given, else the disk's; undefined where there is none, or where it is not
   * read. Of a file that may not matter, as tests, that is not told.
   */
  source(file: string, open: string | undefined, isTold: boolean): Promise<string | undefined>;
  /** The same of a contract, or of a file that its references lead to: these never lie outside of the workspace. */
  contract(file: string, open: string | undefined): Promise<string | undefined>;
  list(folder: string, endings: readonly string[]): Promise<readonly string[]>;
  /** Why a file was not read the last time. */
  reasonOf(file: string): string | undefined;
  /**
   * Sources and folders that were not read, in the order of their names; also the contract where the system refuses it:
   * other reasons are told where the project file names it.
   */
  findings(contract: string | undefined): readonly Finding[];
  /** Forgets what was not read. */
  clear(): void;
}

export function createSourceTexts(files: Files): SourceTexts {
  /** What was not read, by its name, and the folder in which it was listed. */
  const unread = new Map<
    string,
    { readonly path: UnreadablePath; readonly within?: string; readonly isTold: boolean }
  >();

  async function read(
    file: string,
    open: string | undefined,
    isTold: boolean,
    fromDisk: () => Promise<string | undefined>,
  ): Promise<string | undefined> {
    unread.delete(file);
    try {
      return open ?? (await fromDisk());
    } catch (error) {
      if (!(error instanceof UnreadablePath)) throw error;
      unread.set(file, { path: error, isTold });
      return undefined;
    }
  }

  return {
    source: async (file, open, isTold) => {
      const text = await read(file, open, isTold, () => files.read(file, { limitBytes: SOURCE_LIMIT }));
      const reason = text === undefined ? undefined : reasonAgainst(text);
      if (reason === undefined) return text;
      unread.set(file, { path: new UnreadablePath(file, reason, "rule"), isTold });
      return undefined;
    },
    contract: (file, open) =>
      read(file, open, false, () => files.read(file, { isNear: true, limitBytes: CONTRACT_LIMIT })),
    list: (folder, endings) => {
      for (const [name, { within }] of unread) if (within === folder) unread.delete(name);
      return files.list(folder, endings, (path) => unread.set(path.path, { path, within: folder, isTold: true }));
    },
    reasonOf: (file) => unread.get(file)?.path.reason,
    findings: (contract) =>
      [...unread]
        .filter(([file, { path, isTold }]) => isTold || (file === contract && path.by === "system"))
        .map(([file, { path }]) => unreadFinding(file, path))
        .toSorted((one, other) => (String(one.facts["path"]) < String(other.facts["path"]) ? -1 : 1)),
    clear: () => unread.clear(),
  };
}

/** Why a text is none that a compiler of either language takes, or that is too long to read while somebody types. */
function reasonAgainst(text: string): string | undefined {
  if (text.length > SOURCE_LIMIT) {
    return `it has ${text.length} characters, and at most ${SOURCE_LIMIT} are read`;
  }
  // UTF-16 that is read as UTF-8 has one in each character of ASCII.
  return text.includes("\0") ? "it has NUL characters, as text has in UTF-16; save it as UTF-8" : undefined;
}

function unreadFinding(file: string, { reason }: UnreadablePath): Finding {
  const start = { line: 0, character: 0 };
  const place = { file, range: { start, end: start } };
  return { code: "path-unreadable", severity: "warning", place, facts: { path: file, reason } };
}
