import type { DictionaryValue, ListValue, Scope, Value } from "../values/values.ts";
import type { ModuleRun } from "./runs.ts";

/** Lists and dictionaries of a module that others got to see, so that it is known whose they are when they change. */
export interface LentValues {
  /**
   * Notes that a value of a run is handed to another one. False where the other may change through it what belongs to the
   * run in a way that is not noted; attributes of routers, objects and classes are.
   */
  lend(value: Value, owner: ModuleRun | undefined): boolean;
  /** A list or dictionary changes: gives the run that it belongs to, if it was lent. */
  ownerOfChanged(value: ListValue | DictionaryValue): ModuleRun | undefined;
}

/** What is known of other values. */
interface Known {
  readonly isModuleScope: (scope: Scope) => boolean;
  /** It is known which run made an object. */
  readonly isOwned: (object: Extract<Value, { kind: "instance" }>) => boolean;
}

/** A value that is made of more is not looked through. */
const MAX_PARTS = 300;

export function createLentValues(known: Known): LentValues {
  /** By what is in them, which copies that stand for the same list share. */
  const lent = new WeakMap<object, { readonly owner: ModuleRun; readonly changes: number }>();
  let changes = 0;

  function isSafe(value: Value, owner: ModuleRun | undefined, left: { parts: number }): boolean {
    left.parts -= 1;
    if (left.parts < 0) return false;
    switch (value.kind) {
      case "text":
      case "constant":
      case "external":
      case "unknown":
      case "module":
      case "import":
      case "router":
      case "class":
        return true;
      case "function":
        return (
          known.isModuleScope(value.scope) &&
          [value.self, value.wraps].every((each) => !each || isSafe(each, owner, left))
        );
      case "instance":
        return known.isOwned(value);
      case "native":
        return value.makesDefault === true || value.isStateless === true;
      case "either":
        return value.options.every((option) => isSafe(option, owner, left));
      case "list":
        return !value.writeBack && lendParts(value.items, value.items, owner, left);
      case "dictionary":
        return !value.methods && !value.factory && lendParts(value.entries, value.entries.flat(), owner, left);
      case "lambda":
      case "super":
      case "entry":
    }
    return false;
  }

  function lendParts(
    key: object,
    parts: readonly Value[],
    owner: ModuleRun | undefined,
    left: { parts: number },
  ): boolean {
    const before = lent.get(key);
    if (before?.changes === changes) return true;
    const first = before?.owner ?? owner;
    if (!first || !parts.every((part) => isSafe(part, owner, left))) return false;
    lent.set(key, { owner: first, changes });
    return true;
  }

  return {
    lend: (value, owner) => isSafe(value, owner, { parts: MAX_PARTS }),
    ownerOfChanged: (value) => {
      const found = lent.get(value.kind === "list" ? value.items : value.entries);
      // What is in a list that was lent was looked through: it may hold something else now.
      if (found) changes += 1;
      return found?.owner;
    },
  };
}
