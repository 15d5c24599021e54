/** A text cut into what both sides share at its start and end, and what is between. */
export interface Parts {
  readonly before: string;
  readonly changed: string;
  readonly after: string;
}

/** Longest text of one line that is put on the page; a field can hold megabytes. */
const LONGEST = 2000;

/** Unchanged text that is kept before the change where a long text is cut. */
const LEAD = 80;

/**
 * Which part of `text` is not in `other`, and no more of a long text than can be shown, the change in view.
 * Without `other` nothing counts as changed. `("10:00Z", "10:00+00:00")` → `10:00`, `Z`, ``
 */
export function changedPart(text: string, other: string | undefined): Parts {
  if (other === undefined) return shown({ before: text, changed: "", after: "" });
  const shorter = Math.min(text.length, other.length);
  let start = 0;
  while (start < shorter && text[start] === other[start]) start++;
  let end = 0;
  while (end < shorter - start && text[text.length - 1 - end] === other[other.length - 1 - end]) end++;
  return shown({
    before: text.slice(0, start),
    changed: text.slice(start, text.length - end),
    after: text.slice(text.length - end),
  });
}

function shown({ before, changed, after }: Parts): Parts {
  if (before.length + changed.length + after.length <= LONGEST) return { before, changed, after };
  const room = Math.floor(LONGEST / 2);
  return {
    before: changed === "" ? cutEnd(before, LONGEST) : cutStart(before, LEAD),
    changed: cutEnd(changed, room),
    after: cutEnd(after, room - LEAD),
  };
}

function cutStart(text: string, length: number): string {
  return text.length <= length ? text : `…${text.slice(text.length - length)}`;
}

function cutEnd(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length)}… (${text.length - length} more characters)`;
}
