import { parseEnv } from "node:util";
import { expect } from "vitest";
import type { EnvironmentFiles, Files, Processes } from "#core/ports.ts";
import { readProject } from "#core/project/read-project.ts";
import { createReaders } from "#core/session/languages.ts";
import { proposeProjectFor } from "#core/session/set-up.ts";
import { createGrammars } from "#host/readers/grammars.ts";
import { memoryFiles } from "../../fixtures/project/memory-files.ts";

const readers = createReaders(createGrammars());

type System = Pick<Processes, "whyNoLoopback" | "pythonsOnPath">;

const plainSystem: System = {
  whyNoLoopback: () => Promise.resolve("only Linux has it"),
  pythonsOnPath: () => Promise.resolve([{ command: "python3", version: "3.12.1" }]),
};

/** The proposal's text and notes; it must be a project file without other findings than what is to be filled in. */
export async function checkProposal(
  texts: Readonly<Record<string, string>>,
  system: Partial<System> = {},
): Promise<string> {
  return proposalOf(memoryFiles(texts), memoryVariables(texts), system);
}

/** The same for files that lie elsewhere. */
export async function proposalOf(
  files: Files,
  environmentFiles: EnvironmentFiles,
  system: Partial<System> = {},
): Promise<string> {
  const { text, notes } = await proposeProjectFor({ files, environmentFiles, readers }, { ...plainSystem, ...system });
  const { project, findings } = readProject("portolan.yaml", text);
  const others = findings.filter(({ code, severity }) => code !== "project-fill-in" && severity !== "information");
  expect([project === undefined, others]).toEqual([false, []]);
  return [text, ...notes].join("\n");
}

function memoryVariables(texts: Readonly<Record<string, string>>): EnvironmentFiles {
  return {
    read: (file) => {
      const text = texts[file];
      return Promise.resolve(
        text === undefined
          ? undefined
          : Object.fromEntries(Object.entries(parseEnv(text)).map(([k, v]) => [k, v ?? ""])),
      );
    },
    above: (folder, names) => Promise.resolve(names.map((name) => `${folder}/${name}`).filter((file) => file in texts)),
  };
}

/** The lines of one server. */
export function linesOf(side: "python" | "rust", proposal: string): string {
  const lines = proposal.split("\n");
  const start = lines.indexOf(`  ${side}:`);
  const end = lines.findIndex((line, at) => at > start && !line.startsWith("    "));
  return lines.slice(start + 1, end).join("\n");
}
