import type { JSX } from "preact";

/** The codicons that the panel uses: https://microsoft.github.io/vscode-codicons/dist/codicon.html */
export type IconName =
  | "arrow-down"
  | "arrow-up"
  | "circle-outline"
  | "copy"
  | "error"
  | "eye-closed"
  | "fold"
  | "go-to-file"
  | "lightbulb"
  | "list-unordered"
  | "loading"
  | "pass"
  | "refresh"
  | "symbol-field"
  | "unfold"
  | "warning";

/** A codicon. Always beside words, so that it says nothing to a screen reader. */
export function Icon({ name }: { readonly name: IconName }): JSX.Element {
  const turning = name === "loading" ? " codicon-modifier-spin" : "";
  return <span class={`codicon codicon-${name}${turning}`} aria-hidden="true" />;
}
