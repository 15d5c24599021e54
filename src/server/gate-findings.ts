import type { Finding } from "#core/model/finding.ts";
import type { GateEvent } from "#core/model/gates/gate.ts";

import type { ProjectSnapshot } from "./project-snapshot.ts";

/** What gates found in this window, each until it runs again, or the file changes in which the finding stands. */
export class GateFindings {
  readonly #findings = new Map<string, readonly Finding[]>();
  readonly #running = new Set<string>();

  /** The names of the gates that are being run. */
  get running(): readonly string[] {
    return [...this.#running];
  }

  take(event: GateEvent): void {
    switch (event.kind) {
      case "gate-started":
        this.#running.add(event.name);
        this.#findings.delete(event.name);
        return;
      case "gate-step":
        return;
      case "gate-ended":
        this.#running.delete(event.result.name);
        this.#findings.set(event.result.name, event.result.findings);
    }
  }

  /** Whatever ran has ended, one way or another. */
  end(): void {
    this.#running.clear();
  }

  /** `file` is relative to the project's folder. */
  forget(file: string): void {
    for (const [name, findings] of this.#findings) {
      this.#findings.set(
        name,
        findings.filter(({ place }) => place?.file !== file),
      );
    }
  }

  /** A snapshot with these findings in place of what it says of the same. */
  addTo(snapshot: ProjectSnapshot): ProjectSnapshot {
    const own = [...this.#findings.values()].flat();
    if (own.length === 0) return snapshot;
    const others = snapshot.findings.filter((known) => !own.some((finding) => isSame(known, finding)));
    return { ...snapshot, findings: [...others, ...own] };
  }
}

function isSame(one: Finding, other: Finding): boolean {
  return (
    one.code === other.code &&
    one.place?.file === other.place?.file &&
    one.place?.range.start.line === other.place?.range.start.line
  );
}
