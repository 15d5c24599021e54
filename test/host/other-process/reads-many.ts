import { createFiles } from "#host/files/files.ts";

// Reads all files of a folder at once, and prints how many texts it got.
const files = createFiles(process.argv[2] ?? ".");
const names = await files.list(".", [".py"]);
const texts = await Promise.all(names.map((name) => files.read(name)));
process.stdout.write(String(texts.filter((text) => text !== undefined).length));
