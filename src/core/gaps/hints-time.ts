import type { HintSubject } from "./hint-subject.ts";
import type { HintRow } from "./hint-row.ts";

/** RFC 3339, section 5.6, with the offset left out where the time is naive, and a blank for `T` as Python's `str` does. */
const DATE_TIME =
  /^(?<date>\d{4}-\d\d-\d\d)(?<separator>[Tt ])(?<time>\d\d:\d\d:\d\d)(?:\.(?<fraction>\d+))?(?<offset>[Zz]|[+-]\d\d:?\d\d)?$/;

/** What pydantic writes for a `timedelta` (ISO 8601, section 5.5.2). */
const DURATION = /^-?P(?=.*\d)(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?$/;

interface DateTime {
  readonly date: string;
  readonly separator: string;
  readonly time: string;
  readonly fraction: string;
  readonly offset: string;
}

/** Differences in how a point in time is written. */
export const TIME_HINTS: readonly HintRow[] = [
  {
    code: "utc-offset",
    sentence: (subject) =>
      ifTimes(subject, (python, rust) => {
        if (!isUtc(python.offset) || !isUtc(rust.offset) || python.offset === rust.offset) return undefined;
        if (!isSame(python, rust, ["date", "time", "separator"]) || !isSameFraction(python, rust)) return undefined;
        const fraction =
          python.fraction === rust.fraction
            ? ""
            : ` The fraction of the second has ${digits(python)} there and ${digits(rust)} here.`;
        const mend =
          python.offset === "Z"
            ? "use `to_rfc3339_opts(SecondsFormat::AutoSi, true)` or chrono's own serde"
            : "use `to_rfc3339()`, which writes `+00:00`";
        return `The same moment: Python wrote UTC as \`${python.offset}\`, Rust as \`${rust.offset}\`; ${mend}.${fraction}`;
      }),
  },
  {
    code: "naive-time",
    sentence: (subject) =>
      ifTimes(subject, (python, rust) => {
        if ((python.offset === "") === (rust.offset === "")) return undefined;
        if (!isSame(python, rust, ["date", "time"]) || !isSameFraction(python, rust)) return undefined;
        return python.offset === ""
          ? `Python wrote a naive time, Rust one with the offset \`${rust.offset}\`; use \`NaiveDateTime\` for this field.`
          : `Python wrote the offset \`${python.offset}\`, Rust a naive time; use \`DateTime<Utc>\` for this field.`;
      }),
  },
  {
    code: "fraction-digits",
    sentence: (subject) =>
      ifTimes(subject, (python, rust) => {
        if (!isSame(python, rust, ["date", "time", "offset", "separator"])) return undefined;
        if (python.fraction === rust.fraction) return undefined;
        const isSameMoment = isSameFraction(python, rust);
        const [short, long] = [python.fraction, rust.fraction].toSorted((a, b) => a.length - b.length);
        if (!isSameMoment && (short === undefined || short === "" || long?.startsWith(short) !== true))
          return undefined;
        return isSameMoment
          ? `The same moment, but Python wrote ${digits(python)} of the second's fraction and Rust ${digits(rust)}; Python writes microseconds and drops them at zero, so format with \`%.6f\` where they are not zero.`
          : `Python wrote ${digits(python)} of the second's fraction and Rust ${digits(rust)}; one of them cuts the time, Python's \`datetime\` at microseconds.`;
      }),
  },
  {
    code: "time-separator",
    sentence: (subject) =>
      ifTimes(subject, (python, rust) =>
        python.separator !== rust.separator && isSame(python, rust, ["date", "time", "fraction"])
          ? `Python put \`${python.separator}\` between date and time, Rust \`${rust.separator}\`; \`to_rfc3339()\` writes \`T\`, \`to_string()\` a blank.`
          : undefined,
      ),
  },
  {
    code: "duration-as-struct",
    sentence: ({ class: found, python, rust }) =>
      found === "type" && python?.kind === "number" && rust?.kind === "object" && rust.names.join() === "secs,nanos"
        ? "Python wrote a duration in seconds, Rust serde's `{secs, nanos}`; serialize this field with `serde_with`'s `DurationSecondsWithFrac` or a helper."
        : undefined,
  },
  {
    code: "duration",
    sentence: ({ class: found, python, rust }) =>
      found === "type" &&
      python?.kind === "string" &&
      DURATION.test(python.text) &&
      (rust?.kind === "number" || rust?.kind === "object")
        ? `Python wrote an ISO 8601 duration, Rust ${rust.kind === "number" ? "a number" : "serde's `{secs, nanos}`"}; serialize this field with a helper that writes \`${python.text}\`.`
        : undefined,
  },
];

function ifTimes(
  { class: found, python, rust }: HintSubject,
  sentence: (python: DateTime, rust: DateTime) => string | undefined,
): string | undefined {
  if (found !== "value" || python?.kind !== "string" || rust?.kind !== "string") return undefined;
  const left = readDateTime(python.text);
  const right = readDateTime(rust.text);
  return left && right && sentence(left, right);
}

function readDateTime(text: string): DateTime | undefined {
  const groups = DATE_TIME.exec(text)?.groups;
  if (groups === undefined) return undefined;
  const { date = "", separator = "", time = "", fraction = "", offset = "" } = groups;
  return { date, separator, time, fraction, offset };
}

function isUtc(offset: string): boolean {
  return /^(?:[Zz]|\+00:?00)$/.test(offset);
}

function isSame(python: DateTime, rust: DateTime, parts: readonly (keyof DateTime)[]): boolean {
  return parts.every((part) => python[part] === rust[part]);
}

function isSameFraction(python: DateTime, rust: DateTime): boolean {
  const length = Math.max(python.fraction.length, rust.fraction.length);
  return python.fraction.padEnd(length, "0") === rust.fraction.padEnd(length, "0");
}

function digits({ fraction }: DateTime): string {
  return fraction.length === 1 ? "1 digit" : `${fraction.length} digits`;
}
