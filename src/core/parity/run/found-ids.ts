import { idsInList } from "#core/cases/generate/ids-in-list.ts";
import { encodeText } from "#core/cases/request-target.ts";
import type { Case, MadeUpId } from "#core/model/run/case.ts";
import type { Exchange } from "#core/model/run/exchange.ts";

import type { SidePair } from "../sides/side-pair.ts";

/** Puts ids of the base in the place of made-up ones. */
export interface FoundIds {
  /** The case with ids that lists on both sides have; those that none has stay made up. */
  in(given: Case): Promise<Case>;
}

/** Asks each list once, before any case has written. */
export function findIds(pair: Pick<SidePair, "send">): FoundIds {
  const asked = new Map<string, Promise<Readonly<Record<"python" | "rust", Exchange>>>>();
  const ask = (given: Case, target: string): ReturnType<SidePair["send"]> => {
    const key = JSON.stringify([given.identity, target]);
    const known = asked.get(key);
    if (known !== undefined) return known;
    const { madeUpIds: _, ...rest } = given;
    // A request that claims only to read may write all the same.
    const sent = pair.send({ ...rest, method: "GET", target, headers: [], body: { kind: "none" }, isWriting: true });
    asked.set(key, sent);
    return sent;
  };
  const idFor = async (given: Case, target: string, { parameter, segment, ending }: MadeUpId) => {
    const before = target.replace(/\?.*/s, "").split("/").slice(0, segment);
    const { python, rust } = await ask(given, before.join("/") + ending);
    const about = { parameter, collection: before.at(-1) ?? "" };
    const others = new Set(idsInList(textOf(rust), about));
    return idsInList(textOf(python), about).find((id) => others.has(id));
  };
  return {
    in: async (given) => {
      const { madeUpIds = [], ...rest } = given;
      if (madeUpIds.length === 0) return given;
      let { target } = given;
      const left: string[] = [];
      // The list of a thing's parts is asked under the thing that was found.
      for (const id of madeUpIds) {
        const found = await idFor(given, target, id);
        if (found === undefined) left.push(id.parameter);
        else target = withSegment(target, id.segment, encodeText(found));
      }
      const about = left.length === 0 ? "" : `, ${left.join(" and ")} made up`;
      return { ...rest, target, name: given.name + about };
    },
  };
}

function withSegment(target: string, at: number, value: string): string {
  const [path = "", ...query] = target.split(/(?=\?)/);
  const segments = path.split("/");
  segments[at] = value;
  return segments.join("/") + query.join("");
}

function textOf({ outcome }: Exchange): string {
  const isAnswered = outcome.kind === "answer" && outcome.status >= 200 && outcome.status < 300;
  return isAnswered && outcome.body.kind === "text" ? outcome.body.text : "";
}
