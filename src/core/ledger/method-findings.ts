import type { Finding } from "#core/model/finding.ts";
import type { LedgerRow } from "#core/model/ledger.ts";
import { placeText } from "#core/model/place.ts";

/** A path that both sides serve, each with one method that the other lacks: Rust's was probably meant to be Python's. */
export function methodFindings(rows: readonly LedgerRow[]): readonly Finding[] {
  const byPath = Map.groupBy(rows, ({ key }) => key.slice(key.indexOf(" ") + 1));
  return [...byPath.values()].flatMap((same): readonly Finding[] => {
    const [missing, ...others] = same.filter(({ status }) => status === "unported");
    const [surplus, ...more] = same.filter(({ status, method }) => status === "rust-only" && method !== "ANY");
    const route = surplus?.rust[0];
    const python = missing?.python[0];
    if (missing === undefined || surplus === undefined || route === undefined || python === undefined) return [];
    // Which of several is meant cannot be told.
    if (others.length + more.length > 0 || route.implicit || missing.method === "ANY") return [];
    const facts = {
      path: missing.path,
      rust: surplus.method,
      python: missing.method,
      where: placeText(python.handler?.place ?? python.place),
    };
    return [{ code: "method-differs", severity: "warning", place: route.place, endpoint: missing.key, facts }];
  });
}
