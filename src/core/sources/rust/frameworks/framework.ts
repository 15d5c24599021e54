import type { RustSetUp } from "#core/model/sources/framework-set-up.ts";
import type { RustDialect } from "../routes/rust-dialect.ts";
import type { CrateModel } from "../values/machine.ts";
import type { FrameworkWords } from "../values/vocabulary.ts";

/** All that is known of one framework. It stands in a folder of its own and has a line in `registry.ts`. */
export interface RustFramework {
  /** The frameworks that routes are told to be of: companions of a framework have names of their own. */
  readonly names: readonly string[];
  readonly words: FrameworkWords;
  readonly dialect: RustDialect;
  /** What calls of its crates do. */
  readonly model: CrateModel;
  /** Absent where its servers are found by what it is built on. */
  readonly setUp?: RustSetUp;
}
