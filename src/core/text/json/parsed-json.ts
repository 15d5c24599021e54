/** What a JSON text means to JavaScript, or undefined where it is not JSON. Digits that a double does not hold are lost. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
