import type { TextBody } from "#core/model/run/case-body.ts";
import type { Exchange, StreamLimit } from "#core/model/run/exchange.ts";
import type { DatabaseSchema } from "#core/model/databases/database-schema.ts";
import type { UnreadablePath } from "#core/model/unreadable-path.ts";
import type { Range } from "#core/model/place.ts";
import type { EngineSettings, NetworkAddress } from "#core/model/project.ts";
import type { FileFacts } from "#core/model/sources/file-facts.ts";
import type { DatabaseChanges } from "#core/model/run/table-change.ts";
import type { Browsers } from "#core/ports/browsers.ts";
import type { ContractDiffProgram } from "#core/model/gates/gate-settings.ts";
import type { ContractDiff } from "#core/ports/contract-diff.ts";
import type { MarkedProcesses } from "#core/ports/marked-processes.ts";
import type { TurnedClock } from "#core/ports/turned-clock.ts";
import type { OwnedFolders } from "#core/ports/owned-folder.ts";
import type { ProjectCopies } from "#core/ports/project-copies.ts";
import type { ServedCopies } from "#core/ports/served-copy.ts";
import type { ServiceContents } from "#core/ports/service-contents.ts";
import type { StubServers } from "#core/ports/stub-servers.ts";
import type { WebTokens } from "#core/ports/web-tokens.ts";

/** Something acquired that must be given back; safe to call twice. */
export interface Disposable {
  dispose(): Promise<void>;
}

/** How a file may be read. */
export interface ReadOptions {
  /**
   * Only within the project's folder, the repository that it lies in and the folder that is open around it, wherever
   * links lead: for what a text of the project names.
   */
  readonly isNear?: boolean;
  /** A larger file is not read; 64 MB where it is not said. */
  readonly limitBytes?: number;
}

/**
 * Text files below and beside the project's folder. Names are relative to that folder, with `/`. What is there and is
 * not read, because the system refuses or a rule does, throws UnreadablePath.
 */
export interface Files {
  /** The text as it stands on disk, or undefined where there is no such file. A byte order mark is kept. Only regular files are read. */
  read(file: string, options?: ReadOptions): Promise<string | undefined>;
  /**
   * All files below `folder` that end in one of `endings`, sorted; what a version control system or a package manager
   * owns is left out. A folder that is not read is handed to `onUnreadable`, and the others are listed; without it, it
   * throws.
   */
  list(
    folder: string,
    endings: readonly string[],
    onUnreadable?: (path: UnreadablePath) => void,
  ): Promise<readonly string[]>;
  /**
   * Replaces the file in one step, so that a reader never sees half of it; makes folders as needed. Follows links, and
   * writes into what is no regular file.
   */
  write(file: string, text: string): Promise<void>;
  /** A short text that changes when the file's content may have changed (size, time of change, inode), or undefined where there is no such file. */
  stamp(file: string, options?: ReadOptions): Promise<string | undefined>;
}

/** Takes files away. */
export interface FileRemoval {
  /** The file is gone, also where there was none. */
  remove(file: string): Promise<void>;
}

/** Files of any content below and beside the project's folder. */
export interface BinaryFiles {
  /** As `Files` read texts. */
  readBytes(file: string, options?: ReadOptions): Promise<Uint8Array | undefined>;
}

/** Files of variables in dotenv's syntax, `NAME=value`, which many servers read by themselves. */
export interface EnvironmentFiles {
  /**
   * What a file sets, or undefined where there is none; relative to the project's folder. Throws an UnreadablePath for a pipe
   * or a device, and for a file that is too large.
   */
  read(file: string): Promise<Readonly<Record<string, string>> | undefined>;
  /**
   * The files of these names in the folder and in those above it, nearest first: all up to the project's folder, and
   * where there is none, the nearest between that and the disk's root.
   */
  above(folder: string, names: readonly string[]): Promise<readonly string[]>;
}

/** Keeps two processes from writing one file at the same time. */
export interface FileLocks {
  /** Does the work while nobody else holds the file's lock; waits for who does. Rejects where no lock can be had. */
  hold<T>(file: string, work: () => Promise<T>): Promise<T>;
}

/** What goes over the wire. */
export type RequestBody = TextBody | { readonly kind: "bytes"; readonly bytes: Uint8Array; readonly mediaType: string };

/** A request to a server under test. */
export interface HttpRequest {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: RequestBody;
  /** Until when the body of the answer is read, where it is a stream. */
  readonly stream?: StreamLimit;
  /** Made up by Portolan: what it carries is nobody's secret. */
  readonly isGenerated?: true;
}

export interface SendOptions {
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  /** A larger body is cut off, and the answer is `unreachable`; 64 MB where it is not said. */
  readonly bodyLimitBytes?: number | undefined;
}

/** Connections to one server. */
export interface HttpClient extends Disposable {
  /** Never throws for what the server does: a refusal or a time-out is an `unreachable` outcome. Throws only when `signal` aborts. */
  send(request: HttpRequest, options: SendOptions): Promise<Exchange>;
}

export interface Http {
  /** Only loopback is allowed; anything else is a UserError. */
  connect(port: number): HttpClient;
  /** A server that somebody else runs: `http://127.0.0.1:8000`. Another host than this one has to be confirmed by the user before. */
  attach(origin: string): HttpClient;
}

export interface Listener {
  /** A port on loopback on which nothing listens. */
  freePort(): Promise<number>;
  /** Something accepts connections on this port of loopback. */
  isTaken(port: number): Promise<boolean>;
}

/** What a command finds around it besides its own `environment`. */
export type World =
  /** The environment that we were started in: for what builds a server, or is run with the user's consent. */
  { readonly kind: "caller" } | CleanWorld;

/** PATH, locale, where toolchains are, and a HOME of its own. */
export interface CleanWorld {
  readonly kind: "clean";
  /** Names that are passed empty where nothing else sets them. */
  readonly emptied: readonly string[];
  readonly network: Network;
}

/** What a command can reach. */
export type Network =
  /** What we can reach. */
  | { readonly kind: "ours" }
  /** A loopback of its own: it is reached at `port` of our loopback, and reaches each of `reach` at the same port of its own. */
  | { readonly kind: "loopback"; readonly port: number; readonly reach: readonly NetworkAddress[] };

/** A command line for the shell. `folder` is relative to the project's folder. */
export interface Command {
  readonly line: string;
  readonly folder: string;
  readonly world: World;
  /** Wins over what the world brings. */
  readonly environment: Readonly<Record<string, string>>;
  /** What it leaves running goes on after it; whoever starts it marks it and ends it (`markProcesses`). */
  readonly leavesServers?: true;
}

/** How a process ended; exactly one of the two is a value. */
export interface ProcessExit {
  readonly code: number | null;
  readonly signal: string | null;
}

/** A process group that we started and that we end. */
export interface OwnedProcess extends Disposable {
  readonly pid: number;
  /** Settles when the process has ended, what it left in its group has been ended too, and all output has been read. */
  readonly exited: Promise<ProcessExit>;
  /** Whether a process of the group listens on this port; `unknown` where the system does not tell. */
  listensOn(port: number): Promise<"yes" | "no" | "unknown">;
  /** Absolute paths of the files that the group's processes have open just now; undefined where the system does not tell. */
  openFiles(): Promise<readonly string[] | undefined>;
  /** The last lines that it wrote, both streams in the order in which they came. */
  lastOutput(): string;
  /** The names of the caller's variables that it was not given. */
  readonly withheld: readonly string[];
}

/** A Python that a command line finds by its name. */
export interface PythonOnPath {
  /** `python3.12` */
  readonly command: string;
  /** `3.12.1` */
  readonly version: string;
}

export interface Processes {
  /**
   * Starts a command in a process group of its own; `onOutput` receives one or more whole lines, without the last
   * line break. When the command itself ends, what it left running in its group is ended with it: a server has to stay
   * in the foreground. Throws a UserError where the folder is missing, or on a system without process groups.
   */
  start(command: Command, onOutput: (text: string, stream?: "output" | "error") => void): Promise<OwnedProcess>;
  /** A mark for commands that leave servers running. Throws a UserError on a system that does not tell who carries it. */
  markProcesses(): Promise<MarkedProcesses>;
  /** Those of the variables that we were started with that are set, for a command that is to get them in a clean world. */
  callerVariables(names: readonly string[]): Readonly<Record<string, string>>;
  /** Why a command cannot have a loopback of its own here, as a clause; undefined where it can. Found out by trying. */
  whyNoLoopback(): Promise<string | undefined>;
  /**
   * Whether a process that we started, or one that it started in its group, runs this program; relative to the project's folder.
   * `unknown` where the system does not tell.
   */
  isRunning(program: string): Promise<"yes" | "no" | "unknown">;
  /** The Pythons of the PATH, `python3` first. Asks each for its version; runs nothing of the project's. */
  pythonsOnPath(): Promise<readonly PythonOnPath[]>;
}

/** A state of a database, kept apart from it. */
export interface Snapshot extends Disposable {
  readonly location: string;
}

/** How a program reaches a database. */
export interface DatabaseAddress {
  readonly url: string;
  /** Undefined where the database is a file. */
  readonly server?: {
    readonly host: string;
    readonly port: number;
    readonly user: string;
    readonly password: string;
  };
}

/** A database that we made and that we remove. Where a server keeps it locked, deleted or damaged it, a call throws a DatabaseFault. */
export interface Database extends Disposable {
  /** What `${database}` stands for in the project file: a path, or a name at a server. */
  readonly location: string;
  readonly address: DatabaseAddress;
  /** What to run at its server so that it can be put back under a running server; absent where it can. */
  readonly missingRight?: string;
  /** Tables of which no change is told by row, each with why: `places (it is a foreign table)`. Known once there is a snapshot. */
  notTold?(): readonly string[];
  snapshot(): Promise<Snapshot>;
  /** A snapshot that is never put back, only told against, where it can be had for less. */
  mark?(): Promise<Snapshot>;
  /**
   * Puts a snapshot back so that a server that has the database open sees it at its next query, and gives the version it
   * has then. Undefined where only a new database and a new start of the server do that.
   */
  restore(snapshot: Snapshot): Promise<number | undefined>;
  /** Waits until no server keeps it locked, and sees that it still is the database that was made. */
  requireFree(): Promise<void>;
  /** Another number as soon as anybody has committed something, or it was put back, since it was last asked; costs next to nothing. */
  version(): Promise<number>;
  /**
   * Whether anybody but us was seen to use it since it was made: the process of a server has it open just now, or it was
   * read or written meanwhile. What was seen once stays seen.
   */
  isUsedBy(server: Pick<OwnedProcess, "openFiles">): Promise<boolean>;
  /** How the rows differ now from those of a snapshot of this database. Copies nothing; reads what differs. */
  changesSince(snapshot: Snapshot): Promise<DatabaseChanges>;
  /** What it holds now, for others to begin with. Nobody may use it any more, and it is given up: the base is what is disposed of. */
  toBase(): Promise<Snapshot>;
  /** Its tables as the engine tells them. */
  schema(): Promise<DatabaseSchema>;
  /** The tables that had more than one row in a snapshot of this database and have none now. */
  emptiedSince(snapshot: Snapshot): Promise<readonly string[]>;
}

/** Where databases may lie that a server would use in place of ours. */
export interface DatabasePlaces {
  /** Folders in which servers run, relative to the project's folder; what lies below them is looked at. */
  readonly folders: readonly string[];
  /** Values of settings, which may name a database as a path or an address. */
  readonly settings: readonly string[];
  /** Databases that a server may use besides ours, relative to the project's folder. */
  readonly allowed: readonly string[];
}

/** The databases that are not ours, as they stood at one moment. Names are relative to the project's folder where they lie below it. */
export interface OtherDatabases {
  /** Those of the known ones that were written to, made or removed since. Costs a look at each. */
  changed(): Promise<readonly string[]>;
  /** The same, and those that were made below the folders since. */
  changedOrMade(): Promise<readonly string[]>;
  /** Those that a server has open just now. */
  openedBy(server: Pick<OwnedProcess, "openFiles">): Promise<readonly string[]>;
}

/** How a base is made. */
export interface BaseOptions {
  readonly signal: AbortSignal;
  /** Told of a script that takes a while. */
  readonly onSlow: (file: string) => void;
  /** What the scripts find there; an empty database where it is not said. */
  readonly from?: Snapshot;
  /** A database file or a dump that they find there, relative to the project's folder. */
  readonly file?: string;
}

export interface Databases {
  /**
   * A state that scripts of SQL statements make out of another one or of an empty database, in a process that ends when the signal aborts.
   * Throws a UserError that names the file and what the engine said, or that it took too long.
   */
  makeBase(
    engine: EngineSettings,
    scripts: readonly { readonly file: string; readonly text: string }[],
    options: BaseOptions,
  ): Promise<Snapshot>;
  /** A database that begins as a copy of `base`, or empty; a file's `place` may be said, an absolute path in a folder of ours. */
  create(engine: EngineSettings, name: string, base?: Snapshot, place?: string): Promise<Database>;
  /** Notes how the databases that are not ours stand now. */
  noteOthers(places: DatabasePlaces): Promise<OtherDatabases>;
}

/** Turns text into facts: in this thread, or in the worker. */
export interface Readers {
  /**
   * `beside` has the texts of other files that a contract's references lead to, by their names. An outline may leave out
   * bodies of functions and says where it did; `link` wants the file when it comes upon one.
   */
  read(file: string, text: string, beside?: ReadonlyMap<string, string>, isOutline?: boolean): Promise<FileFacts>;
  /**
   * Reads a source file, or nothing of it but the function at a range, while the caller waits, so that linking need not
   * start again for each file that it comes upon. Undefined where that is not possible now.
   */
  readNow?(file: string, text: string, part: "outline" | "whole" | Range): FileFacts | undefined;
}

/** The parser's runtime and grammars as bytes. */
export interface Grammars {
  runtime(): Promise<Uint8Array>;
  grammar(language: "python" | "rust"): Promise<Uint8Array>;
}

export interface Clock {
  /** Milliseconds since 1970 in UTC. */
  now(): number;
  /** Milliseconds from some fixed moment; never goes back. */
  elapsed(): number;
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** Lets what waits to be sent or read go first: to be awaited before work that holds it up. */
  turn(): Promise<void>;
}

export interface Random {
  /** At least 0, below 1. */
  next(): number;
}

export interface Log {
  info(text: string): void;
  error(text: string): void;
}

/** Secrets that the project file names and the caller has. */
export interface Secrets {
  valueOf(name: string): string | undefined;
}

/** All that the core needs from outside. */
export interface Ports {
  readonly files: Files;
  readonly binaryFiles: BinaryFiles;
  readonly fileRemoval: FileRemoval;
  readonly locks: FileLocks;
  readonly environmentFiles: EnvironmentFiles;
  readonly http: Http;
  readonly listener: Listener;
  readonly processes: Processes;
  readonly databases: Databases;
  readonly folders: OwnedFolders;
  readonly servedCopies: ServedCopies;
  readonly projectCopies: ProjectCopies;
  readonly browsers: Browsers;
  readonly services: ServiceContents;
  readonly stubs: StubServers;
  readonly readers: Readers;
  readonly clock: Clock;
  readonly random: Random;
  readonly webTokens: WebTokens;
  readonly secrets: Secrets;
  readonly turnedClock: TurnedClock;
  readonly contractDiffs: Readonly<Record<ContractDiffProgram, ContractDiff>>;
  readonly log: Log;
}
