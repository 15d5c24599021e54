import type { Finding } from "#core/model/finding.ts";
import type { RunEvent } from "#core/model/run/run-event.ts";

import type { ProjectSnapshot } from "./project-snapshot.ts";

/** Findings that only a run makes: the ledger has the others. */
const IS_OF_RUN = /^(?:rule-.*|case-not-run|case-emptied-table|side-contradicts-itself|verdicts-not-saved)$/;

/**
 * What the last runs found, as with rules, until an endpoint of theirs runs again or a file changes in which rules
 * are written.
 */
export class RunFindings {
  #findings: readonly Finding[] = [];

  take(event: RunEvent): void {
    if (event.kind === "finding" && IS_OF_RUN.test(event.finding.code)) {
      this.#findings = [...this.#findings, event.finding];
    }
    if (event.kind === "started") {
      const again = new Set(event.endpoints);
      this.#findings = this.#findings.filter(({ endpoint }) => endpoint !== undefined && !again.has(endpoint));
    }
  }

  forget(): void {
    this.#findings = [];
  }

  /** A snapshot with these findings among its own. A run that could not be tells findings of the snapshot once more. */
  addTo(snapshot: ProjectSnapshot): ProjectSnapshot {
    const more = this.#findings.filter((finding) => !snapshot.findings.some((known) => isSame(known, finding)));
    return more.length === 0 ? snapshot : { ...snapshot, findings: [...snapshot.findings, ...more] };
  }
}

function isSame(left: Finding, right: Finding): boolean {
  return left.code === right.code && left.place?.range.start.line === right.place?.range.start.line;
}
