import type { RustItem } from "#core/model/sources/rust-facts.ts";
import type { FunctionValue } from "../values/values.ts";
import type { Module } from "./module.ts";

/** What a path stands for. */
export type Resolved =
  | FunctionValue
  | { readonly kind: "constant"; readonly item: Extract<RustItem, { kind: "constant" }>; readonly module: Module }
  | { readonly kind: "type"; readonly name: string; readonly module: Module }
  | { readonly kind: "variant"; readonly type: string; readonly name: string; readonly module: Module }
  | { readonly kind: "module"; readonly module: Module }
  | { readonly kind: "macro"; readonly name: string; readonly module: Module }
  | { readonly kind: "external"; readonly path: readonly string[] };
