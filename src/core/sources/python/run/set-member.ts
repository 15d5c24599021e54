import type { Machine } from "../values/machine.ts";
import type { Argument, Value } from "../values/values.ts";

/** `of.name = value` */
export function setMember(machine: Machine, of: Value, name: string, given: Argument): void {
  machine.noteUse(of);
  if (of.kind === "instance" || of.kind === "class" || of.kind === "function") of.members.set(name, given.value);
  if (of.kind === "module") machine.assignOfModule(of, name, given.value);
  if (of.kind === "entry") machine.modelOf(of)?.setMemberOfEntry?.(of, name, given, machine);
  if (of.kind !== "router") return;
  const isTaken = machine.modelOf(of.router)?.setMember?.(of, name, given, machine) === true;
  if (!isTaken) of.router.members.set(name, given.value);
}
