/** What Portolan can look into, beside databases. */
export const SERVICE_KINDS = ["redis"] as const;
export type ServiceKind = (typeof SERVICE_KINDS)[number];

/** How the two sides are kept apart: a process each, or one process with a numbered database or a prefix of keys each. */
export const ISOLATIONS = ["instance", "number", "prefix"] as const;
export type Isolation = (typeof ISOLATIONS)[number];

/** What of a service belongs to one side. */
export interface ServicePart {
  readonly number: number;
  /** Empty where all keys are the side's. */
  readonly prefix: string;
}

/** Something beside the servers that they need: a cache, a broker, a store of objects. */
export interface ServiceSettings {
  readonly name: string;
  /** Run by the shell in the folder of the project file. */
  readonly start: string;
  /** A path that answers 2xx once it is up; it counts as up when its port is answered where none is said. */
  readonly ready?: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly isolate: Isolation;
  /** How it is put back before a case that writes, where it cannot be looked into. */
  readonly reset: { readonly kind: "restart" } | { readonly kind: "command"; readonly line: string };
  /** What can look into it; or why what the servers do to it is not compared. */
  readonly effects:
    | { readonly kind: "content"; readonly of: ServiceKind }
    | { readonly kind: "none"; readonly reason: string };
}

/** Whether only a new start of the side puts it back. */
export function isReplacedByRestart({ effects, reset }: ServiceSettings): boolean {
  return effects.kind === "none" && reset.kind === "restart";
}
