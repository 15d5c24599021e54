import type { Release } from "#core/model/gates/release.ts";

/**
 * A release as it is published, as `media/portolan-release.schema.json` describes it: same evidence, same bytes, but for the
 * block `times` at the end. Ends with a line feed.
 */
export function releaseJson({ times, ...release }: Release): string {
  return `${JSON.stringify({ ...release, times }, undefined, 2)}\n`;
}
