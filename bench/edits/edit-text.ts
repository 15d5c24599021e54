const TYPED = ["x", "x", "x", "\n", " ", "", "# x\n", '"', "(", ")", "}", "/", "get", "é😀"];

/** A text after one random edit: something typed or cut anywhere or in a path, or a line put in from some other text, or cut. */
export function editText(text: string, all: readonly string[], random: () => number): string {
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  const anywhere = Math.floor(random() * text.length);
  if (random() < 0.4) {
    const start = text.lastIndexOf("\n", anywhere - 1) + 1;
    const end = text.indexOf("\n", start) + 1 || text.length;
    if (random() < 0.4) return text.slice(0, start) + text.slice(end);
    return `${text.slice(0, start)}${pick((pick(all) ?? "").split("\n")) ?? ""}\n${text.slice(start)}`;
  }
  const quote = random() < 0.5 ? text.indexOf('"/', anywhere) : -1;
  const start = quote === -1 ? anywhere : quote + 2;
  const cut = random() < 0.5 ? 0 : Math.floor(random() ** 3 * 60);
  return text.slice(0, start) + (pick(TYPED) ?? "") + text.slice(start + cut);
}
