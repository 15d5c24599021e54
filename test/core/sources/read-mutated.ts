import { createIndex } from "#core/index/create-index.ts";
import { readProject } from "#core/project/read-project.ts";
import { createReaders, languages } from "#core/session/languages.ts";
import { createGrammars } from "#host/readers/grammars.ts";
import { memoryFiles } from "../../fixtures/project/memory-files.ts";
import type { MutatedFile } from "./mutated-files.ts";

const readers = createReaders(createGrammars());

/** Reads and links a file, with the project beside it, as what its name says: a source, a manifest, a contract, a project file. */
export async function readMutated({ file, text, beside }: MutatedFile): Promise<void> {
  if (/^portolan\.ya?ml$/.test(file)) {
    readProject(file, text);
    return;
  }
  const isContract = /\.(?:ya?ml|json)$/.test(file);
  const layout = isContract ? { folders: {}, contract: file } : { folders: { python: ".", rust: "." } };
  await createIndex({
    files: memoryFiles({ ...Object.fromEntries(beside), [file]: text }),
    readers,
    languages,
    layout,
  }).snapshot();
}
