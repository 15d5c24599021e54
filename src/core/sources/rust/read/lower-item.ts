import type { RustFunction, RustItem, RustPattern } from "#core/model/sources/rust-facts.ts";
import type { SyntaxNode } from "#core/syntax/create-syntax.ts";
import { hashSource, partsOf } from "../../source-text.ts";
import { readCfgIf } from "../macros/cfg-if.ts";
import { conditionOf, isStub } from "./code-marks.ts";
import { expandItems } from "../macros/expand-items.ts";
import { lowerRule } from "../macros/macro-rules.ts";
import { boundsOf, lowerTypeItem, typeParameters } from "./lower-type.ts";
import { deeper, rangeOf, type LowerContext } from "./lower-context.ts";
import { lowerBlock, lowerExpression, typeSegments } from "./lower-expression.ts";
import { lowerPattern } from "./lower-pattern.ts";
import { makesValues, mayLeaveOut, mayLeadToRoutes, mentionsRouter, mentionsServing } from "./outline.ts";
import { functionAttributes, isLaunched } from "./function-attributes.ts";
import { readUtoipaPath } from "./utoipa-attribute.ts";

const MAX_DEPTH = 60;

/** A longer body of an async function that names none of these is a handler's. */
const SHORT_BODY = 300;

/** Attributes that stand before an item. */
interface Attributes {
  readonly condition?: string;
  readonly isTest: boolean;
  readonly path?: string;
  readonly utoipa?: RustFunction["utoipa"];
  readonly nodes: readonly SyntaxNode[];
}

type Lower = (node: SyntaxNode, attributes: Attributes, context: LowerContext) => readonly RustItem[];

const LOWER_BY_TYPE: Readonly<Record<string, Lower>> = {
  function_item: lowerFunction,
  mod_item: lowerModule,
  use_declaration: (node) => lowerUse(node.childForFieldName("argument"), []),
  const_item: lowerConstant,
  static_item: lowerConstant,
  impl_item: lowerImpl,
  trait_item: lowerType,
  struct_item: lowerType,
  enum_item: lowerType,
  type_item: (node, _, context) => {
    const type = node.childForFieldName("type");
    const name = node.childForFieldName("name")?.text ?? "";
    if (!type) return [];
    const whole = rangeOf(context, node);
    return [
      { kind: "alias", name, path: typeSegments(type), parameters: typeParameters(node), text: type.text, whole },
    ];
  },
  macro_definition: (node, _, context) => {
    const rules = partsOf(node).filter((part) => part.type === "macro_rule");
    return [
      {
        kind: "macro-rules",
        name: node.childForFieldName("name")?.text ?? "",
        rules: rules.map((rule) => lowerRule(rule, context)),
        whole: rangeOf(context, node),
      },
    ];
  },
  extern_crate_declaration: (node) => {
    const name = node.childForFieldName("name")?.text ?? "";
    return [{ kind: "use", path: [name], as: node.childForFieldName("alias")?.text ?? name }];
  },
};

/** Is told which nodes, attributes first, were taken over as which items, by their numbers. */
export type NoteItems = (first: SyntaxNode, last: SyntaxNode, from: number, to: number) => void;

/** Takes the items of a file, a module or an `impl` over; those under `#[cfg(test)]` and `#[test]` are left out. */
export function lowerItems(parent: SyntaxNode, context: LowerContext, note?: NoteItems): readonly RustItem[] {
  if (context.depth > MAX_DEPTH) return [];
  const items: RustItem[] = [];
  const add = (more: readonly RustItem[]): void => {
    for (const item of more) items.push(item);
  };
  let attributes: SyntaxNode[] = [];
  for (const node of partsOf(parent)) {
    if (node.type === "attribute_item") {
      attributes.push(node);
      continue;
    }
    const from = items.length;
    // What the parser could not fit in keeps its items: code is often broken while it is typed.
    if (node.type === "ERROR") add(lowerItems(node, deeper(context)));
    // In a block these are statements; among items they stand for items.
    else if (node.type === "macro_invocation" || node.type === "expression_statement") {
      if (!readAttributes(attributes, context).isTest) add(lowerMacroItems(node, context));
    } else add(lowerItem(node, attributes, context) ?? []);
    note?.(attributes[0] ?? node, node, from, items.length);
    attributes = [];
  }
  return items;
}

/** The items of a macro that stands among them: those of `cfg_if!` where they are, others by its rules. */
function lowerMacroItems(node: SyntaxNode, context: LowerContext): readonly RustItem[] {
  const call = node.type === "macro_invocation" ? node : partsOf(node)[0];
  if (!call || !/\bcfg_if$/.test(call.childForFieldName("macro")?.text ?? "")) {
    return expandItems(node, context, lowerItems);
  }
  return readCfgIf(call)
    .filter(({ isTest }) => !isTest)
    .flatMap(({ condition, text, start }) =>
      context
        .withTree(text, (root) => lowerItems(root, { ...deeper(context), offset: context.offset + start }))
        .map((item) => underCondition(item, condition)),
    );
}

function underCondition(item: RustItem, condition: string): RustItem {
  if (item.kind !== "function" && item.kind !== "module") return item;
  return { ...item, condition: item.condition === undefined ? condition : `${condition} and ${item.condition}` };
}

/** One item with the attributes before it; undefined where the node is none. */
export function lowerItem(
  node: SyntaxNode,
  attributeNodes: readonly SyntaxNode[],
  context: LowerContext,
): readonly RustItem[] | undefined {
  const lower = LOWER_BY_TYPE[node.type];
  if (!lower) return undefined;
  const attributes = readAttributes(attributeNodes, context);
  return attributes.isTest ? [] : lower(node, attributes, deeper(context));
}

function readAttributes(nodes: readonly SyntaxNode[], context: LowerContext): Attributes {
  const condition = conditionOf(nodes);
  const texts = nodes.map((node) => node.text);
  const path = texts.map((text) => /^#\[\s*path\s*=\s*"([^"]*)"\s*\]$/.exec(text)?.[1]).find(Boolean);
  const utoipa = nodes.map((node) => readUtoipaPath(node, context)).find(Boolean);
  return {
    ...(condition !== undefined && { condition }),
    isTest: texts.some((text) => /^#\[\s*(?:(?:\w+::)?test\b|cfg\s*\(\s*(?:test|all\s*\(\s*test\b))/.test(text)),
    ...(path !== undefined && { path }),
    ...(utoipa && { utoipa }),
    nodes,
  };
}

function lowerBody(node: SyntaxNode, context: LowerContext): readonly RustItem[] {
  const body = node.childForFieldName("body");
  return body ? lowerItems(body, context) : [];
}

function lowerModule(node: SyntaxNode, { condition, path }: Attributes, context: LowerContext): readonly RustItem[] {
  return [
    {
      kind: "module",
      name: node.childForFieldName("name")?.text ?? "",
      ...(node.childForFieldName("body") && { items: lowerBody(node, context) }),
      ...(path !== undefined && { path }),
      ...(condition !== undefined && { condition }),
    },
  ];
}

/** `use a::{b, c as d, e::*}` → three, each with its whole path. */
function lowerUse(node: SyntaxNode | null, prefix: readonly string[]): readonly RustItem[] {
  if (!node) return [];
  switch (node.type) {
    case "use_list":
      return partsOf(node).flatMap((part) => lowerUse(part, prefix));
    case "scoped_use_list": {
      const path = node.childForFieldName("path");
      return lowerUse(node.childForFieldName("list"), [...prefix, ...(path ? typeSegments(path) : [])]);
    }
    case "use_as_clause": {
      const path = node.childForFieldName("path");
      const as = node.childForFieldName("alias")?.text ?? "";
      // `use a::{self as b}` gives the module itself another name.
      if (path?.type === "self" && prefix.length > 0) return [{ kind: "use", path: prefix, as }];
      return path ? [{ kind: "use", path: [...prefix, ...typeSegments(path)], as }] : [];
    }
    case "use_wildcard": {
      const [path] = partsOf(node);
      return [{ kind: "use", path: [...prefix, ...(path ? typeSegments(path) : [])], as: "*" }];
    }
    case "self":
      // `use a::{self}` names the module itself.
      return prefix.length > 0 ? [{ kind: "use", path: prefix, as: prefix.at(-1) ?? "" }] : [];
    default: {
      const path = [...prefix, ...typeSegments(node)];
      return [{ kind: "use", path, as: path.at(-1) ?? "" }];
    }
  }
}

function lowerConstant(node: SyntaxNode, _: Attributes, context: LowerContext): readonly RustItem[] {
  const value = node.childForFieldName("value");
  const name = node.childForFieldName("name")?.text ?? "";
  const whole = rangeOf(context, node);
  return value ? [{ kind: "constant", name, value: lowerExpression(value, context), whole }] : [];
}

function lowerType(node: SyntaxNode, { nodes }: Attributes, context: LowerContext): readonly RustItem[] {
  return [lowerTypeItem(node, nodes, node.type === "trait_item" ? lowerBody(node, context) : [], context)];
}

function lowerImpl(node: SyntaxNode, _: Attributes, context: LowerContext): readonly RustItem[] {
  const typeNode = node.childForFieldName("type");
  const trait = node.childForFieldName("trait");
  const type = typeNode ? (typeSegments(typeNode).at(-1) ?? "") : "";
  const blanket = trait ? boundsOf(node, type) : undefined;
  return [
    {
      kind: "impl",
      type,
      ...(trait && { trait: typeSegments(trait).at(-1) ?? "" }),
      ...(blanket && { blanket }),
      items: lowerBody(node, context),
    },
  ];
}

function lowerFunction(
  node: SyntaxNode,
  { condition, utoipa, nodes }: Attributes,
  context: LowerContext,
): readonly RustItem[] {
  const name = node.childForFieldName("name");
  const body = node.childForFieldName("body");
  const parameters = node.childForFieldName("parameters");
  const returnType = node.childForFieldName("return_type");
  const returns = returnType?.text ?? "";
  const { source, offset } = context;
  const whole = source.original(node, offset);
  const bodyText = body ? source.original(body, offset) : "";
  const isOmitted = body !== null && source.isLeftOutAt(body.startIndex + offset + 1);
  const isAsync = node.namedChildren.some(
    (child) => child.type === "function_modifiers" && /\basync\b/.test(child.text),
  );
  // Handlers are async; what makes settings, paths and tables mostly is not.
  const isTaken =
    !isAsync ||
    bodyText.length < SHORT_BODY ||
    name?.text === "main" ||
    (!isOmitted && mayLeadToRoutes(bodyText)) ||
    makesValues(returns);
  const isLeftOut =
    isOmitted || (context.isOutline && body !== null && mayLeaveOut(headerOf(whole, bodyText), bodyText.slice(1, -1)));
  const types = typeParameters(node);
  const attributes = functionAttributes(nodes, context);
  return [
    {
      kind: "function",
      name: name?.text ?? "",
      ...(types.length > 0 && { typeParameters: types }),
      parameters: (parameters ? partsOf(parameters) : []).flatMap((parameter) => lowerParameter(parameter)),
      isMethod: parameters ? partsOf(parameters).some((part) => part.type === "self_parameter") : false,
      returns,
      ...(returnType && { returnsAt: rangeOf(context, returnType) }),
      ...(body && isTaken && (isLeftOut ? { isBodyLeftOut: true as const } : { body: lowerBlock(body, context) })),
      ...(utoipa && { utoipa }),
      ...(attributes.length > 0 && { attributes }),
      ...(isLaunched(nodes) && { isLaunched: true as const }),
      ...(nodes.some(({ text }) => /^#\[\s*deprecated\b/.test(text)) && { isDeprecated: true as const }),
      ...(condition !== undefined && { condition }),
      mentionsServing: !isOmitted && mentionsServing(bodyText),
      mentionsRouter: (!isOmitted && mentionsRouter(bodyText)) || mentionsRouter(returns),
      isStub: body && !isOmitted ? isStub(body) : false,
      at: rangeOf(context, name ?? node),
      whole: rangeOf(context, node),
      hash: hashSource(whole),
    },
  ];
}

/** From its `fn` to its body. */
function headerOf(whole: string, body: string): string {
  const before = whole.slice(0, whole.length - body.length);
  return before.slice(Math.max(0, before.search(/\bfn\b/)));
}

function lowerParameter(node: SyntaxNode): readonly { readonly pattern: RustPattern; readonly type: string }[] {
  const pattern = node.childForFieldName("pattern");
  if (!pattern) return [];
  return [{ pattern: lowerPattern(pattern), type: node.childForFieldName("type")?.text ?? "" }];
}
