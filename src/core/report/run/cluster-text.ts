import { isBesideDatabase } from "#core/model/run/effect-place.ts";
import { SIDES } from "#core/model/endpoint.ts";
import { placeText } from "#core/model/place.ts";
import { type Cluster, isFailing } from "./clusters.ts";
import { WHOLE_BODY } from "./pointer-shape.ts";
import { counted } from "../layout/text-table.ts";

/** More paths of one cause say no more. */
const MOST_PATHS = 3;

const MOST_PLACES = 3;

/** The class and the places of a cluster, without the count: `value at /created_at, /updated_at and 2 more` */
export function clusterTitle(cluster: Cluster): string {
  return clusterTitleWith(cluster, String);
}

/** As `clusterTitle`, each path in the form that `write` gives it. */
export function clusterTitleWith(
  { kind, differences: [{ difference }], paths }: Cluster,
  write: (path: string) => string,
): string {
  const { class: own, part: where, isCoarse } = difference;
  // An id is the same one in answers, headers and rows.
  const sort =
    kind === "generated-id"
      ? "generated id"
      : kind === "crash"
        ? "crash"
        : kind === "error-body"
          ? "errors of a refused request"
          : own;
  const part = kind === "generated-id" ? "body" : where;
  const coarse = isCoarse === true ? ", not looked into" : "";
  if (paths.length === 0) return sort + coarse;
  const shown = paths.slice(0, MOST_PATHS).map((path) => (path === WHOLE_BODY ? path : write(path)));
  const more = paths.length > MOST_PATHS ? ` and ${paths.length - MOST_PATHS} more` : "";
  const preposition =
    part === "header"
      ? "in"
      : part === "effect" && !isBesideDatabase(paths[0])
        ? "in the database at"
        : paths[0] === WHOLE_BODY
          ? "of"
          : "at";
  return `${sort} ${preposition} ${shown.join(", ")}${more}${coarse}`;
}

/** The fields that wrote the values, Rust's first, each place in the form that `write` gives it: `Rust field at …` */
export function clusterFields({ kind, differences }: Cluster, write: (place: string) => string): readonly string[] {
  return SIDES.toReversed().flatMap((side) => {
    const places = differences.flatMap(({ difference }) => difference.places?.[side] ?? []);
    const texts = [...new Set(places.map((place) => placeText(place)))];
    if (texts.length === 0) return [];
    const more = texts.length > MOST_PLACES ? ` and ${texts.length - MOST_PLACES} more` : "";
    const shown = texts.slice(0, MOST_PLACES).map((text) => write(text));
    const noun = kind === "crash" ? "line" : "field";
    return [
      `${side === "rust" ? "Rust" : "Python"} ${texts.length === 1 ? noun : `${noun}s`} at ${shown.join(", ")}${more}`,
    ];
  });
}

/** `18 differences in 6 cases`, `1 difference in 1 case, and 12 that come with it` */
export function clusterCount({ differences, followers, cases }: Cluster): string {
  const them = differences.length === 1 ? "it" : "them";
  const more =
    followers.length === 0
      ? ""
      : `, and ${followers.length} that ${followers.length === 1 ? "comes" : "come"} with ${them}`;
  return `${counted(differences.length, "difference")} in ${counted(cases, "case")}${more}`;
}

/** `3 cosmetic differences in 2 cases`, which fail nothing; undefined where there are none. */
export function cosmeticText(clusters: readonly Cluster[]): string | undefined {
  const cosmetic = clusters.filter((cluster) => !isFailing(cluster)).flatMap(({ differences }) => differences);
  if (cosmetic.length === 0) return undefined;
  const cases = new Set(cosmetic.map(({ result }) => result)).size;
  return `${counted(cosmetic.length, "cosmetic difference")} in ${counted(cases, "case")}`;
}
