/** A level of VS Code's log channels. */
export type LogLevel = "error" | "warn" | "info" | "debug";

/** What a line of a log begins with: colours, a time and brackets before it do not count. */
const LEVELS: readonly (readonly [LogLevel, RegExp])[] = [
  [
    "error",
    /^(?:error(?:\[\w+\])?\b|critical\b|fatal\b|traceback \(most recent|exception in |thread '.*' .*panicked at )/i,
  ],
  ["warn", /^warn(?:ing)?\b/i],
  ["debug", /^(?:debug|trace)\b/i],
];

/**
 * With which level a server or a build printed something, by its first line: Python's logging, uvicorn, tracing and
 * rustc write it there. `2026-11-30T10:00:00Z  WARN pool: slow` → `warn`; what names none is `info`.
 */
export function logLevelOf(text: string): LogLevel {
  const line = text
    .split("\n", 1)
    .join("")
    .replaceAll(COLOUR, "")
    .replace(/^[\d\sT:.,Z+[\](){}|-]+/, "");
  return LEVELS.find(([, pattern]) => pattern.test(line))?.[0] ?? "info";
}

const COLOUR = new RegExp(`${String.fromCodePoint(27)}\\[[\\d;]*m`, "g");
