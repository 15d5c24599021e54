import type { Machine } from "./machine.ts";
import type { ClassValue, Value } from "./values.ts";

/** An attribute of a class of the project or of its bases, in the order in which they are named. */
export function memberOfClass(machine: Machine, of: ClassValue, name: string, depth = 0): Value | undefined {
  const own = of.members.get(name);
  if (own) {
    const value = machine.force(own);
    machine.noteMember(of, value);
    return value;
  }
  if (depth > 20) return undefined;
  for (const base of of.bases.map((each) => machine.force(each))) {
    const found = base.kind === "class" ? memberOfClass(machine, base, name, depth + 1) : undefined;
    if (found) return found;
  }
  return undefined;
}

/** The names of a class, and those that it has of its bases. */
export function namesOfClass(machine: Machine, of: ClassValue, depth = 0): readonly string[] {
  const inherited = of.bases
    .map((base) => machine.force(base))
    .flatMap((base) => (base.kind === "class" && depth < 20 ? namesOfClass(machine, base, depth + 1) : []));
  return [...new Set([...of.members.keys(), ...inherited])];
}
