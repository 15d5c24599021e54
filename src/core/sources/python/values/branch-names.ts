import type { Unresolved } from "#core/model/route.ts";
import { asSetting, eitherOf, isPlain, type Value } from "./values.ts";

/**
 * Names as one of several branches leaves them. What the branch sets stands here, and here alone; what stood before is
 * looked up where it is: a long function with many branches would spend its time copying names.
 */
export class BranchNames extends Map<string, Value> {
  readonly #before: ReadonlyMap<string, Value>;

  constructor(before: ReadonlyMap<string, Value>) {
    super();
    this.#before = before;
  }

  override get(name: string): Value | undefined {
    return super.get(name) ?? this.#before.get(name);
  }

  override has(name: string): boolean {
    return super.has(name) || this.#before.has(name);
  }
}

/**
 * Sets in `before` what names stand for after branches, of which one ran. A text is what the likely one leaves, as where
 * settings are not changed; like those, it decides no condition.
 */
export function joinBranches(
  before: Map<string, Value>,
  branches: readonly BranchNames[],
  likely: BranchNames | undefined,
  why: Unresolved,
): void {
  const joined = new Map<string, Value>();
  for (const branch of branches) {
    for (const [name, value] of branch) {
      if (joined.has(name) || before.get(name) === value) continue;
      const options = branches.map((each) => each.get(name)).filter((each) => each !== undefined);
      const all = eitherOf(options, why);
      const best = options.every(isPlain) ? likely?.get(name) : undefined;
      joined.set(name, best ? (all.kind === "either" ? asSetting(best) : best) : all);
    }
  }
  for (const [name, value] of joined) before.set(name, value);
}
