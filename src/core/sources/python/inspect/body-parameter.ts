import type { Method } from "#core/model/endpoint.ts";
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

/** A handler of a route, of which is asked what it takes. */
export interface TakingHandler {
  readonly method: Method;
  readonly declaration: PythonFunction;
  readonly file: string;
  /** Names of the parameters in the path. */
  readonly inPath: ReadonlySet<string>;
}

/** The parameters of a handler that are filled so. */
export type BodyParameters = (types: WireTypes, handler: TakingHandler) => readonly BodyParameter[];
