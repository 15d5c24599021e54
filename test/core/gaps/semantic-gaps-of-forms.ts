import { type GapRow, values } from "./semantic-gaps.ts";

const VALUE = ["value", "changed"] as const;

/** Values that people read as one, in two forms. */
export const FORM_GAPS: readonly GapRow[] = [
  values("text escaped for HTML", [...VALUE, "html-escape"], '"a &amp; b &#x27;c&#x27;"', `"a & b 'c'"`),
  values("ends of lines", [...VALUE, "line-endings"], String.raw`"a\r\nb"`, String.raw`"a\nb"`),
  values("bytes that Rust could not decode", [...VALUE, "lossy-text"], '"Köln"', '"K\uFFFDln"'),
  values("a character for two", [...VALUE, "compatibility-form"], '"ﬁle"', '"file"'),
  values("blanks around a text", [...VALUE, "outer-blanks"], '"north"', '" north "'),
  values("digits in groups", [...VALUE, "digit-grouping"], '"1,234,567.50"', '"1234567.50"'),
  values("small digits of percent-encoding", [...VALUE, "percent-case"], '"/a/%c3%a4"', '"/a/%C3%A4"'),
  values("a query in another order", [...VALUE, "query-order"], '"/x?a=1&b=2"', '"/x?b=2&a=1"'),
  values("IPv4 within IPv6", [...VALUE, "ip-spelling"], '"127.0.0.1"', '"::ffff:127.0.0.1"'),
  values("IPv6 with all its groups", [...VALUE, "ip-spelling"], '"::1"', '"0:0:0:0:0:0:0:1"'),
  values("a path of Windows", [...VALUE, "path-separator"], '"a/b"', String.raw`"a\\b"`),
  values("base64 as mails have it", [...VALUE, "base64-lines"], String.raw`"aGVs\nbG8=\n"`, '"aGVsbG8="'),
  values("a date for a moment", [...VALUE, "date-or-moment"], '"2026-11-30T00:00:00"', '"2026-11-30"'),
  values("a time of day", [...VALUE, "time-of-day"], '"10:00:00"', '"10:00"'),
  values("a sign that was lost", [...VALUE, "integer-wrap"], "-1", "255"),
  values("a cast that stops at its limit", [...VALUE, "integer-saturated"], "3000000000", "2147483647"),
  values("milliseconds for microseconds", [...VALUE, "time-unit"], "1764500000000000", "1764500000000"),
  values(
    "digits that a number beside its text has lost",
    ["type", "breaking", "precision-past-2-53"],
    '"9007199254740993"',
    "9007199254740992",
  ),
  values("a decimal without its zero", [...VALUE, "decimal-spelling"], '".5"', '"0.5"'),
  values("a tuple as Rust's Debug writes it", ["type", "breaking", "rust-debug"], "[1, 2]", '"(1, 2)"'),
  values(
    "a UUID's bytes in Python",
    ["type", "breaking", "uuid-as-bytes"],
    "[11,157,111,128,60,29,75,14,157,60,10,27,44,61,78,95]",
    '"0b9d6f80-3c1d-4b0e-9d3c-0a1b2c3d4e5f"',
  ),
  values("bytes in Python", ["type", "breaking", "bytes-as-array"], "[104, 105]", '"hi"'),
  values("hexadecimal bytes", ["type", "breaking", "bytes-as-array"], '"68656c6c6f"', "[104, 101, 108, 108, 111]"),
  values("a map as pairs", ["type", "breaking", "map-as-pairs"], '{"a": 1, "b": 2}', '[["a", 1], ["b", 2]]'),
  values("a tuple struct", ["type", "breaking", "struct-as-array"], '{"x": 1, "y": 2}', "[1, 2]"),
  values(
    "a wrapper of serde_json within a text",
    ["type", "breaking", "arbitrary-precision"],
    "1.5",
    String.raw`"{\"$serde_json::private::Number\":\"1.5\"}"`,
  ),
];
