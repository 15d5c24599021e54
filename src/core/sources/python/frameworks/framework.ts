import type { Dialect } from "../../routes/dialect.ts";
import type { BodyParameters } from "../inspect/body-parameter.ts";
import type { PackageModel } from "../values/machine.ts";
import type { FrameworkWords } from "../values/vocabulary.ts";

/** All that is known of one framework. It stands in a folder of its own and has a line in `registry.ts`. */
export interface PythonFramework {
  /** The frameworks that routes are told to be of: one built on another answers for both. */
  readonly names: readonly string[];
  readonly words: FrameworkWords;
  readonly dialect: Dialect;
  /** What its packages do, and packages that add to it. */
  readonly models: readonly PackageModel[];
  /** How a handler says by its parameters what it takes as its body; absent where they do not say it. */
  readonly bodyParameters?: BodyParameters;
}
