/** What base64 stands for; nothing where it is none. */
export function decodedBase64(base64: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(base64), (unit) => unit.charCodeAt(0));
  } catch {
    // What is said to be base64 and is none is no body that was sent.
    return new Uint8Array();
  }
}

/** Bytes as text, or undefined where they are no UTF-8. */
export function utf8In(bytes: Uint8Array<ArrayBuffer>): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
