import { effectPlace } from "#core/model/run/effect-place.ts";
import type { JSX } from "preact";

import type { Difference } from "#core/model/run/difference.ts";
import { type Side, SIDES, SIDE_NAMES } from "#core/model/endpoint.ts";
import { changedPart } from "./layout/changed-part.ts";

/** Both values of a difference one below the other, so that the eye finds the characters that differ, which are marked. */
export function ValuePair({ values }: Pick<Difference, "values">): JSX.Element {
  return (
    <span class="values">
      {SIDES.map((side) => (
        <span key={side} class={`value ${side}`}>
          <span class="quiet">
            <span aria-hidden="true">{side === "python" ? "− " : "+ "}</span>
            {SIDE_NAMES[side]}{" "}
          </span>
          <Value text={values[side]} other={values[otherThan(side)]} />
        </span>
      ))}
    </span>
  );
}

function otherThan(side: Side): Side {
  return side === "python" ? "rust" : "python";
}

/** A value as it was written, or that there is none. */
function Value({
  text,
  other,
}: {
  readonly text: string | undefined;
  readonly other: string | undefined;
}): JSX.Element {
  if (text === undefined) return <em>absent</em>;
  const { before, changed, after } = changedPart(text, other);
  const isMarked = changed !== "" && (before !== "" || after !== "");
  return (
    <code>
      {before}
      {isMarked ? <span class="changed">{changed}</span> : changed}
      {after}
    </code>
  );
}

/** A sentence in which code stands between backticks. */
export function Sentence({ text }: { readonly text: string }): JSX.Element {
  return <span>{text.split("`").map((part, at) => (at % 2 === 1 ? <code key={at}>{part}</code> : part))}</span>;
}

/** `/items/0/created_at`; the whole body, the status and a header by name; `database /nodes/inserted/0/name`. */
export function whereText({ part, pointers }: Difference): string {
  if (part === "status") return "status";
  const pointer = pointers.python ?? pointers.rust ?? "";
  const other = pointers.rust !== undefined && pointers.rust !== pointer ? ` → ${pointers.rust}` : "";
  const where = pointer === "" ? "whole body" : pointer;
  return `${part === "effect" ? effectPlace(where) : where}${other}`;
}
