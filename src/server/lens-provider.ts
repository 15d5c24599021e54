import type { CodeLens } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";

import type { EndpointKey } from "#core/model/endpoint.ts";

import { codeLenses } from "./code-lenses.ts";
import { pathOfUri, relativePath } from "./uris.ts";
import type { Workspace } from "./workspace.ts";
import { yamlLenses } from "./yaml/yaml-lenses.ts";

export interface LensProviderOptions {
  readonly workspace: Workspace;
  readonly document: (uri: string) => TextDocument | undefined;
  readonly nowMs: () => number;
  readonly isTrusted: () => boolean;
  readonly hasLensCommands: () => boolean;
  /** Asks the editor to ask again. */
  readonly refresh: () => void;
}

/** Answers CodeLens requests from the projects' snapshots, and asks the editor to ask again when an answer has become another. */
export class LensProvider {
  readonly #options: LensProviderOptions;
  readonly #answered = new Map<string, string>();
  #isEnabled = true;

  constructor(options: LensProviderOptions) {
    this.#options = options;
  }

  provide(uri: string): CodeLens[] {
    const lenses = this.#compute(uri);
    this.#answered.set(uri, JSON.stringify(lenses));
    return lenses;
  }

  setEnabled(isEnabled: boolean): void {
    this.#isEnabled = isEnabled;
    this.refreshIfChanged();
  }

  /** Does nothing where the editor would be told what it shows already, so that nothing flickers. */
  refreshIfChanged(): void {
    const isChanged = [...this.#answered].some(([uri, lenses]) => JSON.stringify(this.#compute(uri)) !== lenses);
    if (isChanged) this.#options.refresh();
  }

  forget(uri: string): void {
    this.#answered.delete(uri);
  }

  #compute(uri: string): CodeLens[] {
    const path = pathOfUri(uri);
    if (path === undefined || !this.#isEnabled) return [];
    const { workspace, document, nowMs, isTrusted, hasLensCommands } = this.#options;
    const text = document(uri)?.getText();
    return workspace.projectsOf(path).flatMap((project) => {
      const file = relativePath(project.folder, path);
      const context = {
        project: project.uri,
        folder: project.folder,
        ledger: project.snapshot.ledger,
        running: project.running,
        nowMs: nowMs(),
        isTrusted: isTrusted(),
        hasLensCommands: hasLensCommands(),
      };
      const carryLine = project.carrierTo(file, text);
      if (!/\.ya?ml$/.test(file) || text === undefined) return codeLenses(file, context, carryLine);
      const yaml = {
        project: project.uri,
        snapshot: project.snapshot,
        ruleHits: project.ruleHits,
        verdictOf: (endpoint: EndpointKey, id: string) => project.verdictOf(endpoint, id),
        canRun: isTrusted() && hasLensCommands(),
      };
      return [...codeLenses(file, context, carryLine), ...yamlLenses(file, text, yaml, carryLine)];
    });
  }
}
