/**
 * Generated code without what a formatter decides: blanks outside of strings, the kind of quotes, semicolons, commas
 * before a closing bracket, quotes around keys, a bar before the first of several alternatives.
 */
export function plainCode(text: string): string {
  return text
    .replaceAll(STRING_OR_LAYOUT, (part) => (/^["'`]/.test(part) ? plainString(part) : ""))
    .replaceAll(/"([A-Za-z_$][\w$]*)"(?=\??:)/g, "$1")
    .replaceAll(/,(?=[)\]}>]|$)/g, "")
    .replaceAll(/([:=(<,[])\|/g, "$1");
}

const STRING_OR_LAYOUT = /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`|[\s;]+/g;

function plainString(text: string): string {
  const inner = text.slice(1, -1).replaceAll(/\\(["'`])/g, "$1");
  return `"${inner}"`;
}
