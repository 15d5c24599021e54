import { STRING } from "#core/text/json/json-document.ts";
import { duration, durationMs } from "#core/text/yaml/yaml-duration.ts";
import { writtenText } from "#core/text/yaml/yaml-values.ts";
import type { AllowanceKind } from "./allowance-kind.ts";
import { isNear, readAnyMoment } from "#core/text/time/moments.ts";
import { textsOf } from "./scalar-pair.ts";

/** `time tolerance: 2s` */
export const TIME_TOLERANCE: AllowanceKind<string> = {
  role: "value",
  meaning: (value) =>
    value === undefined
      ? "Two moments (RFC 3339, without an offset too, or as HTTP writes them) are at most so far apart: 2s, 500ms"
      : "The moments are at most so far apart.",
  servesHeaders: true,
  shape: {
    schema: duration.schema,
    read: (node, at) => (duration.read(node, at) === undefined ? undefined : writtenText.read(node, at)),
  },
  concerns: (kind) => kind === STRING,
  allows: (pair, value) => {
    const texts = textsOf(pair);
    // One moment in two spellings is no matter of clocks.
    return areNear(texts, durationMs(value) ?? 0) && !areNear(texts, 0);
  },
  proposes: (pair) => {
    const texts = textsOf(pair);
    // The same here.
    if (texts === undefined || areNear(texts, 0)) return [];
    const nearest = NEAR.find((each) => areNear(texts, durationMs(each) ?? 0));
    return nearest === undefined ? [] : [nearest];
  },
};

/** What a person would write. A run shows how far apart two clocks were once, so that less would not hold in the next one. */
const NEAR = ["100ms", "1s", "2s", "5s", "10s", "1min", "5min", "60min", "1440min"];

function areNear(texts: readonly [string, string] | undefined, ms: number): boolean {
  const [left, right] = [readAnyMoment(texts?.[0] ?? ""), readAnyMoment(texts?.[1] ?? "")];
  if (left === undefined || right === undefined) return false;
  // A time without an offset is one of an unknown zone.
  return (left.offset === "") === (right.offset === "") && isNear(left, right, ms);
}
