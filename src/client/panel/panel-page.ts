export interface PanelPageOptions {
  /** URIs as the webview may load them. */
  readonly script: string;
  readonly style: string;
  /** What the webview's own resources come from, as a CSP source. */
  readonly source: string;
  /** Made anew for each page. */
  readonly nonce: string;
}

/** The panel's page: nothing runs in it but our script, nothing is loaded but our style and its font (CSP level 3). */
export function panelPage({ script, style, source, nonce }: PanelPageOptions): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${source}`,
    `font-src ${source}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="UTF-8">
    <meta http-equiv="Content-Security-Policy" content="${policy}">
    <meta name="viewport" content="width=device-width, initial-scale=1.0">
    <title>Portolan</title>
    <link rel="stylesheet" href="${style}">
  </head>
  <body>
    <div id="panel"></div>
    <script nonce="${nonce}" src="${script}"></script>
  </body>
</html>
`;
}
