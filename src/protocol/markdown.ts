/** What people and sources wrote, as Markdown that shows it as it is and makes nothing of it. */
export function markdownText(text: string): string {
  return oneLine(text).replaceAll(/[\\`*_{}[\]()#+\-.!|<>~&@:]/g, String.raw`\$&`);
}

/** The same as a code span (CommonMark 6.1), whatever backticks stand in it. */
export function markdownCodeSpan(text: string): string {
  const line = oneLine(text);
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const room = line.startsWith("`") || line.endsWith("`") ? " " : "";
  return line === "" ? "" : `${fence}${room}${line}${room}${fence}`;
}

/** A line end would end the paragraph, and with it the span. */
function oneLine(text: string): string {
  return text.replaceAll(/[\s\p{Cc}]+/gu, " ").trim();
}
