import { describe, expect, test } from "vitest";
import { createIndex } from "#core/index/create-index.ts";
import { parseEndpoint, SIDES } from "#core/model/endpoint.ts";
import type { Files } from "#core/ports.ts";
import { findingLines } from "#core/report/findings/finding-lines.ts";
import { PLAIN } from "#core/report/layout/paint.ts";
import { explainText } from "#core/report/ledger/explain-text.ts";
import { routesText } from "#core/report/ledger/routes-text.ts";
import { createReaders, languages } from "#core/session/languages.ts";
import { explainRoutes, routesBelow } from "#core/session/asking/routes-below.ts";
import { createGrammars } from "#host/readers/grammars.ts";
import { memoryFiles } from "../fixtures/project/memory-files.ts";
import { readPages, type Construct, type Expectation } from "./read-constructs.ts";

const readers = createReaders(createGrammars());

/** The folder that is read, which lies in another one as a project of a user does. */
const FOLDER = "project";

describe.each(readPages())("$page", ({ constructs }) => {
  test.each(constructs.map((construct) => [construct.headings.join(" > "), construct] as const))(
    "%s",
    async (_, construct) => {
      const { page, line, expected } = construct;
      const told: string[] = [];
      for (const each of withFindings(expected)) told.push(blockOf(each, await answerTo(each, construct)));
      const wanted = withFindings(expected).map((each) => blockOf(each, each.text));
      expect(told.join("\n"), `test/constructs/${page}:${line} expects other lines`).toBe(wanted.join("\n"));
    },
  );
});

/** A construct has no findings unless its page tells them. */
function withFindings(expected: readonly Expectation[]): readonly Expectation[] {
  if (expected.some(({ kind }) => kind === "findings")) return expected;
  return [...expected, { kind: "findings", options: "", text: "" }];
}

function blockOf({ kind, options }: Expectation, text: string): string {
  return [`${kind} ${options}`.trim(), ...comparable(text)].join("\n");
}

/** Lines as a page writes them: how far columns stand apart does not count. */
function comparable(text: string): readonly string[] {
  return text
    .split("\n")
    .map((line) => line.trim().replaceAll(/ {2,}/g, "  "))
    .filter((line) => line !== "");
}

async function answerTo({ kind, options }: Expectation, construct: Construct): Promise<string> {
  const { files, folder } = filesOf(construct, /(?:^| )in (\S+)$/.exec(options)?.[1]);
  if (kind === "routes") {
    const rows = await routesBelow(folder, { files, readers, sides: SIDES });
    const shown = options.startsWith("all") ? rows : rows.filter(({ implicit }) => !implicit);
    return routesText(shown, PLAIN).replace(/\S+ \S+\n$/, "");
  }
  if (kind === "explain") {
    const endpoint = parseEndpoint(options);
    if (!endpoint) throw new Error(`\`${options}\` is no endpoint`);
    return explainText(await explainRoutes(endpoint, folder, { files, readers, sides: SIDES }), PLAIN);
  }
  const layout = { folders: { python: folder, rust: folder } };
  const { findings } = await createIndex({ files, readers, languages, layout }).snapshot();
  return findingLines(findings, PLAIN)
    .slice(1)
    .map((line) => line.replace(`  ${FOLDER}/`, ""))
    .join("\n");
}

/** The files below the folder that is read, or those of a folder of theirs and what lies beside it. */
function filesOf({ files }: Construct, inner: string | undefined): { readonly files: Files; readonly folder: string } {
  const texts = [...files].map(([name, text]) => [inner === undefined ? `${FOLDER}/${name}` : name, text] as const);
  return { files: memoryFiles(Object.fromEntries(texts)), folder: inner ?? FOLDER };
}
