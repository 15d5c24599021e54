import { isRecord } from "#core/model/is-record.ts";
import { bytesOfBase64 } from "#core/text/base64.ts";
import { isSameDecimal, readDecimal } from "#core/text/json/json-number.ts";
import { compareOpaque } from "#core/text/opaque/compare-opaque.ts";
import { decodeOpaque } from "#core/text/opaque/decode-opaque.ts";
import { isRandomText } from "#core/text/opaque/random-text.ts";
import { isSameJson } from "./same-json.ts";
import type { HintSubject, HintValue } from "./hint-subject.ts";
import type { HintRow } from "./hint-row.ts";
import { ifReadAlike, ifTexts } from "./if-texts.ts";

/** One value in two spellings, of which one is what a language prints by itself. */
export const SPELLING_HINTS: readonly HintRow[] = [
  {
    code: "arbitrary-precision",
    gap: "serde_json's arbitrary_precision",
    sentence: ({ pointer, python, rust }) => {
      const isLeak = (value: HintValue | undefined): boolean =>
        value?.names.some((name) => name.startsWith(PRIVATE)) === true ||
        (value?.kind === "string" && /^\s*[[{]/.test(value.text) && value.text.includes(`"${PRIVATE}`));
      const leak = [python, rust].find((value) => isLeak(value));
      // Beside an object the wrapper is a member too much.
      const where = leak === undefined ? pointer : leak.names.join() + leak.text;
      return leak === undefined && !pointer.includes(`/${PRIVATE}`)
        ? undefined
        : `serde_json's own wrapper stands in the answer: its feature \`${where.includes(`${PRIVATE}RawValue`) ? "raw_value" : "arbitrary_precision"}\` is on, and the value went through another serializer or through \`#[serde(flatten)]\` or \`untagged\`; turn the feature off, or type the field.`;
    },
  },
  {
    code: "json-twice",
    gap: "JSON encoded twice",
    sentence: ({ class: found, python, rust }) => {
      if (found !== "type" && found !== "value") return undefined;
      if (isEncoded(rust, python))
        return "Rust wrote this value as JSON within a text: it was encoded twice; serialize the value, not its text.";
      return isEncoded(python, rust)
        ? "Python wrote this value as JSON within a text: it was encoded twice (`json.dumps` of what is encoded again); decode it there, or do the same in Rust."
        : undefined;
    },
  },
  {
    code: "rust-debug",
    gap: "Rust's Debug as text",
    sentence: (subject) => {
      const { python, rust } = subject;
      const isBody = isBrokenBody(
        subject,
        "rust",
        /^\[?\s*[A-Z]\w*(?:\s\{\s*\w+: .*\}|\((?:["\d[{-]|[A-Z]\w*[({ )]).*\))\s*\]?$/s,
      );
      return isBody || isDebugOf(rust, python)
        ? "Rust wrote the value's `Debug` form (`{:?}`): use `Display` or serialize the value, and unwrap an `Option` first."
        : undefined;
    },
  },
  {
    code: "python-repr",
    gap: "Python's repr as text",
    sentence: (subject) => {
      const { python, rust } = subject;
      const isBody = isBrokenBody(
        subject,
        "python",
        /^(?:[{[(].*'[^']*'\s*[:,}\])].*|[{[(].*\b(?:None|True|False)\b.*[}\])]|[A-Z]\w*\(\w+=.*\)|<.+ object at 0x[\da-f]+>)$/s,
      );
      return isBody || isReprOf(python, rust) || isReprAlone(python)
        ? "Python wrote the value's `repr` or `str` (`True`, `None`, `{'a': 1}`), which is not JSON: serialize the value there, or write the same text in Rust."
        : undefined;
    },
  },
  {
    code: "decimal-spelling",
    gap: "a decimal spelt otherwise",
    sentence: (subject) =>
      ifTexts(subject, (python, rust) => {
        // 1.10 is a later version than 1.1.
        if (/version|release|revision/i.test(subject.pointer)) return undefined;
        if (
          ![python, rust].every(
            (text) => /^[+-]?(?:\d[\d,]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text) && text.length <= 100,
          )
        )
          return undefined;
        const [left, right] = [plainDecimal(python), plainDecimal(rust)];
        // Groups of digits have a mend of their own.
        if (python.replaceAll(",", "") === rust.replaceAll(",", "")) return undefined;
        if (
          !/[.,eE+]/.test(python + rust) ||
          [left, right].some((text) => text.includes(",")) ||
          !isSameDecimal(readDecimal(left), readDecimal(right))
        )
          return undefined;
        return `The same decimal, spelt otherwise: Python's \`Decimal\` keeps the digits that it was given (\`${python}\`), Rust wrote \`${rust}\`; round to a scale on both sides (\`quantize\`, \`round_dp\`), or allow it by \`{ equal as: decimal }\`.`;
      }),
  },
  {
    code: "url-normalised",
    gap: "a URL normalised",
    sentence: (subject) =>
      ifReadAlike(
        subject,
        normalUrl,
        () =>
          `The same address, normalised on one side: pydantic's \`HttpUrl\` and Rust's \`Url\` add a slash after the host, lower its case and leave out a default port; keep it a text on that side, or parse it on both.`,
      ),
  },
  {
    code: "base64-alphabet",
    gap: "base64's alphabets and padding",
    sentence: (subject) =>
      ifTexts(subject, (python, rust) => {
        const [left, right] = [bytesOfBase64(python), bytesOfBase64(rust)];
        const isSame = left !== undefined && right !== undefined && left.length > 0 && left.join() === right.join();
        return isSame && [python, rust].some((text) => isSurelyBase64(text))
          ? "The same bytes in base64 of another alphabet or padding: Python's `b64encode` is `STANDARD`, `urlsafe_b64encode` is `URL_SAFE`; the engines with `NO_PAD` leave out the `=`."
          : undefined;
      }),
  },
  {
    code: "bytes-spelling",
    gap: "bytes in hexadecimal or base64",
    sentence: (subject) =>
      ifTexts(subject, (python, rust) => {
        const [left, right] = [digitsOf(python), digitsOf(rust)];
        if (left !== undefined && left === right)
          return "The same bytes in hexadecimal digits, spelt otherwise: Python's `hex()` writes small letters and nothing between them; the `hex` crate does so too (`encode`, not `encode_upper`).";
        const isSame = (hex: string | undefined, base64: string): boolean =>
          hex !== undefined && hexOf(bytesOfBase64(base64)) === hex;
        return isSame(left, rust) || isSame(right, python)
          ? "The same bytes, once in hexadecimal digits and once in base64; choose one for both."
          : undefined;
      }),
  },
  {
    code: "opaque-payload",
    gap: "what cursors and tokens say",
    sentence: (subject) =>
      ifTexts(subject, (python, rust) => {
        // A text that reads as JSON by itself is not opaque, and is shown as it is.
        const isOpaque = [python, rust].every((text) => ![undefined, text].includes(decodeOpaque(text)?.[0]));
        if (!isOpaque) return undefined;
        const verdict = compareOpaque(python, rust);
        if (verdict.kind === "same payload")
          return "Decoded, both say the same but for what a clock or chance sets; allow it by `{ decoded: [] }`, or write it alike.";
        if (verdict.kind !== "differs" || verdict.at === undefined) return undefined;
        return verdict.at === ""
          ? "Decoded, the two say other things."
          : `Decoded, the two differ at \`${verdict.at}\`.`;
      }),
  },
];

const PRIVATE = "$serde_json::private::";

/** The digits of bytes, `0xDE:AD:BE:EF` → `deadbeef`; undefined where a text may be a word or a number. */
function digitsOf(text: string): string | undefined {
  const bare = text.replace(/^0x/i, "").replaceAll(/(?<=^(?:[\da-f]{2}[:-])*[\da-f]{2})[:-](?=[\da-f]{2})/gi, "");
  const isSure = /^(?:[\da-f]{2}){4,}$/i.test(bare) && (/\d/.test(bare) || bare !== text);
  return isSure && /[a-f]/i.test(bare) ? bare.toLowerCase() : /^(?:[2-7][\da-f]){4,}$/i.test(bare) ? bare : undefined;
}

/** A decimal as JSON would write it: `+.5` → `0.5`, `1,234.50` → `1234.50`, `1,50` → `1.50`, `-0.0` → `0.0` */
function plainDecimal(text: string): string {
  const bare = /^-?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(text)
    ? text.replaceAll(",", "")
    : text.replace(/,(?=\d{1,2}$)/, ".");
  return bare
    .replace(/^-(?=0*\.?0*$)/, "")
    .replace("+", "")
    .replace(/^(-?)\./, "$10.")
    .replace(/\.(?=$|[eE])/, "");
}

/** Is the one a text that is JSON for the other? */
function isEncoded(text: HintValue | undefined, value: HintValue | undefined): boolean {
  if (text?.kind !== "string" || value === undefined || text.text === "" || value.text === "") return false;
  // Escapes that are escaped again.
  if (value.kind === "string" && text.text.includes("\\") && parsed(`"${text.text}"`) === value.text) return true;
  const inner = parsed(text.text);
  if (inner === undefined) return false;
  // A number or a truth value as text has causes of its own.
  if (value.kind === "string") return inner === value.text;
  return (value.kind === "array" || value.kind === "object") && isSameJson(inner, parsed(value.text));
}

/** Is the text how Rust's Debug writes the value? */
function isDebugOf(debug: HintValue | undefined, value: HintValue | undefined): boolean {
  if (debug?.kind !== "string" || value === undefined) return false;
  const { text } = debug;
  if (value.kind === "null") return text === "None";
  const inner = /^(?:Some|Ok|Err)\((.*)\)$/s.exec(text)?.[1];
  const written = value.kind === "string" ? JSON.stringify(value.text) : value.text;
  if (inner !== undefined) {
    const isNested = /^(?:Some|Ok|Err)\(/.test(inner) && isDebugOf({ ...debug, text: inner }, value);
    return inner === written || inner === value.text || isNested;
  }
  // A tuple.
  if (value.kind === "array" && /^\(.*\)$/s.test(text))
    return isSameJson(parsed(`[${text.slice(1, -1).replace(/,$/, "")}]`), parsed(value.text));
  if (value.kind === "object")
    return /^[A-Z]\w*\s*\{.*\}$/s.test(text) && value.names.some((name) => text.includes(`${name}: `));
  return value.kind === "string" && value.text !== "" && text === written;
}

/** Is the text what only Python writes for a value of a class? */
function isReprAlone(value: HintValue | undefined): boolean {
  if (value?.kind !== "string") return false;
  return /^(?:datetime\.(?:datetime|date|time|timedelta)|Decimal|UUID|PosixPath|SecretStr|frozenset)\(.*\)$|^<.+ object at 0x[\da-f]+>$/s.test(
    value.text,
  );
}

/** Is the text how Python's `repr` or `str` writes the value? */
function isReprOf(repr: HintValue | undefined, value: HintValue | undefined): boolean {
  if (repr?.kind !== "string" || value === undefined) return false;
  const { text } = repr;
  if (value.kind === "null" || (value.kind === "string" && value.text === "null")) return text === "None";
  if (value.kind === "boolean" || (value.kind === "string" && /^(?:true|false)$/.test(value.text)))
    return /^(?:True|False)$/.test(text) && text.toLowerCase() === value.text;
  if (value.kind === "string" && text === `b'${value.text}'`) return true;
  // The name of a member, as `str` writes an enum.
  const member = value.kind === "string" ? /^<?[A-Z]\w*\.(\w+)(?:: .*>)?$/.exec(text)?.[1] : undefined;
  if (member !== undefined && member.toLowerCase() === value.text.toLowerCase()) return true;
  const inner = value.kind === "string" ? parsed(value.text) : isContainer(value) ? parsed(value.text) : undefined;
  return (
    (Array.isArray(inner) || isRecord(inner)) &&
    /'|True|False|None/.test(text) &&
    isSameJson(parsed(asJson(text)), inner)
  );
}

function isContainer({ kind }: HintValue): boolean {
  return kind === "array" || kind === "object";
}

/** Python's literals as JSON writes them; only for what has no quotes within its texts. */
function asJson(repr: string): string {
  return (
    repr
      .replaceAll("'", '"')
      .replaceAll(/\bTrue\b/g, "true")
      .replaceAll(/\bFalse\b/g, "false")
      .replaceAll(/\bNone\b/g, "null")
      .replace(/^\((.*?),?\)$/s, "[$1]")
      // A set has no colons.
      .replace(/^\{([^:]*)\}$/s, "[$1]")
  );
}

/** A body that should be JSON on both sides and is a language's own text on one. */
function isBrokenBody({ class: found, answers }: HintSubject, side: "python" | "rust", form: RegExp): boolean {
  const { body } = answers[side];
  const other = answers[side === "python" ? "rust" : "python"].body;
  if (found !== "not-json" || body.kind !== "text" || other.kind !== "text") return false;
  return (
    body.text.length < 100_000 &&
    form.test(body.text.trim()) &&
    parsed(body.text) === undefined &&
    parsed(other.text) !== undefined
  );
}

function hexOf(bytes: Uint8Array | undefined): string | undefined {
  return bytes && [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A path or a name with a hyphen reads as base64 as well. */
function isSurelyBase64(text: string): boolean {
  return text.endsWith("=") || !/[A-Za-z]/.test(text) || isRandomText(text);
}

function normalUrl(text: string): string | undefined {
  return /^[a-z][a-z\d+.-]*:\/\//i.test(text) ? URL.parse(text)?.href : undefined;
}

function parsed(text: string): unknown {
  // Most texts are no JSON, and an error costs more than a look.
  if (!/^\s*(?:["[{\d-]|true|false|null)/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
