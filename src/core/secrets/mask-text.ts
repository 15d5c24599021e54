import { maskJsonText } from "./json-secrets.ts";
import type { KnownTexts } from "./known-texts.ts";
import { mayNameSecrets } from "./secret-names.ts";
import { maskNamelessShapes, maskQuotedMembers, maskShapes } from "./secret-shapes.ts";

/** A text as it may be shown. */
export type MaskText = (text: string) => string;

/** `maskText` for many texts of which some are alike, as two answers that match have them: each is looked through once. */
export function maskingOnce(known: KnownTexts): MaskText {
  const maskedByText = new Map<string, string>();
  return (text) => {
    const masked = maskedByText.get(text) ?? maskText(text, known);
    maskedByText.set(text, masked);
    return masked;
  };
}

/**
 * A text without secrets, be it JSON, a form, lines of a stream, a sentence that quotes an answer, or what a server
 * printed: first what its names tell, then its shapes, then all that is known. What is no secret stays as it is.
 */
export function maskText(text: string, known: KnownTexts): string {
  // Most large bodies have no such name, and are not read as JSON once more.
  if (!mayNameSecrets(text)) return known.mask(maskNamelessShapes(text));
  return known.mask(maskShapes(maskJsonText(text) ?? maskQuotedMembers(text)));
}
