import type { HintSubject, HintValue } from "./hint-subject.ts";
import type { HintRow } from "./hint-row.ts";
import { ifReadAlike } from "./if-texts.ts";
import { type Moment, readAnyMoment, readWrittenMoment } from "#core/text/time/moments.ts";
import { readDuration } from "#core/text/time/durations.ts";

/** What pydantic writes for a `timedelta` (ISO 8601, section 5.5.2). */
const DURATION = /^-?P(?=.*\d)(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?$/;

/** As Python's `str` writes one. */
const TIMEDELTA = /^(?:-?\d+ days?, )?\d{1,2}:\d\d:\d\d(?:\.\d{6})?$/;

/** Two texts that write times, and the causes why they are not the same text. */
interface TimePair {
  readonly python: Moment;
  readonly rust: Moment;
  readonly causes: readonly TimeCause[];
}

type TimeCause = "offset" | "zone" | "naive" | "fraction" | "cut" | "separator";

/** Differences in how a point in time is written. */
export const TIME_HINTS: readonly HintRow[] = [
  {
    code: "utc-offset",
    gap: "UTC",
    sentence: (subject) =>
      ifTimes(subject, "offset", (pair) => {
        const { python, rust } = pair;
        return `The same moment: Python wrote UTC as \`${python.offset}\`, Rust as \`${rust.offset}\`; ${offsetMend(python.offset, rust.offset)}.${fractionNote(pair)}`;
      }),
  },
  {
    code: "another-zone",
    gap: "the same moment in another zone",
    sentence: (subject) =>
      ifTimes(subject, "zone", (pair) => {
        const { python, rust } = pair;
        return `The same moment in another zone: Python wrote the offset \`${python.offset}\`, Rust \`${rust.offset}\`; convert it on one side (\`astimezone\`, \`with_timezone\`).${fractionNote(pair)}`;
      }),
  },
  {
    code: "naive-time",
    gap: "naive datetimes",
    sentence: (subject) =>
      ifTimes(subject, "naive", (pair) => {
        const { python, rust } = pair;
        const mend =
          python.offset === ""
            ? `Python wrote a naive time, Rust one with the offset \`${rust.offset}\`; use \`NaiveDateTime\` for this field.`
            : `Python wrote the offset \`${python.offset}\`, Rust a naive time; use \`DateTime<Utc>\` for this field.`;
        return mend + fractionNote(pair);
      }),
  },
  {
    code: "fraction-digits",
    gap: "fractions of seconds",
    sentence: (subject) =>
      ifTimes(subject, "fraction", ({ python, rust }) => {
        return `The same moment, but Python wrote ${digits(python)} of the second's fraction and Rust ${digits(rust)}; Python writes microseconds and drops them at zero, so format with \`%.6f\` where they are not zero.`;
      }) ??
      ifTimes(subject, "cut", ({ python, rust }) => {
        return `Python wrote ${digits(python)} of the second's fraction and Rust ${digits(rust)}; one of them cuts the time, Python's \`datetime\` at microseconds.`;
      }),
  },
  {
    code: "time-separator",
    gap: "a blank for the T",
    sentence: (subject) =>
      ifTimes(
        subject,
        "separator",
        ({ python, rust }) =>
          `Python put \`${python.separator}\` between date and time, Rust \`${rust.separator}\`; \`to_rfc3339()\` writes \`T\`, \`to_string()\` a blank.`,
      ),
  },
  {
    code: "date-spelling",
    gap: "a date as HTTP and mails write it",
    sentence: ({ class: found, python, rust }) => {
      if (found !== "value" || python?.kind !== "string" || rust?.kind !== "string") return undefined;
      const [left, right] = [readAnyMoment(python.text), readAnyMoment(rust.text)];
      if (left === undefined || right === undefined || left.seconds !== right.seconds) return undefined;
      if (left.offset === "" || right.offset === "" || (left.offset === "GMT") === (right.offset === "GMT"))
        return undefined;
      return `The same moment: one side writes it as HTTP does (\`${left.offset === "GMT" ? python.text : rust.text}\`), the other in RFC 3339; chrono's \`to_rfc2822()\` and Python's \`format_datetime\` are close to the first, \`to_rfc3339()\` and \`isoformat()\` to the second.`;
    },
  },
  {
    code: "time-spelling",
    gap: "a moment spelt otherwise",
    sentence: (subject) =>
      ifReadAlike(
        subject,
        anyMoment,
        (python, rust) =>
          `The same moment, spelt otherwise: Python wrote \`${python}\`, Rust \`${rust}\`; format it alike (\`isoformat()\` and \`to_rfc3339()\` are close, \`strftime\` and \`format\` take the same letters).`,
      ),
  },
  {
    code: "time-as-number",
    gap: "a moment as a number",
    sentence: ({ class: found, python, rust }) => {
      if (found !== "type") return undefined;
      const [text, number] = python?.kind === "string" ? [python, rust] : [rust, python];
      const moment = text?.kind === "string" ? readWrittenMoment(text.text) : undefined;
      if (moment === undefined || number?.kind !== "number") return undefined;
      const unit = UNITS.find(({ factor }) => Math.floor(Number(number.text) / factor) === moment.seconds);
      if (unit === undefined) return undefined;
      return text === python
        ? `Python wrote this moment as text, Rust as ${unit.name} since 1970: serialize it without \`chrono::serde::ts_…\`.`
        : `Python wrote this moment as ${unit.name} since 1970, Rust as text: use \`chrono::serde::ts_…\` for this field.`;
    },
  },
  {
    code: "duration-as-struct",
    gap: "a duration as serde's struct",
    sentence: ({ class: found, python, rust }) =>
      found === "type" && python?.kind === "number" && structSeconds(rust) === Number(python.text)
        ? "Python wrote a duration in seconds, Rust serde's `{secs, nanos}`; serialize this field with `serde_with`'s `DurationSecondsWithFrac` or a helper."
        : undefined,
  },
  {
    code: "duration",
    gap: "a duration as a number or a struct",
    sentence: ({ class: found, python, rust }) => {
      if (found !== "type") return undefined;
      if (python?.kind === "string" && durationName(python.text) !== undefined && isLengthOf(rust, python.text))
        return `Python wrote ${durationName(python.text)}, Rust ${rust?.kind === "number" ? "the same length of time as a number" : "serde's `{secs, nanos}`"}; serialize this field with a helper that writes \`${python.text}\`.`;
      return python?.kind === "number" &&
        rust?.kind === "string" &&
        durationName(rust.text) !== undefined &&
        isLengthOf(python, rust.text)
        ? `Python wrote a length of time as a number, Rust the same as \`${rust.text}\`; serialize this field with \`serde_with\`'s \`DurationSeconds\` or its like.`
        : undefined;
    },
  },
  {
    code: "duration-spelling",
    gap: "a duration spelt otherwise",
    sentence: (subject) =>
      ifReadAlike(
        subject,
        readDuration,
        (python, rust) =>
          `The same length of time, spelt otherwise: Python wrote \`${python}\`, Rust \`${rust}\`; format it alike, or allow it by \`{ equal as: duration }\`.`,
      ),
  },
];

/**
 * A moment in one form for the spellings that RFC 3339 does not know: without seconds, without signs between the digits,
 * as mails write it, with `UTC` for the offset. What has no offset stays apart from what has.
 */
function anyMoment(text: string): string | undefined {
  const [, date, clock, offset = ""] =
    /^(\d{4}-?\d\d-?\d\d)[Tt ](\d\d:?\d\d(?::?\d\d(?:\.\d+)?)?) ?(UTC|GMT|[Zz]|[+-]\d\d:?\d\d)?$/.exec(text) ?? [];
  const mail = /^(\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d) (?:[+-]0000|UTC)$/.exec(text)?.[1];
  if (mail !== undefined) return momentText(readAnyMoment(`${mail} GMT`));
  if (date === undefined || clock === undefined) return momentText(readAnyMoment(text));
  const [year, month, day] = /(\d{4})-?(\d\d)-?(\d\d)/.exec(date)?.slice(1) ?? [];
  const [hour, minute, second = "00"] = /(\d\d):?(\d\d)(?::?(\d\d(?:\.\d+)?))?/.exec(clock)?.slice(1) ?? [];
  const zone = /^(?:UTC|GMT)$/.test(offset) ? "Z" : offset;
  return momentText(readWrittenMoment(`${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`));
}

function momentText(moment: Moment | undefined): string | undefined {
  return moment && `${moment.seconds}.${moment.fraction} ${moment.offset === "" ? "local" : "UTC"}`;
}

/** What the text is of a length of time, where it surely is one. */
function durationName(text: string): string | undefined {
  if (DURATION.test(text)) return "an ISO 8601 duration";
  return TIMEDELTA.test(text) ? "a `timedelta` as its `str` does" : undefined;
}

/** Is it the same length of time: a number of seconds or of a smaller unit, or serde's struct? */
function isLengthOf(value: HintValue | undefined, duration: string): boolean {
  const seconds = Number(readDuration(duration)) / 1e9;
  if (value?.kind !== "number") return structSeconds(value) === seconds;
  return [1, 1e3, 1e6, 1e9].some(
    (factor) => Math.abs(Number(value.text) - seconds * factor) < 1e-6 * factor * 1e-3 + 1e-9,
  );
}

/** Seconds of serde's `{"secs": 90, "nanos": 500000000}`; undefined for anything else. */
function structSeconds(value: HintValue | undefined): number | undefined {
  if (value?.kind !== "object" || value.names.join() !== "secs,nanos") return undefined;
  const [secs, nanos] = [...(value.raw ?? "").matchAll(/:\s*(\d+)/g)].map(([, written]) => Number(written));
  return secs === undefined || nanos === undefined ? undefined : secs + nanos / 1e9;
}

const UNITS = [
  { factor: 1, name: "seconds" },
  { factor: 1e3, name: "milliseconds" },
  { factor: 1e6, name: "microseconds" },
  { factor: 1e9, name: "nanoseconds" },
];

/** The sentence where the pair's first cause is this one. */
function ifTimes(
  { class: found, python, rust }: HintSubject,
  cause: TimeCause,
  sentence: (pair: TimePair) => string,
): string | undefined {
  if (found !== "value" || python?.kind !== "string" || rust?.kind !== "string") return undefined;
  const [left, right] = [readWrittenMoment(python.text), readWrittenMoment(rust.text)];
  if (left === undefined || right === undefined) return undefined;
  const causes = causesOf(left, right);
  return causes[0] === cause ? sentence({ python: left, rust: right, causes }) : undefined;
}

/** Why two texts of one moment are not alike, what matters most first; none where they are of two moments. */
function causesOf(python: Moment, rust: Moment): readonly TimeCause[] {
  const isCut = python.fraction !== rust.fraction;
  const [short, long] = [python, rust].toSorted((a, b) => a.digits - b.digits);
  // Digits that one side lacks are a matter of precision; others are another moment.
  if (isCut && (short === undefined || long === undefined || !isShorter(short, long))) return [];
  if (python.seconds !== rust.seconds) return [];
  const isNaive = (python.offset === "") !== (rust.offset === "");
  const areUtc = isUtc(python.offset) && isUtc(rust.offset);
  // A local time and one with an offset are the same only by the clock that they show.
  if (isNaive && !isUtc(python.offset === "" ? rust.offset : python.offset)) return [];
  return [
    ...(isNaive ? (["naive"] as const) : []),
    ...(!isNaive && python.offset !== rust.offset ? [areUtc ? ("offset" as const) : ("zone" as const)] : []),
    ...(isCut ? (["cut"] as const) : []),
    ...(!isCut && python.digits !== rust.digits ? (["fraction"] as const) : []),
    ...(python.separator === rust.separator ? [] : (["separator"] as const)),
  ];
}

/** Are the digits of the one those of the other, cut or rounded? */
function isShorter(short: Moment, long: Moment): boolean {
  if (short.digits === long.digits) return false;
  if (long.fraction.startsWith(short.fraction)) return true;
  const written = short.fraction.padEnd(short.digits, "0");
  return short.digits > 0 && Number(`0.${long.fraction}`).toFixed(short.digits) === `0.${written}`;
}

/** What else is otherwise besides the first cause. */
function fractionNote({ python, rust, causes }: TimePair): string {
  const count = `The fraction of the second has ${digits(python)} there and ${digits(rust)} here`;
  if (causes.includes("cut")) return ` ${count}: one of them cuts the time, Python's \`datetime\` at microseconds.`;
  return causes.includes("fraction") ? ` ${count}.` : "";
}

/** `+0000` is what C's `strftime` writes, and no RFC 3339: the mend is on the side that writes it. */
function offsetMend(python: string, rust: string): string {
  if (python === "+0000")
    return 'in Python `isoformat()` writes the colon that `strftime("%z")` leaves out, or format with `%z` in Rust too';
  if (rust === "+0000") return "in Rust `%:z` writes the colon that `%z` leaves out";
  return python === "Z"
    ? "use `to_rfc3339_opts(SecondsFormat::AutoSi, true)` or chrono's own serde"
    : "use `to_rfc3339()`, which writes `+00:00`";
}

function isUtc(offset: string): boolean {
  return /^(?:[Zz]|[+-]00:?00)$/.test(offset);
}

function digits({ digits: count }: Moment): string {
  return count === 1 ? "1 digit" : `${count} digits`;
}
