/** A quantity, a version, a size in pixels, a date, a code of a standard: what looks like an id and is none. */
const PLAIN_VALUES: readonly RegExp[] = [
  /^v?\d+(?:\.\d+)+$/i,
  /^v\d+$/i,
  /^\d{4}-\d\d(?:-\d\d(?:[Tt]\d\d)?)?$/,
  /^\d\d(?:\.\d+)?[Zz]$/,
  /^\d+[xX]\d+$/,
  /^-?\d+(?:\.\d+)?(?:ns|us|µs|ms|secs?|mins?|hrs?|hours?|days?|[kmgt]i?b|px|em|rem|pt|dpi|hz|khz|mhz|ghz)$/i,
  /^(?:sha-?\d+|md\d|crc\d+|blake\d\w?|utf-?\d+|iso-?\d+[\d-]*|base\d+|[hr]s\d{3}|es\d{3,4}|ipv\d|http\d|x\d\d(?:_64)?|amd64|arm64)$/i,
  /^(?:[a-z]{2}-[a-z]+|[a-z]{2})-\d$/,
];

/** A number with a unit of one letter: an id within a path, `7d`, a length of time in a sentence or a query. */
const SHORT_QUANTITY = /^\d+(?:\.\d+)?[smhdwbk%]$/i;

/** Whether a token is surely no id where it stands; `before` is what stands in front of it, some pieces at least. */
export function isPlainValue(token: string, before: string): boolean {
  if (isInAuthority(before)) return true;
  const stem = token.replace(/\.[a-z][a-z\d]{0,4}$/i, "");
  return (
    PLAIN_VALUES.some((form) => form.test(token) || form.test(stem)) ||
    (SHORT_QUANTITY.test(token) && /[=\s]$/.test(before))
  );
}

/** Does it stand in the host, the port or the name of a user of an address? */
function isInAuthority(before: string): boolean {
  return /(?:^|:)\/\/[^/?#\s]*$/.test(before);
}

const EXTENSIONS = new Set(
  "7z avi avif bmp bz2 css csv db doc docx epub gif gz heic htm html ico ics jpeg jpg js json jsonl log m4a map md mjs mkv mov mp3 mp4 ndjson ogg parquet pdf pem png ppt pptx py rs sql sqlite svg tar tgz tif tiff toml tsv txt wasm wav webm webp xls xlsx xml xz yaml yml zip zst".split(
    " ",
  ),
);

/** Whether two names of files end in other extensions, so that they are of other sorts, whatever the ids in them are. */
export function haveOtherExtensions(python: string, rust: string): boolean {
  const [left, right] = [python, rust].map((name) => /[^.]\.([\da-z]{1,7})$/i.exec(name)?.[1]?.toLowerCase() ?? "");
  return left !== right && (EXTENSIONS.has(left ?? "") || EXTENSIONS.has(right ?? ""));
}
