/** Spellings of text that a rule can ask of both sides instead of equality. */
export const FORMATS = [
  "rfc3339",
  "date",
  "time",
  "duration",
  "uuid",
  "ulid",
  "integer",
  "decimal",
  "uri",
  "email",
  "ipv4",
  "ipv6",
  "hex",
  "base64",
  "jwt",
] as const;

export type Format = (typeof FORMATS)[number];

/** What two spellings of one moment may differ in. */
export const TIME_PARTS = ["offset", "fraction digits"] as const;

export type TimePart = (typeof TIME_PARTS)[number];

/** As what two texts may be the same. */
export const MEASURES = ["decimal", "json", "duration", "moment", "url"] as const;

export type Measure = (typeof MEASURES)[number];

/** What two texts may differ in; those that have others in them come first. */
export const TEXT_PARTS = ["uuids", "moments", "durations", "numbers"] as const;

export type TextPart = (typeof TEXT_PARTS)[number];

/** Ways to say nothing. */
export const NOTHINGS = ["null", "absent", "empty list", "empty object", "empty text"] as const;

export type Nothing = (typeof NOTHINGS)[number];

/** What stands under each key of `allow`, as the project file writes it; `true` where the key is a word by itself. */
export interface AllowanceValues {
  /** Not compared at all. */
  readonly ignore: true;
  /** Only the JSON type is compared, of all that lies in the value. */
  readonly "type only": true;
  /** The order of an array's elements does not count. */
  readonly unordered: true;
  /** The order does not count; elements are found again by this member. */
  readonly "keyed by": string;
  /** Ids may be others, if one one-to-one mapping explains them all in a run. */
  readonly "renamed ids": true;
  /** The same for UUIDs alone. */
  readonly "renamed uuids": true;
  /** The names of an object's members are such ids. */
  readonly "renamed keys": true;
  /** The same, read as this. */
  readonly "equal as": Measure;
  /** The same text but for these parts of it. */
  readonly "equal but for": readonly TextPart[];
  /** The same address but for these parameters of its query. */
  readonly "url parameters": readonly string[];
  /** The same once they are decoded, but for these members. */
  readonly decoded: readonly string[];
  /** Both texts are, as a whole, what an I-Regexp (RFC 9485) says. */
  readonly pattern: string;
  /** These ways to say nothing are the same. */
  readonly alike: readonly Nothing[];
  /** Both texts are spelt so. */
  readonly format: Format;
  /** Two numbers are at most so far apart: by one of the measures given. Decimals as they are written. */
  readonly tolerance: { readonly absolute?: string; readonly relative?: string; readonly ulps?: number };
  /** Two moments are at most so far apart: `2s`. */
  readonly "time tolerance": string;
  /** Two spellings of one moment. */
  readonly "equal up to": readonly TimePart[];
}

export type AllowanceName = keyof AllowanceValues;

/** The allowances that are a word by themselves. */
export type AllowanceWord = {
  [Name in AllowanceName]: AllowanceValues[Name] extends true ? Name : never;
}[AllowanceName];

/** Those that say more. */
export type FormName = Exclude<AllowanceName, AllowanceWord>;

/** One of these. */
export type AllowanceForm<Name extends FormName = FormName> = {
  [Each in Name]: { readonly kind: Each; readonly value: AllowanceValues[Each] };
}[Name];

/**
 * How much a rule loosens. What each does stands in `core/compare/allowances/`, a file each, and in the one table
 * there.
 */
export type Allowance = AllowanceWord | AllowanceForm;

/** The key of `allow`. */
export function allowanceName(allow: Allowance): AllowanceName {
  return typeof allow === "string" ? allow : allow.kind;
}

/** What a rule allows, as the project file writes it: `type only`, `format: uuid`. */
export function allowanceText(allow: Allowance): string {
  return typeof allow === "string" ? allow : `${allow.kind}: ${flowText(allow.value)}`;
}

type Written = string | number | true | readonly Written[] | { readonly [key: string]: Written | undefined };

/** A value in YAML's flow style. A list of one is written as its item, which every list of allowances may be. */
function flowText(value: Written): string {
  if (typeof value === "string") return isPlain(value) ? value : JSON.stringify(value);
  if (typeof value !== "object") return String(value);
  if (isList(value)) return value.length === 1 ? flowText(value[0] ?? "") : `[${value.map(flowText).join(", ")}]`;
  const members = Object.entries(value).flatMap(([key, member]) => {
    if (member === undefined) return [];
    // A decimal keeps its digits by being text here; it is a number in the file.
    const isDecimal = typeof member === "string" && /^\d+(?:\.\d+)?(?:[eE][-+]?\d+)?$/.test(member);
    return [`${key}: ${isDecimal ? member : flowText(member)}`];
  });
  return `{ ${members.join(", ")} }`;
}

/** Is it read as the same text without quotes? Words that YAML takes for something else are not. */
function isPlain(text: string): boolean {
  return (
    /^(?:[A-Za-z][\w .-]*|\d+(?:\.\d+)?[a-zµ]+)$/.test(text) &&
    !/^(?:true|false|null|yes|no|on|off|[yn])$|\s$/i.test(text)
  );
}

function isList(value: Written): value is readonly Written[] {
  return Array.isArray(value);
}
