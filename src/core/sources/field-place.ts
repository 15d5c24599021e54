import { pointerNames } from "#core/text/json/json-pointer.ts";
import type { Place } from "#core/model/place.ts";
import type { Models, WireField, WireType } from "#core/model/sources/wire-model.ts";

/** Models within models, deeper than any answer; ends the walk through types that hold themselves. */
const MAX_DEPTH = 32;

/**
 * Where in source the field stands that writes the value at a JSON pointer (RFC 6901) of an answer of `type`:
 * `/items/0/name` → the place of `name`. A pointer below a field of free content gives that field; undefined where
 * no field of the project is met on the way, or a name is in no model.
 */
export function fieldPlace(models: Models, type: WireType, pointer: string): Place | undefined {
  const names = pointerNames(pointer);
  return walk(models, type, names, undefined, MAX_DEPTH);
}

function walk(
  models: Models,
  type: WireType,
  names: readonly string[],
  last: Place | undefined,
  depth: number,
): Place | undefined {
  const [name, ...rest] = names;
  if (name === undefined || depth === 0) return last;
  switch (type.kind) {
    case "list":
      return /^\d+$/.test(name) ? walk(models, type.of, rest, last, depth - 1) : undefined;
    case "tuple": {
      const item = type.items[Number(name)];
      return item && walk(models, item, rest, last, depth - 1);
    }
    case "dictionary":
      return walk(models, type.of, rest, last, depth - 1);
    case "union":
      return firstPlace(type.options, (option) => walk(models, option, names, last, depth - 1));
    case "model": {
      const model = models.get(type.id);
      if (!model) return last;
      const own = findField(model.fields, name);
      if (own) return walk(models, own.type, rest, own.place, depth - 1);
      return (
        (model.root && walk(models, model.root, names, last, depth - 1)) ??
        firstPlace(model.fields.filter(isFlattened), (field) => walk(models, field.type, names, undefined, depth - 1))
      );
    }
    case "other":
  }
  return last;
}

/** The field that writes a name; of an inherited and an own one, the own. */
function findField(fields: readonly WireField[], name: string): WireField | undefined {
  const plain = fields.filter((field) => !isFlattened(field));
  return (
    plain.findLast(({ wireName }) => wireName === name) ?? plain.findLast(({ readNames }) => readNames?.includes(name))
  );
}

function isFlattened(field: WireField): boolean {
  return field.isFlattened === true;
}

function firstPlace<T>(items: readonly T[], placeOf: (item: T) => Place | undefined): Place | undefined {
  for (const item of items) {
    const place = placeOf(item);
    if (place) return place;
  }
  return undefined;
}
