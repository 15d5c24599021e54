import { refined, type Shape } from "./yaml-shape.ts";
import { writtenText } from "./yaml-values.ts";

const UNITS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1e3,
  min: 6e4,
  h: 36e5,
  d: 864e5,
};

/** A length of time with its unit, as milliseconds: `2s` → 2000. */
export const duration: Shape<number> = refined(
  writtenText,
  { type: "string", pattern: String.raw`^\d+(?:\.\d+)?\s*(?:ns|us|µs|ms|s|min|h|d)$` },
  (value, range, at) => {
    const ms = durationMs(value);
    if (ms === undefined) at.report("duration-unreadable", range, { key: at.path, value });
    return ms;
  },
);

/** The same of a text; undefined where it is none. */
export function durationMs(text: string): number | undefined {
  const [, count, unit = ""] = /^(\d+(?:\.\d+)?)\s*(ns|us|µs|ms|s|min|h|d)$/.exec(text) ?? [];
  return count === undefined ? undefined : Number(count) * (UNITS[unit] ?? 1);
}
