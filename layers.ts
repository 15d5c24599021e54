/** A folder below `src/`, or a file there without its ending, and what it may import besides itself. */
export interface Layer {
  readonly name: string;
  readonly mayImport: readonly string[];
  /** Packages and built-in modules that no other layer may import; a colon or slash at the end stands for all that begin so. */
  readonly owns?: readonly string[];
}

/**
 * The arrows between the layers, as data. The linter enforces the table (oxlint.config.ts), a test holds it
 * against the folders that exist, ARCHITECTURE.md explains it.
 */
export const LAYERS: readonly Layer[] = [
  { name: "core/model", mayImport: [] },
  { name: "core/ports", mayImport: ["core/model"] },
  { name: "core/text", mayImport: ["core/model"], owns: ["yaml", "jsonc-parser"] },
  { name: "core/syntax", mayImport: ["core/model", "core/ports"], owns: ["web-tree-sitter"] },
  { name: "core/sources", mayImport: ["core/model", "core/text", "core/syntax"] },
  { name: "core/project", mayImport: ["core/model", "core/ports", "core/text", "core/compare"] },
  { name: "core/ledger", mayImport: ["core/model", "core/text"] },
  { name: "core/gaps", mayImport: ["core/model", "core/text"] },
  { name: "core/compare", mayImport: ["core/model", "core/text", "core/gaps"] },
  { name: "core/secrets", mayImport: ["core/model", "core/ports", "core/text"] },
  { name: "core/report", mayImport: ["core/model"] },
  { name: "core/stubs", mayImport: ["core/model", "core/text"] },
  { name: "core/index", mayImport: ["core/model", "core/ports"] },
  { name: "core/cases", mayImport: ["core/model", "core/ports", "core/text", "core/sources", "core/compare"] },
  {
    name: "core/parity",
    mayImport: ["core/model", "core/ports", "core/text", "core/project", "core/cases", "core/compare"],
  },
  { name: "core/gates", mayImport: ["core/model", "core/ports", "core/text"] },
  {
    name: "core/recording",
    mayImport: ["core/model", "core/ports", "core/text", "core/sources", "core/secrets", "core/cases"],
  },
  { name: "core/session", mayImport: ["core"] },
  { name: "host", mayImport: ["core/model", "core/ports"], owns: ["node:", "undici", "get-port", "pg"] },
  { name: "protocol", mayImport: ["core/model"] },
  { name: "worker", mayImport: ["core/model", "core/ports", "core/syntax", "core/sources", "protocol", "host"] },
  {
    name: "server",
    mayImport: ["core/model", "core/ports", "core/secrets", "core/session", "core/report", "protocol", "host"],
    owns: ["vscode-languageserver", "vscode-languageserver/", "vscode-languageserver-textdocument"],
  },
  {
    name: "cli",
    mayImport: ["core/model", "core/ports", "core/secrets", "core/session", "core/report", "protocol", "host"],
    owns: ["commander", "picocolors"],
  },
  {
    name: "client",
    mayImport: ["core/model", "protocol"],
    owns: ["vscode", "vscode-languageclient", "vscode-languageclient/"],
  },
  { name: "webview", mayImport: ["core/model", "protocol"], owns: ["preact", "preact/"] },
];
