/** The text that bytes are in UTF-8, a byte order mark kept; undefined for what is not UTF-8. */
export function textOfUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
