import type { Diagnostic } from "vscode-languageserver";

import { diagnosticsByUri } from "./diagnostics.ts";
import type { OpenProject } from "./open-project.ts";

type ByUri = ReadonlyMap<string, readonly Diagnostic[]>;

/** Keeps the editor's diagnostics equal to the findings of all projects, and sends only what has changed. */
export class DiagnosticsPublisher {
  readonly #send: (uri: string, diagnostics: Diagnostic[]) => void;
  readonly #byProject = new Map<string, ByUri>();

  constructor(send: (uri: string, diagnostics: Diagnostic[]) => void) {
    this.#send = send;
  }

  update(project: OpenProject): void {
    const findings = diagnosticsByUri(project.snapshot, { projectFile: project.file, folder: project.folder });
    const { problems } = project;
    const uris = new Set([...findings.keys(), ...problems.keys()]);
    const all = [...uris].map((uri) => [uri, [...(findings.get(uri) ?? []), ...(problems.get(uri) ?? [])]] as const);
    this.#replace(project.uri, new Map(all));
  }

  remove(project: OpenProject): void {
    this.#replace(project.uri, new Map());
    this.#byProject.delete(project.uri);
  }

  #replace(project: string, next: ByUri): void {
    const previous = this.#byProject.get(project) ?? new Map<string, readonly Diagnostic[]>();
    this.#byProject.set(project, next);
    for (const uri of new Set([...previous.keys(), ...next.keys()])) {
      if (JSON.stringify(previous.get(uri)) !== JSON.stringify(next.get(uri))) this.#send(uri, this.#all(uri));
    }
  }

  /** Several projects may have findings in one file. */
  #all(uri: string): Diagnostic[] {
    return [...this.#byProject.values()].flatMap((byUri) => byUri.get(uri) ?? []);
  }
}
