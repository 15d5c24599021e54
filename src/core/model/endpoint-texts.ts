import { type EndpointKey, METHODS, parseEndpoint } from "./endpoint.ts";
import type { Position, Range } from "./place.ts";

/** An endpoint as it is written in a project file, a case file or anywhere else. */
export interface EndpointText {
  readonly endpoint: EndpointKey;
  readonly range: Range;
}

const ENDPOINT = new RegExp(String.raw`\b(?:${METHODS.join("|")})[ \t]+/[^\s"',\]#]*`, "gi");

/** All endpoints that a text names, whatever key they stand at: `- GET /api/nodes/{node_id}`. Comments do not count. */
export function endpointTexts(text: string): readonly EndpointText[] {
  return text.split(/\r\n|\n|\r/).flatMap((content, line) => {
    const code = content.replace(/(?:^|\s)#.*$/, "");
    return [...code.matchAll(ENDPOINT)].flatMap(({ 0: written, index }) => {
      const parsed = parseEndpoint(written);
      if (parsed === undefined) return [];
      const range = { start: { line, character: index }, end: { line, character: index + written.length } };
      return [{ endpoint: parsed.key, range }];
    });
  });
}

/** The endpoint that is named at a position. */
export function endpointTextAt(text: string, { line, character }: Position): EndpointText | undefined {
  return endpointTexts(text).find(
    ({ range: { start, end } }) => start.line === line && start.character <= character && character <= end.character,
  );
}
