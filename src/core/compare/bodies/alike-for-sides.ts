import { NUMBER, STRING, kindOf, rawOf, stringOf } from "#core/text/json/json-document.ts";
import type { Walk } from "./json-walk.ts";
import { areOwnPorts, areSameButOwn } from "./own-server.ts";

/** Whether two scalars are other values only because each side has a port and temporary folders of its own. */
export function areAlikeForSides({ python, rust, servers }: Walk, pythonNode: number, rustNode: number): boolean {
  const kind = kindOf(python.document, pythonNode);
  if (kind !== STRING && kind !== NUMBER) return false;
  if (areOwnPorts(rawOf(python.document, pythonNode), rawOf(rust.document, rustNode), servers)) return true;
  if (kind !== STRING) return false;
  return areSameButOwn(stringOf(python.document, pythonNode), stringOf(rust.document, rustNode), servers);
}
