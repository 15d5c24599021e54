import type { PythonSetUp } from "#core/model/sources/framework-set-up.ts";
import type { Dialect } from "../../routes/dialect.ts";
import type { ParametersOf } from "../inspect/taken-parameters.ts";
import type { BodyParameters } from "../inspect/body-parameter.ts";
import type { PackageModel } from "../values/machine.ts";
import type { FrameworkWords } from "../values/vocabulary.ts";

/** All that is known of one framework. It stands in a folder of its own and has a line in `registry.ts`. */
export interface PythonFramework {
  /** The frameworks that routes are told to be of: one built on another answers for both. */
  readonly names: readonly string[];
  /** Programs that come with it and start servers: from their folder the interpreter of a server is known. */
  readonly programs: readonly string[];
  readonly words: FrameworkWords;
  readonly dialect: Dialect;
  /** What its packages do, and packages that add to it. */
  readonly models: readonly PackageModel[];
  readonly setUp: PythonSetUp;
  /**
   * How an app that runs is asked, in Python: a part of the script in `session/ask-python-script.ts`, which puts an entry
   * into its `FRAMEWORKS` under one of the names.
   */
  readonly ask: string;
  /** How a handler says by its parameters what it takes as its body; absent where they do not say it. */
  readonly bodyParameters?: BodyParameters;
  /** What it fills from path and query by a handler's signature. */
  readonly takenParameters?: ParametersOf;
}
