import * as vscode from "vscode";

import { type EndpointKey, SIDES } from "#core/model/endpoint.ts";
import type { LedgerRow, Status } from "#core/model/ledger.ts";
import { markedRowText } from "#protocol/verdict-text.ts";

import { everyMinute } from "./minute-clock.ts";
import type { ProjectStore } from "./project-store.ts";
import { hasInlineVerdicts, onDidChangeSettings } from "./settings.ts";

/** Theme colours of what stands behind a handler's line; anything that is not a fresh verdict is grey. */
const COLORS: Readonly<Partial<Record<Status, string>>> = {
  verified: "portolan.verified",
  differs: "portolan.differs",
  failed: "portolan.failed",
};
const GREY = "editorCodeLens.foreground";

/**
 * Shows the last verdict with its age behind the line of each handler, in all editors that can be seen. It is for those
 * who switched code lenses off: where a lens tells the verdict above the line, nothing stands behind it.
 */
export class InlineVerdicts implements vscode.Disposable {
  readonly #store: ProjectStore;
  readonly #hasMessage: (project: string, endpoint: EndpointKey) => boolean;
  readonly #type = vscode.window.createTextEditorDecorationType({
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });
  readonly #drawn = new WeakMap<vscode.TextEditor, string>();
  readonly #disposables: vscode.Disposable[];

  /** Where VS Code itself shows at the Rust handler what differs (`hasMessage`), a verdict would stand on top of it. */
  constructor(store: ProjectStore, hasMessage: (project: string, endpoint: EndpointKey) => boolean) {
    this.#store = store;
    this.#hasMessage = hasMessage;
    this.#disposables = [
      this.#type,
      store.onDidChange(() => this.#update()),
      onDidChangeSettings(() => this.#update()),
      everyMinute(() => this.#update()),
      vscode.window.onDidChangeVisibleTextEditors(() => this.#update()),
    ];
    this.#update();
  }

  dispose(): void {
    vscode.Disposable.from(...this.#disposables).dispose();
  }

  #update(): void {
    for (const editor of vscode.window.visibleTextEditors) {
      const decorations = this.#decorationsOf(editor.document);
      const looks = JSON.stringify(decorations);
      // The same decorations set again would flicker.
      if ((this.#drawn.get(editor) ?? "[]") === looks) continue;
      this.#drawn.set(editor, looks);
      editor.setDecorations(this.#type, decorations);
    }
  }

  #decorationsOf(document: vscode.TextDocument): vscode.DecorationOptions[] {
    return inlineVerdicts(this.#store, document).flatMap(({ line, text, color, project, row }) => {
      const isRust = document.uri.path.endsWith(".rs");
      const isSaid = isRust && OPEN.has(row.status) && this.#hasMessage(project, row.key);
      if (line >= document.lineCount || isSaid) return [];
      const { end } = document.lineAt(line).range;
      return { range: new vscode.Range(end, end), renderOptions: after(text, color) };
    });
  }
}

/** What has a message of its own, where cases of it were told. */
const OPEN: ReadonlySet<Status> = new Set(["differs", "failed"]);

interface InlineVerdict {
  readonly project: string;
  readonly row: LedgerRow;
  readonly line: number;
  readonly text: string;
  readonly color: string;
}

/** What stands behind which line of a document; nothing where the settings say so. */
export function inlineVerdicts(store: ProjectStore, document: vscode.TextDocument): readonly InlineVerdict[] {
  if (!hasInlineVerdicts(document)) return [];
  const uri = document.uri.toString();
  return store.projects().flatMap(({ uri: project, folder, ledger }) => {
    const root = vscode.Uri.parse(folder);
    const isThis = (file: string): boolean => vscode.Uri.joinPath(root, file).toString() === uri;
    return ledger.rows.flatMap((row) =>
      row.verdict === undefined ? [] : handlerLines(row, isThis).map((line) => ({ project, row, line, ...mark(row) })),
    );
  });
}

function mark(row: LedgerRow): { readonly text: string; readonly color: string } {
  return { text: markedRowText(row, Date.now()), color: COLORS[row.status] ?? GREY };
}

function handlerLines(row: LedgerRow, isThis: (file: string) => boolean): readonly number[] {
  const places = SIDES.flatMap((side) => row[side].map(({ handler, place }) => handler?.place ?? place));
  return [...new Set(places.filter(({ file }) => isThis(file)).map(({ range }) => range.start.line))];
}

function after(text: string, color: string): vscode.DecorationInstanceRenderOptions {
  return {
    after: { contentText: text, color: new vscode.ThemeColor(color), margin: "0 0 0 2em", fontStyle: "italic" },
  };
}
