import type { FileFacts } from "./file-facts.ts";
import type { Handler, Route, TakenParameters } from "../route.ts";
import type { ModelRef, Models, WireType } from "./wire-model.ts";

/** The sources of one side at one moment, as far as they were read. */
export interface Sources {
  /** All source files of the side, read or not. */
  readonly files: readonly string[];
  readonly facts: ReadonlyMap<string, FileFacts>;
  /** The text of a file whose facts are there; a byte order mark is kept. */
  textOf(file: string): string | undefined;
}

/** What a question to the sources came to; final once no file is `wanted` any more. */
export interface SourceAnswer<T> {
  readonly value: T;
  /** Files that must be read before the answer is complete. */
  readonly wanted: readonly string[];
  /** Files on which the answer depends. */
  readonly used: readonly string[];
}

/** What a route answers with: its type, and the models that the type holds. */
export interface AnswerModel {
  readonly type: WireType;
  readonly models: Models;
}

/** What a route takes as its JSON body. */
export interface RequestModel extends AnswerModel {
  readonly ref: ModelRef;
}

/** What is asked of a side's sources about single routes, when somebody needs it. */
export interface Inspector {
  /** Hash of all project code that a handler uses, itself included: functions, types and values, however far away. */
  handlerHash(handler: Handler): SourceAnswer<string | undefined>;
  /** The models by which a route's answer is written. */
  answerModel(route: Route): SourceAnswer<AnswerModel | undefined>;
  /** The models that a route's JSON body is read into; undefined where it takes none. */
  requestModel(route: Route): SourceAnswer<RequestModel | undefined>;
  /** The parameters in path and query that a route's handler takes, as far as they are of one value whose type is known. */
  takenParameters(route: Route): SourceAnswer<TakenParameters | undefined>;
}
