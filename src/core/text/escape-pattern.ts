/** A text as a part of a regular expression that finds just this text; not within a class: `a.b` → `a\.b` */
export function escapePattern(text: string): string {
  return text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
}
