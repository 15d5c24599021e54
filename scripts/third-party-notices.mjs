// The licences of everything that is shipped and is not ours, from what the bundler has put into the bundles.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What is shipped beside the bundles: as packages, and what the parsers in them were made from. */
const BESIDE = ["web-tree-sitter", "@vscode/tree-sitter-wasm", "@vscode/codicons"];

/** Grammars that `@vscode/tree-sitter-wasm` has compiled and does not name (their repositories, file LICENSE). */
const GRAMMARS = [
  ["tree-sitter", "Copyright (c) 2018 Max Brunsfeld"],
  ["tree-sitter-python", "Copyright (c) 2016 Max Brunsfeld"],
  ["tree-sitter-rust", "Copyright (c) 2017 Maxim Sokolov"],
];

/**
 * The text of the notices: each package once, by name, with its licence and the texts of it. Throws where a package has
 * neither a licence nor a file with one: nothing is shipped of which that is not known.
 */
export function thirdPartyNotices(root, metafiles) {
  const names = new Set(BESIDE);
  for (const { inputs } of metafiles)
    for (const input of Object.keys(inputs)) {
      const name = /.*(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];
      if (name !== undefined) names.add(name);
    }
  const packages = [...names].toSorted().map((name) => notice(root, name));
  const grammars = GRAMMARS.map(([name, copyright]) => section(`${name} (MIT)`, `${copyright}\n\n${MIT}`));
  return [
    "Portolan contains software of others, each under its own licence.",
    "The program in dist/contract-diff has its notices beside it.\n",
    ...packages,
    ...grammars,
  ].join("\n");
}

function notice(root, name) {
  const folder = join(root, "node_modules", name);
  const { version, license, author } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const files = readdirSync(folder).filter((file) => /^(?:licen[cs]e|copying|notice)/i.test(file));
  if (files.length === 0 && typeof license !== "string")
    throw new Error(`${name} is shipped, and nothing in it says under which licence: see node_modules/${name}.`);
  const texts = files
    .map((file) => join(folder, file))
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, "utf8").trim());
  const owner = typeof author === "string" ? author : (author?.name ?? "its authors");
  const text = texts.length > 0 ? texts.join("\n\n") : `Copyright (c) ${owner}\n\n${license === "MIT" ? MIT : license}`;
  return section(`${name} ${version} (${license})`, text);
}

function section(title, text) {
  return `${"=".repeat(79)}\n${title}\n${"=".repeat(79)}\n\n${text}\n`;
}

const MIT = `Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.`;
