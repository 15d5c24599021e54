/** What stands for `${port}` and `${database}` in the project file. */
export interface Placeholders {
  readonly port: string;
  readonly database: string;
}

/** `("serve --port ${port}", { port: "8000", … })` → `serve --port 8000`. Anything else with a dollar is left to the shell. */
export function fillIn(text: string, values: Placeholders): string {
  return text.replaceAll("${port}", values.port).replaceAll("${database}", values.database);
}

/** Each value filled in. */
export function fillInEach(
  environment: Readonly<Record<string, string>>,
  values: Placeholders,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(environment).map(([name, text]) => [name, fillIn(text, values)]));
}

/** Whether a text has something to fill in. */
export function hasPlaceholder(text: string): boolean {
  return text.includes("${port}") || text.includes("${database}");
}
