import type { PythonExpression, PythonFunction } from "#core/model/sources/python-facts.ts";
import type { WireType } from "#core/model/sources/wire-model.ts";
import type { WireTypes } from "./wire-types.ts";

/** A parameter of a handler that its framework fills from the JSON body. */
export interface BodyParameter {
  readonly name: string;
  /** Without `Annotated`; absent where the parameter has no type. */
  readonly type?: PythonExpression;
  /** The file in which the type is written: that of an alias may be another one. */
  readonly file: string;
  readonly wireType: WireType;
  readonly isDefaulted: boolean;
  /** Alone in the body, it still stands under its name. */
  readonly isEmbedded: boolean;
  /** Its name in the body, where that is another one. */
  readonly alias?: string;
}

/** The parameters of a handler in a file that are filled so; `inPath` are the names that stand in the path. */
export type BodyParameters = (
  types: WireTypes,
  declaration: PythonFunction,
  file: string,
  inPath: ReadonlySet<string>,
) => readonly BodyParameter[];
