import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** A file of a project as it may come to stand there. */
export interface MutatedFile {
  readonly file: string;
  readonly text: string;
  /** The files of the project beside it, as they are; none where it stands alone. */
  readonly beside: ReadonlyMap<string, string>;
}

const fixtures = fileURLToPath(new URL("../../fixtures", import.meta.url));
const constructs = fileURLToPath(new URL("../../constructs", import.meta.url));

/** What texts are made of that readers had trouble with. */
const PIECES = [
  ...Array.from("(){}[]<>\"'`\\/*#@!$&|=+-,.:;\0\r\t\n "),
  "f'{",
  "'''",
  '"""',
  'r#"',
  "/*",
  "*/",
  "macro_rules! m { ($($x:tt)*) => { m!($($x)* $($x)*) } }\nm!(a);\n",
  "x = x + x\n",
  "let r = r.merge(r.clone());\n",
  "for a in xs:\n ",
  "while True:\n ",
  "lambda: ",
  "async def f():\n    ",
  "fn f() { ",
  "#[cfg(",
  "::",
  "use a::{self, ",
  "- ",
  "? ",
  "&a *a ",
  "{$ref: '#/",
  "\uFEFF",
  "😀",
  "\u2028",
];

/** Damaged texts of fixtures and pages, alone or in their projects, endlessly many, the same for the same seed. */
export function* mutatedFiles(seed: number): Generator<MutatedFile> {
  const sources = readSources();
  const random = createRandom(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  for (;;) {
    const { file, text, beside } = pick(sources);
    let mutated = text;
    const changes = 1 + Math.floor(random() * 4);
    for (let change = 0; change < changes; change += 1) {
      const other = random() < 0.8 ? mutated : pick(sources).text;
      mutated = mutate(mutated, other, random, () => pick(PIECES)).slice(0, 200_000);
    }
    yield { file, text: mutated, beside };
  }
}

function mutate(text: string, other: string, random: () => number, piece: () => string): string {
  const at = Math.floor(random() * text.length);
  const end = Math.min(text.length, at + Math.floor(random() ** 4 * 400));
  const from = Math.floor(random() * other.length);
  const length = Math.floor(random() ** 3 * 600);
  switch (Math.floor(random() * 6)) {
    case 0:
      return text.slice(0, at) + text.slice(end);
    case 1:
      return text.slice(0, at) + piece() + text.slice(end);
    case 2:
      return text.slice(0, at) + piece().repeat(Math.floor(2 ** (random() * 13))) + text.slice(at);
    case 3:
      return text.slice(0, at) + other.slice(from, from + length) + text.slice(end);
    case 4:
      return text.slice(0, at) + text.slice(at, end).repeat(Math.floor(2 ** (random() * 6))) + text.slice(end);
    default:
      return text.slice(0, at);
  }
}

const NAMES = /\.(?:py|rs|toml|ya?ml|json|md)$/;

function readSources(): readonly MutatedFile[] {
  const alone = [fixtures, constructs].flatMap((folder) =>
    textsBelow(folder).map(([file, text]) => ({ file: nameFor(file), text, beside: new Map() })),
  );
  const routes = join(fixtures, "routes");
  const inProjects = readdirSync(routes)
    .toSorted()
    .flatMap((project) => {
      const texts = textsBelow(join(routes, project));
      return texts.map(([file, text]) => ({
        file,
        text,
        beside: new Map(texts.filter(([each]) => each !== file)),
      }));
    });
  return [...alone, ...inProjects].filter(({ text }) => text.length < 60_000);
}

function textsBelow(folder: string): readonly (readonly [file: string, text: string])[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => NAMES.test(file))
    .toSorted()
    .map((file) => [file, readFileSync(join(folder, file), "utf8")] as const);
}

/** A page of constructs is read as each of the languages in its turn. */
function nameFor(file: string): string {
  if (file.endsWith(".md")) return file.startsWith("rust") ? "main.rs" : "main.py";
  return file.slice(file.lastIndexOf("/") + 1);
}

/** The generator "mulberry32": numbers from 0 to below 1. */
function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
