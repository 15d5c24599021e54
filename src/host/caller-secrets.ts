import type { Secrets } from "#core/ports.ts";

/** Secrets that were handed over by name, else those of the environment that this process was started in. */
export function createCallerSecrets(handedOver: ReadonlyMap<string, string> = new Map()): Secrets {
  return {
    valueOf: (name) => {
      const value = handedOver.get(name) ?? process.env[name];
      return value === "" ? undefined : value;
    },
  };
}
