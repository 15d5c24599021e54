/** What an export printed, without what a build tool said before the document began. */
export function documentIn(output: string): string {
  return output.slice(/^[ \t]*\{/m.exec(output)?.index ?? 0);
}
