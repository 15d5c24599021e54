import type { OperationsAround } from "./operations-around.ts";

/** A text of the client and what its lines belong to. */
export interface AttributedText {
  readonly lines: readonly string[];
  readonly around: OperationsAround;
}

/** Finds the operations whose code uses a type, by way of other types too, in the order in which they stand. */
export function createTypeUsers(texts: readonly AttributedText[]): (type: string) => readonly string[] {
  const users = new Map<string, Set<string>>();
  const operations = new Map<string, Set<string>>();
  for (const { lines, around } of texts) {
    for (const [index, line] of lines.entries()) {
      const types = line.match(/\b[A-Z]\w*/g) ?? [];
      if (types.length === 0) continue;
      const name = around.at(index);
      const outer = name === undefined ? around.typeAt(index) : undefined;
      for (const type of types) {
        if (name !== undefined) addTo(operations, type, name);
        else if (outer !== undefined && outer !== type) addTo(users, type, outer);
      }
    }
  }
  return (type) => {
    // A set that grows while it is gone through.
    const reached = new Set([type]);
    const found = new Set<string>();
    for (const each of reached) {
      for (const name of operations.get(each) ?? []) found.add(name);
      for (const outer of users.get(each) ?? []) reached.add(outer);
    }
    return [...found];
  };
}

function addTo(sets: Map<string, Set<string>>, key: string, value: string): void {
  const set = sets.get(key) ?? new Set<string>();
  sets.set(key, set.add(value));
}
