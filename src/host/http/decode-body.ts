import {
  brotliDecompressSync,
  constants,
  gunzipSync,
  inflateRawSync,
  inflateSync,
  zstdDecompressSync,
  type ZlibOptions,
} from "node:zlib";

/** How a body is decoded. */
export interface DecodeOptions {
  /** The header's value: `gzip`, `br, gzip`. */
  readonly encoding: string;
  /** The body was read up to a limit, and the encoding's own end is missing. */
  readonly isCut: boolean;
  /** More bytes than this do not come out. */
  readonly limitBytes: number;
}

/** What came of a body. */
export type DecodedBody =
  | { readonly kind: "decoded"; readonly bytes: Buffer }
  /** It is not what the header promises, or in an encoding that nobody registered: it stays as it came. */
  | { readonly kind: "as it came" }
  | { readonly kind: "too large" };

type Decoder = (bytes: Buffer, options: DecodeOptions) => Buffer;

/** The registered encodings (RFC 9110, section 8.4.1; RFC 7932; RFC 8878). */
const DECODERS: Readonly<Record<string, Decoder>> = {
  gzip: (bytes, options) => gunzipSync(bytes, zlib(options)),
  "x-gzip": (bytes, options) => gunzipSync(bytes, zlib(options)),
  deflate: (bytes, options) => inflate(bytes, zlib(options)),
  br: (bytes, { isCut, limitBytes }) =>
    brotliDecompressSync(bytes, {
      maxOutputLength: limitBytes,
      ...(isCut && { finishFlush: constants.BROTLI_OPERATION_FLUSH }),
    }),
  zstd: (bytes, { isCut, limitBytes }) =>
    zstdDecompressSync(bytes, { maxOutputLength: limitBytes, ...(isCut && { finishFlush: constants.ZSTD_e_flush }) }),
  identity: (bytes) => bytes,
};

/** Undoes the content encodings of a body, the last one first. */
export function decodeBody(bytes: Buffer, options: DecodeOptions): DecodedBody {
  const names = options.encoding.split(",").map((name) => name.trim().toLowerCase());
  const decoders = names.filter((name) => name !== "").map((name) => DECODERS[name]);
  // An answer to HEAD, or one without content, has the header and no body.
  if (bytes.length === 0) return { kind: "as it came" };
  try {
    let decoded = bytes;
    for (const decode of decoders.toReversed()) {
      if (decode === undefined) return { kind: "as it came" };
      decoded = decode(decoded, options);
    }
    return { kind: "decoded", bytes: decoded };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { kind: "code" in error && error.code === "ERR_BUFFER_TOO_LARGE" ? "too large" : "as it came" };
  }
}

function zlib({ isCut, limitBytes }: DecodeOptions): ZlibOptions {
  return { maxOutputLength: limitBytes, ...(isCut && { finishFlush: constants.Z_SYNC_FLUSH }) };
}

/** `deflate` is zlib's format; some servers send it without its head, which browsers read too. */
function inflate(bytes: Buffer, options: ZlibOptions): Buffer {
  const isZlib = ((bytes[0] ?? 0) & 0x0f) === 8 && (((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0)) % 31 === 0;
  return isZlib ? inflateSync(bytes, options) : inflateRawSync(bytes, options);
}
