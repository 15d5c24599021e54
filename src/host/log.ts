import type { Log } from "#core/ports.ts";

/** A log that hands whole lines to `write`, each with its level: `error: The server ended.` */
export function createLog(write: (line: string) => void): Log {
  return {
    info: (text) => write(`${text}\n`),
    error: (text) => write(`error: ${text}\n`),
  };
}
