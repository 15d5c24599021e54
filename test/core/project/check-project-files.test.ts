import { expect, it } from "vitest";
import { placeText } from "#core/model/place.ts";
import { checkProjectFiles } from "#core/project/check-project-files.ts";
import { readProject } from "#core/project/read-project.ts";
import { exampleProject } from "../../fixtures/project/example-project.ts";
import { memoryFiles } from "../../fixtures/project/memory-files.ts";

/** What the example names and these files are not. */
async function checkFiles(files: readonly string[]): Promise<string> {
  const { paths } = readProject("portolan.yaml", exampleProject);
  const findings = await checkProjectFiles(paths, memoryFiles(Object.fromEntries(files.map((file) => [file, ""]))));
  return findings
    .map(({ code, place, facts }) => [place && placeText(place), code, JSON.stringify(facts)].join(" "))
    .join("\n");
}

const ALL = [
  "openapi/openapi.json",
  "core-server/core_server/app.py",
  "core-server-rs/src/main.rs",
  "migrations/0001.sql",
  "seed/seed.sql",
  "cases/nodes.yml",
];

it("has nothing to say where all is there", async () => {
  expect(await checkFiles(ALL)).toBe("");
});

it("points at the path of what is missing, or holds nothing to read", async () => {
  expect(await checkFiles(["core-server-rs/notes.txt"])).toMatchInlineSnapshot(`
    "portolan.yaml:2:11 project-file-missing {"key":"contract","path":"openapi/openapi.json"}
    portolan.yaml:5:15 project-folder-missing {"key":"servers.python.folder","path":"core-server","endings":".py"}
    portolan.yaml:7:13 project-folder-missing {"key":"servers.rust.folder","path":"core-server-rs","endings":".rs"}
    portolan.yaml:14:41 project-folder-missing {"key":"database.migrations","path":"migrations","endings":".sql"}
    portolan.yaml:14:59 project-file-missing {"key":"database.seed","path":"seed/seed.sql"}
    portolan.yaml:16:8 project-folder-missing {"key":"cases","path":"cases","endings":".yaml or .yml"}"
  `);
});
