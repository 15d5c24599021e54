import { isRecord } from "#core/model/is-record.ts";

/** A value as JSON in which the order of members does not show. */
export function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    isRecord(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : Number(a > b))))
      : inner,
  );
}
