import { isRecord } from "#core/model/is-record.ts";

/** Whether two parsed values are the same, the order of members aside; undefined is the same as nothing. */
export function isSameJson(left: unknown, right: unknown): boolean {
  if (left === undefined || right === undefined) return false;
  if (left === right) return true;
  if (Array.isArray(left) && Array.isArray(right))
    return left.length === right.length && left.every((each, at) => isSameJson(each, right[at]));
  if (!isRecord(left) || !isRecord(right) || Array.isArray(left) || Array.isArray(right)) return false;
  const names = Object.keys(left);
  return names.length === Object.keys(right).length && names.every((name) => isSameJson(left[name], right[name]));
}
