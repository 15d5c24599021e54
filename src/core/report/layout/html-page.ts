/** What a page that needs nothing else is made of, as HTML; `style` is CSS that cannot end its element. */
export interface HtmlPage {
  readonly title: string;
  /** Its Content-Security-Policy, a directive each. */
  readonly policy: readonly string[];
  readonly style: string;
  readonly body: string;
}

/** One file that loads nothing, sends no referrer and follows the reader's colours. */
export function htmlPage({ title, policy, style, body }: HtmlPage): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${policy.join("; ")}">
<meta name="viewport" content="width=device-width, initial-scale=1.0">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
${body}
</body>
</html>
`;
}
