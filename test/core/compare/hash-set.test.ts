import * as fc from "fast-check";
import { expect, test } from "vitest";

import { HashSet } from "#core/compare/matching/hash-set.ts";

test("it holds what a Set holds", () => {
  const hash = fc.oneof(fc.nat(20), fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }));
  fc.assert(
    fc.property(fc.array(hash), hash, (hashes, another) => {
      const own = new HashSet(hashes.length);
      for (const each of hashes) own.add(each);
      const set = new Set(hashes);
      expect(own.size).toBe(set.size);
      expect([...hashes, another].map((each) => own.has(each))).toEqual(
        [...hashes, another].map((each) => set.has(each)),
      );
    }),
  );
});
