import type { TimePart } from "#core/model/rules/allowance.ts";

/** A point in time as RFC 3339, section 5.6, writes it. */
export interface Moment {
  /** Seconds since 1970 in UTC, without the fraction. */
  readonly seconds: number;
  /** The digits of the fraction, without zeros at the end. */
  readonly fraction: string;
  /** How many digits of the fraction are written. */
  readonly digits: number;
  /** `T`, `t` or a blank. */
  readonly separator: string;
  /** As it is written: `Z`, `+05:30`; "" for a time without one. */
  readonly offset: string;
}

const DATE_TIME =
  /^(\d{4})-(\d\d)-(\d\d)([Tt ])(\d\d):(\d\d):(\d\d)(?:\.(\d+))?([Zz]|[+-](?:[01]\d|2[0-3]):?[0-5]\d)?$/;

/** Reads a moment; undefined where it is not one, and for a day or an hour that does not exist. */
export function readMoment(text: string): Moment | undefined {
  const moment = readWrittenMoment(text);
  // RFC 3339 wants an offset, and a colon in it.
  return moment !== undefined && /^(?:[Zz]|.*:.*)$/.test(moment.offset) ? moment : undefined;
}

/**
 * The same, also for what servers write beside the standard: no offset (`""`), as for a local time, and one without its
 * colon, as C's `strftime` writes it.
 */
export function readWrittenMoment(text: string): Moment | undefined {
  const match = DATE_TIME.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, separator = "", hour, minute, second, fraction = "", offset = ""] = match;
  const [y, mo, d, h, mi, s] = [year, month, day, hour, minute, second].map(Number);
  if (y === undefined || mo === undefined || d === undefined) return undefined;
  if (h === undefined || mi === undefined || s === undefined || h > 23 || mi > 59 || s > 60) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(y, mo - 1, d);
  // A day that a month does not have has moved to the next.
  if (date.getUTCMonth() !== mo - 1 || date.getUTCDate() !== d) return undefined;
  return {
    seconds: date.getTime() / 1000 + h * 3600 + mi * 60 + s - minutesEast(offset) * 60,
    fraction: fraction.replace(/0{1,50}$/, ""),
    digits: fraction.length,
    separator,
    offset,
  };
}

function minutesEast(offset: string): number {
  if (offset === "" || /^z$/i.test(offset)) return 0;
  return (offset.startsWith("-") ? -1 : 1) * (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2)));
}

/**
 * A date as HTTP writes it (RFC 9110, section 5.6.7): `Mon, 30 Nov 2026 10:00:00 GMT`, and in the two obsolete forms,
 * `Monday, 30-Nov-26 10:00:00 GMT` and `Mon Nov 30 10:00:00 2026`.
 */
const HTTP_DATE =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d[ -](?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[ -]\d{4} \d\d:\d\d:\d\d GMT$/;

/** A moment in any of the spellings above, or a date of HTTP. */
export function readAnyMoment(text: string): Moment | undefined {
  const moment = readWrittenMoment(text);
  if (moment !== undefined) return moment;
  const date = inOneForm(text);
  if (!HTTP_DATE.test(date)) return undefined;
  const ms = Date.parse(date.replaceAll("-", " "));
  // JavaScript takes the 31st of February for a day in March.
  const isReal = !Number.isNaN(ms) && new Date(ms).toUTCString().slice(5, 7) === date.slice(5, 7);
  return !isReal ? undefined : { seconds: ms / 1000, fraction: "", digits: 0, separator: " ", offset: "GMT" };
}

const RFC_850 = /^([A-Z][a-z]{2})[a-z]*day, (\d\d)-([A-Z][a-z]{2})-(\d\d) (\d\d:\d\d:\d\d) GMT$/;
const ASCTIME = /^([A-Z][a-z]{2}) ([A-Z][a-z]{2}) ([ \d]\d) (\d\d:\d\d:\d\d) (\d{4})$/;

/** The obsolete forms of a date as the one that is in use; a year of two digits is of this century. */
function inOneForm(text: string): string {
  return text
    .replace(RFC_850, "$1, $2 $3 20$4 $5 GMT")
    .replace(
      ASCTIME,
      (_, name, month, day: string, time, year) => `${name}, ${day.replace(" ", "0")} ${month} ${year} ${time} GMT`,
    );
}

/** Whether two moments are at most `ms` milliseconds apart. */
export function isNear(left: Moment, right: Moment, ms: number): boolean {
  const distance = nanoseconds(left) - nanoseconds(right);
  return (distance < 0n ? -distance : distance) <= BigInt(Math.round(ms * 1e6));
}

/**
 * Whether two texts write one moment, and differ only in the parts that may. Fractions with fewer digits are the others
 * cut or rounded.
 */
export function isSameUpTo(left: Moment, right: Moment, parts: readonly TimePart[]): boolean {
  if (left.separator !== right.separator) return false;
  if (!parts.includes("offset") && left.offset !== right.offset) return false;
  // Without an offset nobody knows which moment it is.
  if ((left.offset === "") !== (right.offset === "")) return false;
  if (!parts.includes("fraction digits")) {
    return left.seconds === right.seconds && left.fraction === right.fraction && left.digits === right.digits;
  }
  const digits = Math.min(left.digits, right.digits, 9);
  const cut = ({ fraction }: Moment): string => fraction.padEnd(digits, "0").slice(0, digits);
  if (left.seconds === right.seconds && cut(left) === cut(right)) return true;
  const unit = 10n ** BigInt(9 - digits);
  const [a, b] = [nanoseconds(left), nanoseconds(right)];
  return roundedTo(unit, a) === b || roundedTo(unit, b) === a;
}

/** To the nearest multiple of `unit`, a half upwards; before 1970 too. */
function roundedTo(unit: bigint, value: bigint): bigint {
  return ((value + EARLIER + unit / 2n) / unit) * unit - EARLIER;
}

/** More nanoseconds than lie between the year 0 and 1970, so that a division never has a negative number. */
const EARLIER = 10n ** 20n;

function nanoseconds({ seconds, fraction }: Moment): bigint {
  return BigInt(seconds) * 1_000_000_000n + BigInt(fraction.slice(0, 9).padEnd(9, "0"));
}
