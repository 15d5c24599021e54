import { refined, type Shape } from "#core/text/yaml/yaml-shape.ts";
import { text } from "#core/text/yaml/yaml-values.ts";

/** A command that runs the program itself; `code` is reported for one that only asks for a container. */
export function startLine(shape: Shape<string>, code: string): Shape<string> {
  return refined(shape, {}, (line, range, at) => {
    const container = containerIn(line);
    if (container === undefined) return line;
    at.report(code, range, { key: at.path, container });
    return undefined;
  });
}

/** Where a server runs already: `http://127.0.0.1:8000`. */
export const origin: Shape<string> = refined(
  text,
  { pattern: String.raw`^https?://[^/?#@\s]+/?$` },
  (value, range, at) => {
    const found = /^https?:\/\/[^/?#@\s]+\/?$/.test(value) ? URL.parse(value)?.origin : undefined;
    if (found === undefined) at.report("origin-unreadable", range, { key: at.path, text: value });
    return found;
  },
);

/**
 * The program where a command only asks a daemon to run a container, and so is not the server itself: `docker run …`,
 * `docker compose up`, `podman run …`. Undefined for anything else.
 */
function containerIn(line: string): string | undefined {
  const command = line.trim().replace(/^(?:(?:exec|sudo|time|nice|env|\w+=(?:"[^"]*"|'[^']*'|\S*))\s+)+/, "");
  const [, program, rest = ""] =
    /^(?:\S*\/)?(docker-compose|podman-compose|docker|podman|nerdctl)\s+(.*)$/s.exec(command) ?? [];
  if (program === undefined) return undefined;
  const words = rest.split(/\s+/).filter((word) => !word.startsWith("-"));
  const isStart = words.some((word) => /^(?:run|up|start|exec|compose|container|stack)$/.test(word));
  return isStart ? program : undefined;
}
