import type { Difference, Hint } from "#core/model/run/difference.ts";

const CODE = "generated-id";

/** Says what to do about an id that each side makes anew. */
export const GENERATED_ID_HINT: Hint = {
  code: CODE,
  text: "Each side makes this id anew, so that it is another one each time: `allow: renamed ids` lets it pass and still sees that a side uses its own one everywhere.",
};

const UUID = /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/gi;

/** Letters and digits, as ULIDs, object ids and random tokens are written. */
const TOKEN = /^"?([\w-]{16,64})"?$/;

/**
 * The two ids in which the values of a difference disagree and in nothing else, `undefined` where that is not so: UUIDs
 * anywhere in the value, or a value that is a token as a whole. What a side repeats from the same state is no id that
 * it made.
 */
export function generatedPair({ class: sort, part, values, isRepeated }: Difference): string | undefined {
  const { python, rust } = values;
  const isValue = sort === "value" || (sort === "header" && part === "header");
  if (!isValue || isRepeated === true || python === undefined || rust === undefined || python === rust)
    return undefined;
  const [left, right] = [python.match(UUID) ?? [], rust.match(UUID) ?? []];
  if (left.length > 0 && left.length === right.length && bare(python) === bare(rust)) {
    const at = left.findIndex((id, index) => id !== right[index]);
    return at < 0 ? undefined : `${left[at]?.toLowerCase()} ${right[at]?.toLowerCase()}`;
  }
  const [token, other] = [TOKEN.exec(python)?.[1], TOKEN.exec(rust)?.[1]];
  const areTokens = token !== undefined && other?.length === token.length && isRandom(token) && isRandom(other);
  return areTokens ? `${token} ${other}` : undefined;
}

/** The origin of an address is each side's own. */
function bare(text: string): string {
  return text.replace(/^"?https?:\/\/[^/]*/, "").replaceAll(UUID, "");
}

/** Letters and digits mixed; a moment such as `20240301T101010Z` is none. */
function isRandom(token: string): boolean {
  return /\d/.test(token) && /[a-z]/i.test(token) && !/^\d{8}T?\d/.test(token);
}
