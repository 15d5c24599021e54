import { findNotJson } from "./yaml-json.ts";
import { refined, reportType, type Shape } from "./yaml-shape.ts";
import type { YamlNode } from "./yaml.ts";

/** Text and nothing else: a number has to stand in quotes. */
export const text: Shape<string> = {
  schema: { type: "string" },
  read: (node, at) =>
    node.kind === "scalar" && typeof node.value === "string" ? node.value : reportType(node, at, "text"),
};

/** Text, or a number or truth value as it is written: `8080` → `"8080"`. */
export const writtenText: Shape<string> = {
  schema: { type: ["string", "number", "boolean"] },
  read: (node, at) => {
    if (node.kind !== "scalar" || node.value === null) return reportType(node, at, "text");
    return typeof node.value === "string" ? node.value : node.source;
  },
};

/** `true` or `false`. */
export const truth: Shape<boolean> = {
  schema: { type: "boolean" },
  read: (node, at) =>
    node.kind === "scalar" && typeof node.value === "boolean" ? node.value : reportType(node, at, "true or false"),
};

/** Anything that JSON can say, as the node it was written in. */
export const json: Shape<YamlNode> = {
  schema: {},
  read: (node, at) => {
    const notJson = findNotJson(node);
    if (notJson === undefined) return node;
    at.report("yaml-not-json", notJson.range, { key: at.path, value: notJson.source });
    return undefined;
  },
};

/** A whole number between two others, both included. */
export function integer(minimum: number, maximum: number): Shape<number> {
  return {
    schema: { type: "integer", minimum, maximum },
    read: (node, at) => {
      const value = node.kind === "scalar" ? node.value : undefined;
      if (typeof value === "number" && Number.isInteger(value) && value >= minimum && value <= maximum) return value;
      return reportType(node, at, `a whole number from ${minimum} to ${maximum}`);
    },
  };
}

/** One of a few words. */
export function choice<const W extends string>(words: readonly W[]): Shape<W> {
  return refined(text, { enum: words }, (value, range, at) => {
    const word = words.find((each) => each === value);
    if (word === undefined) at.report("yaml-unknown-value", range, { key: at.path, value, known: words.join(", ") });
    return word;
  });
}
