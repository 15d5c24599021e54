import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Texts of each third file below a folder, each followed by edits of it: somewhere one of `pieces` comes and a few characters go,
 * mostly to be undone. Every fifth time the file is as it was at first, since an edit that breaks it and stays would
 * leave nothing to be seen of those after it. The same each time.
 */
export function* editedTexts(folder: string, ending: string, pieces: readonly string[]): Generator<readonly string[]> {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(ending));
  let state = 1;
  const next = (below: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  for (const file of files.toSorted().filter((_, index) => index % 3 === 0)) {
    const first = readFileSync(join(folder, file), "utf8");
    let text = first;
    const texts = [text];
    for (let edit = 0; edit < 15; edit += 1) {
      const at = next(text.length);
      const changed = text.slice(0, at) + (pieces[next(pieces.length)] ?? "") + text.slice(at + next(4));
      texts.push(changed);
      if (next(3) > 0) texts.push(text);
      else text = changed;
      if (edit % 5 === 4 && text !== first) texts.push((text = first));
    }
    yield texts;
  }
}
