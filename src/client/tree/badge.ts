import type { ProjectView } from "#protocol/lsp.ts";

/** What stands on the view's icon: how many endpoints differ or could not be compared; undefined where none does. */
export function badgeOf(
  projects: readonly ProjectView[],
): { readonly value: number; readonly tooltip: string } | undefined {
  const rows = projects.flatMap(({ ledger }) => ledger.rows);
  const differ = rows.filter(({ status }) => status === "differs").length;
  const failed = rows.filter(({ status }) => status === "failed").length;
  if (differ + failed === 0) return undefined;
  const parts = [
    ...(differ > 0 ? [`${differ} ${differ === 1 ? "endpoint differs" : "endpoints differ"}`] : []),
    ...(failed > 0 ? [`${failed} could not be compared`] : []),
  ];
  return { value: differ + failed, tooltip: parts.join(", ") };
}
