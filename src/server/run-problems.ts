import { type Diagnostic, DiagnosticSeverity } from "vscode-languageserver";

import type { BuildProblem } from "#core/model/run/build-problem.ts";
import type { Crash } from "#core/model/run/crash.ts";
import { placeText } from "#core/model/place.ts";
import type { RunEvent } from "#core/model/run/run-event.ts";
import { BUILD_SOURCE } from "#protocol/lsp.ts";

import { joinPath, uriOfPath } from "./uris.ts";

/** What compilers and servers said in the last runs: errors until the next build of their side, crashes until the next run. */
export class RunProblems {
  #builds: readonly BuildProblem[] = [];
  #crashes: readonly Crash[] = [];

  /** Whether something else is to be shown now; crashes are shown at the end of the run. */
  take(event: RunEvent): boolean {
    switch (event.kind) {
      case "started": {
        const had = this.#crashes.length > 0;
        this.#crashes = [];
        return had;
      }
      case "preparing": {
        if ((event.step !== "build" && event.step !== "check") || event.build !== undefined) return false;
        const left = this.#builds.filter(({ side }) => side !== event.side);
        const had = left.length < this.#builds.length;
        this.#builds = left;
        return had;
      }
      case "build-problem":
        this.#builds = [...this.#builds, event.problem];
        return true;
      case "crashed":
        if (!this.#crashes.some((known) => keyOf(known) === keyOf(event.crash)))
          this.#crashes = [...this.#crashes, event.crash];
        return false;
      case "output":
      case "case-ended":
      case "case-not-reached":
      case "endpoint-ended":
      case "finding":
      case "ended":
        return false;
    }
  }

  /** As LSP diagnostics, by URI; `folder` is the project's, absolute. A crash in nobody's code has no place to stand at. */
  diagnostics(folder: string): ReadonlyMap<string, readonly Diagnostic[]> {
    const uriOf = (file: string): string => uriOfPath(file.startsWith("/") ? file : joinPath(folder, file));
    const all = [
      ...this.#builds.map((problem): readonly [string, Diagnostic] => [
        uriOf(problem.place.file),
        {
          range: problem.place.range,
          severity: DiagnosticSeverity.Error,
          source: BUILD_SOURCE,
          message: problem.message,
          ...(problem.code !== undefined && { code: problem.code }),
          ...(problem.related.length > 0 && {
            relatedInformation: problem.related.map(({ message, place }) => ({
              message,
              location: { uri: uriOf(place.file), range: place.range },
            })),
          }),
        },
      ]),
      ...this.#crashes.flatMap(({ message, place }): readonly (readonly [string, Diagnostic])[] => {
        if (place === undefined) return [];
        const code = message.startsWith("panicked: ") ? "panic" : "exception";
        const diagnostic = {
          range: place.range,
          severity: DiagnosticSeverity.Error,
          source: "portolan",
          code,
          message,
        };
        return [[uriOf(place.file), diagnostic]];
      }),
    ];
    return new Map(
      [...Map.groupBy(all, ([uri]) => uri)].map(([uri, own]) => [uri, own.map(([, diagnostic]) => diagnostic)]),
    );
  }
}

function keyOf({ message, place }: Crash): string {
  return `${message} ${place === undefined ? "" : placeText(place)}`;
}
