/**
 * The program where a command only asks a daemon to run a container, and so is not the server itself: `docker run …`,
 * `docker compose up`, `podman run …`. Undefined for anything else.
 */
export function containerIn(line: string): string | undefined {
  const command = line.trim().replace(/^(?:(?:exec|sudo|time|nice|env|\w+=(?:"[^"]*"|'[^']*'|\S*))\s+)+/, "");
  const [, program, rest = ""] =
    /^(?:\S*\/)?(docker-compose|podman-compose|docker|podman|nerdctl)\s+(.*)$/s.exec(command) ?? [];
  if (program === undefined) return undefined;
  const words = rest.split(/\s+/).filter((word) => !word.startsWith("-"));
  const isStart = words.some((word) => /^(?:run|up|start|exec|compose|container|stack)$/.test(word));
  return isStart ? program : undefined;
}
