/** Whether a text is a header's name (RFC 9110, section 5.1). */
export function isHeaderName(text: string): boolean {
  return /^[!#$%&'*+.^_`|~\w-]+$/.test(text);
}

/** Whether a text can be sent as a header's value (RFC 9110, section 5.5): no line breaks, nothing past Latin-1. */
export function isHeaderValue(text: string): boolean {
  return /^[\t\x20-\x7E\x80-\xFF]*$/.test(text);
}
