const NANOSECONDS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1000n,
  µs: 1000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
  d: 86_400_000_000_000n,
  w: 604_800_000_000_000n,
};

/** Words of Rust's `humantime` and of people, by what they stand for. */
const WORDS: Readonly<Record<string, string>> = {
  nsec: "ns",
  nanos: "ns",
  usec: "us",
  msec: "ms",
  millis: "ms",
  sec: "s",
  secs: "s",
  second: "s",
  seconds: "s",
  min: "m",
  mins: "m",
  minute: "m",
  minutes: "m",
  hr: "h",
  hrs: "h",
  hour: "h",
  hours: "h",
  day: "d",
  days: "d",
  week: "w",
  weeks: "w",
};

/**
 * A length of time in nanoseconds, however it is spelt: ISO 8601 (`P1DT2H`, `PT86400S`), as Python's `str` writes a
 * timedelta (`1 day, 2:00:00`), a clock's (`26:00:00`), or with units (`26h`, `1day 2h`, `12ms`). Undefined for anything
 * else, and for months and years, which have no one length.
 */
export function readDuration(text: string): bigint | undefined {
  if (text.length > 100) return undefined;
  return readIso(text) ?? readClock(text) ?? readUnits(text);
}

// ISO 8601, section 5.5.2; pydantic writes a sign before it where it is negative.
const ISO =
  /^(-?)P(?=[\dT])(?:(\d+(?:\.\d+)?)W)?(?:(\d+(?:\.\d+)?)D)?(?:T(?=\d)(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

function readIso(text: string): bigint | undefined {
  const match = ISO.exec(text);
  if (match === null) return undefined;
  const [, sign, ...counts] = match;
  const units = ["w", "d", "h", "m", "s"];
  const sum = units.reduce((total, unit, at) => total + times(counts[at] ?? "0", unit), 0n);
  return sign === "-" ? -sum : sum;
}

const CLOCK = /^(-?)(?:(\d+) days?, )?(\d+):([0-5]\d):([0-5]\d(?:\.\d+)?)$/;

function readClock(text: string): bigint | undefined {
  const match = CLOCK.exec(text);
  if (match === null) return undefined;
  const [, sign, days = "0", hours = "0", minutes = "0", seconds = "0"] = match;
  const clock = times(hours, "h") + times(minutes, "m") + times(seconds, "s");
  // Python writes -1 second as `-1 day, 23:59:59`: the sign is the days' alone.
  const whole = times(days, "d");
  if (sign !== "-") return whole + clock;
  return match[2] === undefined ? -clock : clock - whole;
}

const UNIT = /(\d+(?:\.\d+)?)\s*([A-Za-zµ]+)[\s,]*/y;

function readUnits(text: string): bigint | undefined {
  let sum = 0n;
  let at = 0;
  while (at < text.length) {
    UNIT.lastIndex = at;
    const match = UNIT.exec(text);
    const [whole = "", count = "", name = ""] = match ?? [];
    const unit = WORDS[name] ?? name;
    if (match === null || !Object.hasOwn(NANOSECONDS, unit)) return undefined;
    sum += times(count, unit);
    at += whole.length;
  }
  return at === 0 ? undefined : sum;
}

/** A decimal times a unit; what is below a nanosecond is cut. */
function times(count: string, unit: string): bigint {
  const [whole = "0", fraction = ""] = count.split(".");
  const size = NANOSECONDS[unit] ?? 0n;
  const digits = fraction.slice(0, 18);
  return BigInt(whole) * size + (digits === "" ? 0n : (BigInt(digits) * size) / 10n ** BigInt(digits.length));
}
