/** The built page: `dist/webview/report.js` and `report.css` as text, and `codicon.ttf`, the font that the style names. */
export interface PageAssets {
  readonly script: string;
  readonly style: string;
  readonly font: Uint8Array;
}
