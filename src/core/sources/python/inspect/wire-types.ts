import type { PythonExpression } from "#core/model/sources/python-facts.ts";
import type { WireModel, WireType } from "#core/model/sources/wire-model.ts";
import type { Definition, Definitions } from "./definitions.ts";

/** What type variables stand for within a generic class. */
export type Bindings = ReadonlyMap<string, WireType>;

/** Where a type is written. */
export interface TypeScope {
  readonly file: string;
  readonly bindings: Bindings;
}

/** Turns types of a project into what they are in JSON, and collects the models that they name. */
export interface WireTypes {
  readonly definitions: Definitions;
  readonly models: Map<string, WireModel>;
  typeOf(expression: PythonExpression, scope: TypeScope): WireType;
  /** What a name or a dotted name stands for. */
  definitionOf(expression: PythonExpression, file: string): Definition | undefined;
}
