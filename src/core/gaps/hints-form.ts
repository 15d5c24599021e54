import { normalPercentEncoding } from "#core/text/http/percent-encoding.ts";
import { bytesOfBase64 } from "#core/text/base64.ts";
import { readIp } from "#core/text/http/ip-address.ts";
import type { HintSubject } from "./hint-subject.ts";
import type { HintRow } from "./hint-row.ts";
import { ifReadAlike, ifTexts } from "./if-texts.ts";

/** One text in two forms that people and programs read as one, and readers of the answer do not. */
export const FORM_HINTS: readonly HintRow[] = [
  {
    code: "html-escape",
    gap: "texts escaped for HTML",
    sentence: (subject) =>
      oneSided(subject, unescapedHtml, (side, other) => {
        return `${side} escapes \`&\`, \`<\` and quotes for HTML in this text, ${other} does not (\`html.escape\`, Markup, a template): escape where the text is shown, or on both sides.`;
      }),
  },
  {
    code: "line-endings",
    gap: "ends of lines",
    sentence: (subject) =>
      oneSided(
        subject,
        (text) => text.replaceAll("\r\n", "\n"),
        (side, other) =>
          `${side} ends lines by \`\\r\\n\`, ${other} by \`\\n\`: one of them changes a text that it was given, or reads a file as text (\`newline=""\`).`,
      ),
  },
  {
    code: "lossy-text",
    gap: "characters that were lost",
    sentence: (subject) =>
      ifTexts(subject, (python, rust) => {
        if (python.includes("\uFFFD") === rust.includes("\uFFFD")) return undefined;
        const [lossy, whole, side] = rust.includes("\uFFFD") ? [rust, python, "Rust"] : [python, rust, "Python"];
        if (!isLossyCopy(lossy, whole)) return undefined;
        const call = side === "Rust" ? "`from_utf8_lossy`" : '`decode(errors="replace")`';
        return `${side} wrote the replacement character \`U+FFFD\` for what it could not decode (${call}): read the bytes in the charset that they are in.`;
      }),
  },
  {
    code: "compatibility-form",
    gap: "Unicode compatibility forms",
    sentence: (subject) =>
      ifReadAlike(
        subject,
        (text) => text.normalize("NFKC"),
        () =>
          "The same text but for compatibility characters (`ﬁ` for `fi`, full width letters): one side normalizes it by NFKC (Unicode Standard Annex 15); do so on both, or on neither.",
      ),
  },
  {
    code: "outer-blanks",
    gap: "blanks around a text",
    sentence: (subject) =>
      oneSided(
        subject,
        (text) => text.trim(),
        (side, other) =>
          `${side} keeps the blanks around this text, ${other} does not: \`strip()\` or \`str_strip_whitespace\` in Python, \`trim()\` in Rust; do the same on both sides.`,
      ),
  },
  {
    code: "digit-grouping",
    gap: "digits in groups",
    sentence: (subject) =>
      oneSided(
        subject,
        (text) => (/^-?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(text) ? text.replaceAll(",", "") : text),
        (side, other) =>
          `${side} puts the digits of this number in groups (\`f"{n:,}"\`), ${other} does not: format it alike.`,
      ),
  },
  {
    code: "percent-case",
    gap: "the spelling of percent-encoding",
    sentence: (subject) =>
      ifReadAlike(
        subject,
        (text) => normalPercentEncoding(text.replace(/\?[^\s#]*/, (query) => query.replaceAll("+", "%20"))),
        () =>
          "The same address, percent-encoded otherwise (RFC 3986, section 6.2.2): in other letters, or what needs no encoding; Python's `quote` and Rust's `percent_encoding` differ in what they leave as it is.",
      ),
  },
  {
    code: "address-slash",
    gap: "a slash at the end of an address",
    sentence: (subject) =>
      oneSided(
        subject,
        (text) => (/^(?:https?:\/\/[^\s/]+)?\/[^\s?#]*\/$/.test(text) ? text.slice(0, -1) : text),
        (side, other) =>
          `${side} ends this address with a slash, ${other} does not: to a router these are two paths, and relative links start at another place; join it alike.`,
      ),
  },
  {
    code: "query-order",
    gap: "the order of a query's parameters",
    sentence: (subject) =>
      ifReadAlike(
        subject,
        sortedQuery,
        () =>
          "The same address with the parameters of its query in another order: Python writes them in the order of its dict, a `HashMap` in Rust by chance and a `BTreeMap` sorted; write them in one order.",
      ),
  },
  {
    code: "ip-spelling",
    gap: "an IP address spelt otherwise",
    sentence: (subject) =>
      ifReadAlike(
        subject,
        readIp,
        () =>
          "The same IP address, spelt otherwise: an IPv4 address within IPv6 (`::ffff:…`, what a socket that listens on both sees), or groups of zeros written out; Rust's `to_canonical()` and Python's `ipaddress` write one form.",
      ),
  },
  {
    code: "path-separator",
    gap: "the separators of a path",
    sentence: (subject) =>
      oneSided(
        subject,
        (text) => (/^[\w.:\\/ -]+$/.test(text) ? text.replaceAll("\\", "/") : text),
        (side, other) =>
          `${side} separates the path by \`\\\`, ${other} by \`/\`: write it by \`as_posix()\` in Python, join its components by \`/\` in Rust.`,
      ),
  },
  {
    code: "base64-lines",
    gap: "base64 in lines",
    sentence: (subject) =>
      oneSided(
        subject,
        (text) => {
          const bare = text.replaceAll(/\r?\n/g, "");
          return bytesOfBase64(bare) === undefined ? text : bare;
        },
        (side, other) =>
          `${side} breaks the base64 into lines, ${other} does not: \`base64.encodebytes\` does so for mails, \`b64encode\` and Rust's engines do not.`,
      ),
  },
  {
    code: "date-or-moment",
    gap: "a date against a moment",
    sentence: (subject) =>
      ifTexts(subject, (python, rust) => {
        const isDateOf = (date: string, moment: string): boolean =>
          /^\d{4}-\d\d-\d\d$/.test(date) &&
          moment.startsWith(date) &&
          /^.{10}[Tt ]00:00(?::00(?:\.0+)?)?(?:[Zz]|[+-]00:?00)?$/.test(moment);
        if (isDateOf(python, rust))
          return "Python wrote a date, Rust the moment at which it begins: use `NaiveDate` for this field.";
        return isDateOf(rust, python)
          ? "Rust wrote a date, Python the moment at which it begins: use `NaiveDateTime` or `DateTime<Utc>` for this field."
          : undefined;
      }),
  },
  {
    code: "time-of-day",
    gap: "a time of day without its seconds",
    sentence: (subject) =>
      oneSided(
        subject,
        (text) => (/^[0-2]\d:[0-5]\d:00(?:\.0+)?$/.test(text) ? text.slice(0, 5) : text),
        (side, other) =>
          `${side} writes the seconds of this time of day, ${other} does not where they are zero: \`isoformat()\` writes them, as \`NaiveTime\`'s serde does; \`%H:%M\` leaves them out.`,
      ),
  },
];

/** The sentence where the one side's text is the other's after `plain`: `side` wrote what it takes away. */
function oneSided(
  subject: HintSubject,
  plain: (text: string) => string,
  sentence: (side: string, other: string) => string,
): string | undefined {
  return ifTexts(subject, (python, rust) => {
    if (plain(python) === rust) return sentence("Python", "Rust");
    return plain(rust) === python ? sentence("Rust", "Python") : undefined;
  });
}

/** Is `lossy` the other text with the replacement character for some that are not ASCII? */
function isLossyCopy(lossy: string, whole: string): boolean {
  const [first = "", ...rest] = lossy.split(/\uFFFD+/);
  if (!whole.startsWith(first)) return false;
  let at = first.length;
  for (const [index, part] of rest.entries()) {
    const isLast = index === rest.length - 1;
    const next = isLast ? whole.length - part.length : whole.indexOf(part, at + 1);
    const lost = whole.slice(at, next);
    if (next <= at || !whole.startsWith(part, next) || /[\0-\u007F]/.test(lost)) return false;
    at = next + part.length;
  }
  return at === whole.length;
}

const HTML: Readonly<Record<string, string>> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#34;": '"',
  "&#39;": "'",
  "&#x27;": "'",
  "&#x2F;": "/",
  "&apos;": "'",
};

function unescapedHtml(text: string): string {
  return text.replaceAll(/&(?:amp|lt|gt|quot|apos|#34|#39|#x27|#x2F);/g, (entity) => HTML[entity] ?? entity);
}

function sortedQuery(address: string): string | undefined {
  const [, path, query, fragment = ""] = /^([^\s?#]*)\?([^\s#]*)(#\S*)?$/.exec(address) ?? [];
  if (path === undefined || query?.includes("&") !== true) return undefined;
  return `${path}?${query.split("&").toSorted().join("&")}${fragment}`;
}
