import type { Route } from "#core/model/route.ts";
import type { AnswerModel, Inspector, RequestModel, SourceAnswer, Sources } from "#core/model/sources/sources.ts";
import { handlerHash } from "./handler-hash.ts";
import { createRustSources, type RustSources } from "./rust-sources.ts";
import { createWireTypes } from "./wire-types.ts";

/** Answers questions about single routes of a Rust project; the crates are put together when the first one is asked. */
export function inspectRust(sources: Sources): Inspector {
  let rust: RustSources | undefined;
  const asked = (): RustSources => (rust ??= createRustSources(sources));
  return {
    handlerHash: (handler) => handlerHash(asked(), handler),
    answerModel: (route) => answerModel(asked(), route),
    requestModel: (route) => requestModel(asked(), route),
    // Linking tells them already.
    takenParameters: ({ taken }) => ({ value: taken, wanted: [], used: [] }),
  };
}

function answerModel(rust: RustSources, { handler, responseModel }: Route): SourceAnswer<AnswerModel | undefined> {
  const found = handler && rust.functionAt(handler.place);
  const wanted = [...rust.crates.wanted];
  if (!found) return { value: undefined, wanted, used: [] };
  const { module, type: self, declaration } = found;
  const types = createWireTypes(rust);
  const scope = { module, ...(self !== undefined && { self }), bindings: new Map() };
  const text = responseModel?.text ?? declaration.returns;
  const declared = types.answerOf(text, scope);
  // `impl IntoResponse` says nothing; `Json(Page { … })` in the body does.
  const built =
    declared.kind === "other"
      ? /\bJson\s*\(\s*((?:\w+::)*[A-Z]\w*)\s*\{/.exec(rust.sliceOf(module.file, declaration.whole))?.[1]
      : undefined;
  const type = built === undefined ? declared : types.typeOf(built, scope);
  const used = [module.file, ...[...types.models.values()].map(({ place }) => place.file)];
  return { value: { type, models: types.models }, wanted, used: [...new Set(used)].toSorted() };
}

function requestModel(
  rust: RustSources,
  { handler, requestModel: ref }: Route,
): SourceAnswer<RequestModel | undefined> {
  const found = handler && rust.functionAt(handler.place);
  const wanted = [...rust.crates.wanted];
  if (!found || !ref) return { value: undefined, wanted, used: found ? [found.module.file] : [] };
  const { module, type: self } = found;
  const types = createWireTypes(rust);
  const type = types.typeOf(ref.text, { module, ...(self !== undefined && { self }), bindings: new Map() });
  const used = [module.file, ...[...types.models.values()].map(({ place }) => place.file)];
  return { value: { ref, type, models: types.models }, wanted, used: [...new Set(used)].toSorted() };
}
