/** The built page of a report (`dist/webview/report.js` and `report.css`), as text. */
export interface PageAssets {
  readonly script: string;
  readonly style: string;
}
