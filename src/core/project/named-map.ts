import { mapOf, type Shape } from "#core/text/yaml/yaml-shape.ts";

const NAME = String.raw`^[A-Za-z][\w-]*$`;

/** A mapping whose keys are names that stand in `${…}`. */
export function namedMap<T>(item: Shape<T>): Shape<readonly (readonly [name: string, value: T])[]> {
  const entries = mapOf(item);
  return {
    schema: { ...entries.schema, propertyNames: { pattern: NAME } },
    read: (node, at) => {
      for (const { key, keyRange } of node.kind === "map" ? node.entries : []) {
        if (!new RegExp(NAME).test(key)) at.report("name-unreadable", keyRange, { key: at.path, name: key });
      }
      return entries.read(node, at);
    },
  };
}
