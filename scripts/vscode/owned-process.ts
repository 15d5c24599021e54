import { spawn } from "node:child_process";
import { on, once } from "node:events";
import { createWriteStream, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { PassThrough } from "node:stream";

/** A command with what belongs to it. */
export interface Leashed {
  readonly command: string;
  readonly args: readonly string[];
  readonly folder: string;
  /** Temporary folders that go when the command has ended. */
  readonly foldersToRemove: readonly string[];
}

/** A running command that never outlives this process. */
export interface OwnedProcess {
  /** Ends the command with its process group, and removes its folders. Resolves when nothing is left; may be called again. */
  readonly dispose: () => Promise<void>;
  /** Resolves with the exit code when the command has ended and is cleaned up, for whatever reason. */
  readonly ended: Promise<number>;
  /**
   * The first match of `pattern` in a line of its output from now on. Rejects when the command ends before, and after
   * `limitMs`.
   */
  readonly printed: (pattern: RegExp, limitMs: number) => Promise<RegExpExecArray>;
}

/** Starts a command in a process group of its own, behind a {@link file://./leash.ts}. Its output goes to `logFile`. */
export function startOwned(
  leashed: Leashed,
  { environment, logFile }: { readonly environment: NodeJS.ProcessEnv; readonly logFile: string },
): OwnedProcess {
  const leash = spawn(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", join(import.meta.dirname, "leash.ts"), JSON.stringify(leashed)],
    {
      env: environment,
      stdio: ["pipe", "pipe", "pipe"],
      // Ctrl-C reaches every process of the terminal's group; the leash has to outlive it to clean up.
      detached: true,
    },
  );
  leash.stdin.on("error", () => {
    // The leash ended first: there is nothing to release any more.
  });

  mkdirSync(dirname(logFile), { recursive: true });
  const log = createWriteStream(logFile, { flags: "a" });
  const output = new PassThrough();
  leash.stdout.pipe(output, { end: false });
  leash.stderr.pipe(output, { end: false });
  output.pipe(log);
  const reader = createInterface(output);

  const over = new AbortController();
  const ended = once(leash, "close").then(([code]: (number | null)[]) => {
    output.end();
    over.abort();
    return code ?? 1;
  });

  return {
    ended,
    dispose: async () => {
      leash.stdin.end();
      await ended;
    },
    printed: async (pattern, limitMs) => {
      const signal = AbortSignal.any([over.signal, AbortSignal.timeout(limitMs)]);
      try {
        for await (const [line] of on(reader, "line", { signal })) {
          const match = pattern.exec(String(line));
          if (match) return match;
        }
      } catch (cause) {
        const what = over.signal.aborted ? "ended before" : `took more than ${limitMs} ms until`;
        throw new Error(`${leashed.command} ${what} it printed ${pattern.source}. See ${logFile}.`, { cause });
      }
      throw new Error(`${leashed.command} closed its output.`);
    },
  };
}

const foreignVariables = /^(ELECTRON_|VSCODE_|VITEST|MOCHA|NODE_OPTIONS$|NODE_ENV$|NODE_CHANNEL_FD$|NODE_UNIQUE_ID$)/;

/** This process's environment without what an editor or a test runner around us put there, and with `extra`. */
export function environmentWith(extra: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !foreignVariables.test(name));
  return { ...Object.fromEntries(own), ...extra };
}
