import type { PageAssets } from "#core/model/page-assets.ts";
import type { Session } from "#core/model/session.ts";
import type { Disposable, Files, Processes } from "#core/ports.ts";
import type { SetUpPorts } from "#core/session/set-up.ts";
import type { ChildLines } from "#host/processes/child-lines.ts";
import { PROJECT_FILE } from "#host/files/find-project.ts";

import { OpenProject, type OpenProjectOptions } from "./open-project.ts";
import { joinPath, nameOf, relativePath } from "./uris.ts";

/** Where a project's files may be read. */
export interface SessionReach {
  /** The workspace's folders. */
  readonly folders: readonly string[];
  /** In a workspace that is not trusted nothing else is read. */
  readonly isTrusted: () => boolean;
}

/** What the server needs from the machine; wired in `main.ts`. All paths are absolute, with `/`. */
export interface ServerHost {
  openSession(projectFile: string, reach: SessionReach): Session;
  filesBelow(folder: string): Files;
  /** What a proposal for a folder is made from; to be disposed. */
  setUpPorts(folder: string): SetUpPorts & Disposable;
  /** See `Processes`. */
  readonly whyNoLoopback: Processes["whyNoLoopback"];
  readonly pythonsOnPath: Processes["pythonsOnPath"];
  /** Tries a project file in a folder, in a process of its own. */
  startTrial(folder: string, onLine: (line: string) => void): ChildLines;
  startRunner(projectFile: string, onLine: (line: string) => void): ChildLines;
  /** The built page of the HTML report. */
  pageAssets(): Promise<PageAssets>;
  /** Milliseconds since 1970. */
  now(): number;
}

export type WorkspaceEvents = Pick<
  OpenProjectOptions,
  "openTexts" | "onDidChange" | "onGateEvent" | "onRunEvent" | "log"
> & {
  readonly onDidRemove: (project: OpenProject) => void;
  readonly isTrusted: () => boolean;
};

/** The projects of the workspace's folders, one a project file. */
export class Workspace {
  readonly host: ServerHost;
  readonly #events: WorkspaceEvents;
  readonly #projects = new Map<string, OpenProject>();
  #folders: readonly string[] = [];

  constructor(host: ServerHost, events: WorkspaceEvents) {
    this.host = host;
    this.#events = events;
  }

  /** Opens the projects of these folders and closes all others; resolves when all are read. */
  async setFolders(folders: readonly string[]): Promise<void> {
    this.#folders = folders;
    const found = await Promise.all(folders.map((folder) => this.#projectFilesBelow(folder)));
    const files = new Set(found.flat());
    const gone = [...this.#projects.keys()].filter((file) => !files.has(file));
    await Promise.all(gone.map((file) => this.#close(file)));
    await Promise.all([...files].map((file) => this.#open(file)));
  }

  /** In the order of their files. */
  projects(): readonly OpenProject[] {
    return [...this.#projects.values()].toSorted((a, b) => (a.file < b.file ? -1 : 1));
  }

  byUri(uri: string): OpenProject | undefined {
    return this.projects().find((project) => project.uri === uri);
  }

  /** The projects that may read a file: those whose folder holds it, the nearest first, and those that reach out of theirs. */
  projectsOf(path: string): readonly OpenProject[] {
    return this.projects()
      .filter((project) => !relativePath(project.folder, path).startsWith("../") || reachesOut(project))
      .toSorted((a, b) => b.folder.length - a.folder.length);
  }

  /** A file's text changed in the editor, or, without `text`, on disk. */
  change(path: string, text?: string): void {
    for (const project of this.projectsOf(path)) project.change(path, text);
  }

  /** A file appeared on disk or is gone from it; `text` is what the editor has of it. */
  async appearedOrGone(path: string, text: string | undefined): Promise<void> {
    if (nameOf(path) === PROJECT_FILE) await this.setFolders(this.#folders);
    this.change(path, text);
  }

  /** A folder is gone from disk, with what was in it. */
  async folderGone(path: string): Promise<void> {
    if (this.projects().some(({ file }) => file.startsWith(`${path}/`))) await this.setFolders(this.#folders);
    for (const project of this.projectsOf(path)) project.lookAgain();
  }

  async dispose(): Promise<void> {
    await Promise.all([...this.#projects.keys()].map((file) => this.#close(file)));
  }

  /** In a folder that cannot be read there is no project that could be opened. */
  async #projectFilesBelow(folder: string): Promise<readonly string[]> {
    const files = await this.host.filesBelow(folder).list(".", [PROJECT_FILE], () => undefined);
    return files.filter((file) => nameOf(file) === PROJECT_FILE).map((file) => joinPath(folder, file));
  }

  async #open(file: string): Promise<void> {
    if (this.#projects.has(file)) return;
    const project = new OpenProject({
      ...this.#events,
      file,
      session: this.host.openSession(file, { folders: this.#folders, isTrusted: this.#events.isTrusted }),
      startRunner: (onLine) => this.host.startRunner(file, onLine),
    });
    this.#projects.set(file, project);
    for (const [path, text] of this.#events.openTexts()) {
      if (this.projectsOf(path).includes(project)) project.change(path, text);
    }
    await project.refresh();
  }

  async #close(file: string): Promise<void> {
    const project = this.#projects.get(file);
    if (project === undefined) return;
    this.#projects.delete(file);
    this.#events.onDidRemove(project);
    await project.dispose();
  }
}

function reachesOut({ snapshot }: OpenProject): boolean {
  const { project } = snapshot;
  if (project === undefined) return false;
  const { python, rust } = project.servers;
  const paths = [project.contract ?? "", python.folder, rust.folder, project.cases ?? ""];
  return paths.some((path) => path.startsWith("../"));
}
