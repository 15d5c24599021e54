import type { FileChange, SavedResults, Session } from "#core/model/session.ts";
import type { Project } from "#core/model/project.ts";
import type { LedgerRow } from "#core/model/ledger.ts";
import type { EndpointVerdict } from "#core/model/run/verdict.ts";

import { sampleLedger, sampleRow } from "../protocol/sample-ledger.ts";

const project = {
  file: "portolan.yaml",
  contract: "openapi.json",
  servers: {
    python: { folder: "py", start: "", ready: "/", environment: {} },
    rust: { folder: "rs", start: "", ready: "/", environment: {} },
  },
  database: { engine: "sqlite" },
  milestones: [],
  rules: [],
  notMigrated: [],
} satisfies Project;

/**
 * A session in memory. It understands one line of source: `# GET /a` in a file that ends in `.py` is a Python handler,
 * `// GET /a` in one that ends in `.rs` a Rust handler. A file whose text has `oops` has a finding.
 */
export class FakeSession implements Session {
  readonly #texts: Map<string, string>;
  readonly #disk: ReadonlyMap<string, string>;
  readonly #verdicts = new Map<string, EndpointVerdict>();
  readonly #listeners = new Set<() => void>();
  isDisposed = false;
  /** What another process has left on the disk, of whichever endpoint. */
  saved: SavedResults | undefined;

  constructor(disk: ReadonlyMap<string, string>) {
    this.#disk = disk;
    this.#texts = new Map(disk);
  }

  change(changes: readonly FileChange[]): void {
    for (const { file, text } of changes) {
      const now = text ?? this.#disk.get(file);
      if (now === undefined) this.#texts.delete(file);
      else this.#texts.set(file, now);
    }
    this.#tell();
  }

  results(): Promise<SavedResults | undefined> {
    return Promise.resolve(this.saved);
  }

  refresh(): void {
    this.#tell();
  }

  async project(): Promise<Project> {
    return project;
  }

  async ledger(): Promise<ReturnType<typeof sampleLedger>> {
    const python = this.#handlers(".py", /^# (\w+ \/\S*)$/);
    const rust = this.#handlers(".rs", /^\/\/ (\w+ \/\S*)$/);
    const endpoints = [...new Set([...python.keys(), ...rust.keys()])].toSorted();
    return sampleLedger(endpoints.map((endpoint) => this.#row(endpoint, python.get(endpoint), rust.get(endpoint))));
  }

  async cases(): ReturnType<Session["cases"]> {
    return new Map();
  }

  async findings(): ReturnType<Session["findings"]> {
    return [...this.#texts].flatMap(([file, text]) => {
      const line = text.split("\n").indexOf("oops");
      const range = { start: { line, character: 0 }, end: { line, character: 4 } };
      return line === -1 ? [] : [{ code: "oops", severity: "error" as const, place: { file, range }, facts: {} }];
    });
  }

  // oxlint-disable-next-line require-yield -- the language server leaves running to the runner
  async *run(): ReturnType<Session["run"]> {
    throw new Error("not run here");
  }

  gates(): never {
    throw new Error("no gate is run here");
  }

  gateStates(): ReturnType<Session["gateStates"]> {
    return Promise.resolve([]);
  }

  stub(): never {
    throw new Error("no handler is written here");
  }

  record(verdict: EndpointVerdict): void {
    this.#verdicts.set(verdict.endpoint, verdict);
    this.#tell();
  }

  onDidChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async stopServers(): Promise<void> {}

  async dispose(): Promise<void> {
    this.isDisposed = true;
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }

  #handlers(ending: string, mark: RegExp): ReadonlyMap<string, string> {
    const found = [...this.#texts]
      .filter(([file]) => file.endsWith(ending))
      .flatMap(([file, text]) =>
        text.split("\n").flatMap((line, index) => {
          const endpoint = mark.exec(line)?.[1];
          return endpoint === undefined ? [] : [[endpoint, `${file}:${index + 1}`] as const];
        }),
      );
    return new Map(found);
  }

  #row(endpoint: string, python: string | undefined, rust: string | undefined): LedgerRow {
    const row = sampleRow(endpoint, { ...(python && { python }), ...(rust && { rust }) });
    const verdict = this.#verdicts.get(row.key);
    const status = rust === undefined ? "unported" : verdict === undefined ? "ported" : "verified";
    return { ...row, status, ...(verdict !== undefined && { verdict }) };
  }
}
