/** A diagnostic, as far as it tells whether two are the same. */
export interface KnownDiagnostic {
  readonly source?: string | undefined;
  readonly code?: string | number | { readonly value: string | number } | undefined;
  readonly range: { readonly start: { readonly line: number } };
}

/**
 * Those of our diagnostics that nobody else shows: an error of a build that another source, such as rust-analyzer, has in
 * the same line with the same code is left to it. `own` is the name of the source that is compared.
 */
export function shownOnce<Shown extends KnownDiagnostic>(
  ours: readonly Shown[],
  all: readonly KnownDiagnostic[],
  own: string,
): readonly Shown[] {
  const known = new Set(all.flatMap((each) => (each.source === own ? [] : (keyOf(each) ?? []))));
  return ours.filter((each) => each.source !== own || !known.has(keyOf(each) ?? ""));
}

/** What has no code is like nothing else. */
function keyOf({ code, range }: KnownDiagnostic): string | undefined {
  const value = typeof code === "object" ? code.value : code;
  return value === undefined ? undefined : `${range.start.line} ${value}`;
}
