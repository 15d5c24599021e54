import type { Secrets } from "#core/ports.ts";

/** Secrets from the environment that this process was started in. */
export function createCallerSecrets(): Secrets {
  return {
    valueOf: (name) => {
      const value = process.env[name];
      return value === "" ? undefined : value;
    },
  };
}
