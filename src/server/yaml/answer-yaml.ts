import { type CompletionItem, CompletionItemKind, type Connection, type Hover, TextEdit } from "vscode-languageserver";

import { endpointKey, parseEndpoint } from "#core/model/endpoint.ts";
import { endpointTextAt } from "#core/model/endpoint-texts.ts";
import type { Position } from "#core/model/place.ts";
import {
  type AssistedFile,
  keyDescriptionAt,
  type Suggestion,
  suggestionsAt,
} from "#core/session/assist/assist-yaml.ts";
import { jsonPaths } from "#core/session/assist/json-paths.ts";
import { statusText } from "#protocol/verdict-text.ts";

import { contractCard } from "../contract-card.ts";
import { rowOf } from "../navigation/endpoint-places.ts";
import type { OpenProject } from "../open-project.ts";
import { pathOfUri, relativePath } from "../uris.ts";
import type { Workspace } from "../workspace.ts";

const KINDS: Readonly<Record<Suggestion["kind"], CompletionItemKind>> = {
  key: CompletionItemKind.Property,
  value: CompletionItemKind.EnumMember,
  endpoint: CompletionItemKind.Reference,
  path: CompletionItemKind.Field,
};

export interface YamlOptions {
  /** An open document's text. */
  readonly textOf: (uri: string) => string | undefined;
  /** Somebody else knows the formats by their schemas, so that keys and their descriptions would come twice. */
  readonly hasYamlSupport: () => boolean;
}

/** Answers completion in project and case files. */
export function answerCompletion(connection: Connection, workspace: Workspace, options: YamlOptions): void {
  connection.onCompletion(async ({ textDocument: { uri }, position }): Promise<CompletionItem[]> => {
    const text = options.textOf(uri);
    const found = assistedFile(workspace, uri);
    if (text === undefined || found === undefined) return [];
    const { project, kind } = found;
    const suggestions = await suggestionsAt(kind, text, position, {
      endpoints: project.snapshot.ledger.rows.map(({ method, path, status }) => {
        return { text: `${method} ${path}`, description: statusText(status) };
      }),
      pathsOf: (endpoint) => pathsOf(project, endpoint),
    });
    return suggestions
      .filter((each) => !options.hasYamlSupport() || each.kind === "endpoint" || each.kind === "path")
      .map(({ label, kind: sort, description, newText, range }) => ({
        label,
        kind: KINDS[sort],
        ...(description !== undefined && { documentation: description }),
        textEdit: TextEdit.replace(range, newText),
        filterText: label,
      }));
  });
}

/** What is known of the endpoint or the key at a position of a project or case file. */
export function yamlHover(
  workspace: Workspace,
  uri: string,
  position: Position,
  { textOf, hasYamlSupport, nowMs }: YamlOptions & { readonly nowMs: number },
): Hover | undefined {
  const text = textOf(uri);
  const found = assistedFile(workspace, uri);
  if (text === undefined || found === undefined) return undefined;
  const { project, kind } = found;
  const named = endpointTextAt(text, position);
  const row = named && rowOf(project.snapshot, named.endpoint);
  if (named !== undefined && row !== undefined) {
    return { contents: { kind: "markdown", value: contractCard(row, project.folder, nowMs) }, range: named.range };
  }
  const description = hasYamlSupport() ? undefined : keyDescriptionAt(kind, text, position);
  return description === undefined ? undefined : { contents: { kind: "plaintext", value: description } };
}

function assistedFile(
  workspace: Workspace,
  uri: string,
): { readonly project: OpenProject; readonly kind: AssistedFile } | undefined {
  const path = pathOfUri(uri);
  if (path === undefined || !/\.ya?ml$/.test(path)) return undefined;
  for (const project of workspace.projectsOf(path)) {
    if (path === project.file) return { project, kind: "project" };
    const folder = project.snapshot.project?.cases;
    if (folder !== undefined && relativePath(project.folder, path).startsWith(`${folder}/`))
      return { project, kind: "cases" };
  }
  return undefined;
}

/** Python's answers, which are the measure, in the order of the cases. */
async function pathsOf(project: OpenProject, written: string): Promise<readonly string[]> {
  const parsed = parseEndpoint(written);
  if (parsed === undefined) return [];
  const { results } = await project.results(endpointKey(parsed.method, parsed.path));
  const bodies = results.flatMap(({ exchanges: { python } }) =>
    python?.outcome.kind === "answer" && python.outcome.body.kind === "text" ? [python.outcome.body.text] : [],
  );
  return [...new Set(bodies.flatMap((body) => jsonPaths(body)))];
}
