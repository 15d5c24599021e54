import type { Machine } from "../values/machine.ts";
import { assignPath, assignRoutes } from "../routes/routes-list.ts";
import type { Argument, Value } from "../values/values.ts";

/** `of.name = value` */
export function setMember(machine: Machine, of: Value, name: string, given: Argument): void {
  machine.noteUse(of);
  if (of.kind === "instance" || of.kind === "class" || of.kind === "function") of.members.set(name, given.value);
  if (of.kind === "module") machine.assignOfModule(of, name, given.value);
  if (of.kind === "entry" && name === "path") assignPath(machine, of, given);
  if (of.kind !== "router") return;
  if (name === "routes") {
    assignRoutes(machine, of.router, given);
    return;
  }
  // An app has no prefix; its router has.
  if (name === "prefix" && (of.isOwn || !of.router.isApp)) of.router.prefix = given;
  else of.router.members.set(name, given.value);
}
