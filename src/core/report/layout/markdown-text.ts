import { visibleLines, visibleText } from "./visible.ts";

/** Characters that mean something in GitHub Flavored Markdown; ASCII punctuation may always stand after a backslash. */
const SPECIAL = /[!#()*+\\_`{|}~[\]]/g;

/**
 * Our own sentence, in which code stands between backticks, as Markdown: what stands outside of them is plain text,
 * and neither makes HTML nor calls anybody by name (`@name`).
 */
export function markdownSentence(text: string): string {
  return text
    .split("`")
    .map((part, at) => (at % 2 === 1 ? markdownCode(part) : markdownPlain(part)))
    .join("");
}

/** Any text as plain text in Markdown, on one line. */
export function markdownPlain(text: string): string {
  return visibleText(text)
    .replaceAll(SPECIAL, String.raw`\$&`)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll("@", "@\u200B");
}

/** Any text as a code span (CommonMark 6.1), cut at 120 characters. */
export function markdownCode(text: string): string {
  const line = visibleText(text);
  const shown = line.length > 120 ? `${line.slice(0, 120)}…` : line;
  const fence = "`".repeat(longestRun(shown) + 1);
  const room = shown.startsWith("`") || shown.endsWith("`") ? " " : "";
  return shown === "" ? "" : `${fence}${room}${shown}${room}${fence}`;
}

/** Lines as a block of code (CommonMark 4.5) in a language. */
export function markdownBlock(language: string, lines: readonly string[]): readonly string[] {
  const fence = "`".repeat(Math.max(3, longestRun(lines.join("\n")) + 1));
  return [`${fence}${language}`, ...lines.map((line) => visibleLines(line)), fence];
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}
