import { type JsonDocument, ARRAY, NULL } from "./json-document.ts";

/** How often each character of a text may be held against another one, all in all. */
const MOST_LOOKS = 4;

/** Longer stretches of two texts are held against each other as a whole, which is cheap where they are long. */
const SHORT_STRETCH = 512;

/** How many characters of them cost one look. */
const CHEAPER = 16;

/** Siblings of the other document, from one to another one. */
export interface FoundAgain {
  readonly first: number;
  readonly last: number;
}

/** An open container of the text that is read, and what stands for it in the other document. */
interface Level {
  /** The child of its counterpart that stands where the next value is read; `end` where there is none. */
  expected: number;
  /** The child after the last one that was found again. */
  after: number;
  /** After the last child of its counterpart. */
  readonly end: number;
}

/**
 * Finds containers of a text that is being read again in another document, where they are written alike: two answers to
 * one request are the same for the most part, and to copy is cheaper than to read. A container is looked for where it
 * stood in the other one, and one place before and after, as where something was put in or taken out.
 */
export class BesideDocument {
  readonly #text: string;
  readonly #document: JsonDocument;
  readonly #levels: Level[] = [];
  #looksLeft: number;

  constructor(text: string, document: JsonDocument) {
    this.#text = text;
    this.#document = document;
    this.#looksLeft = text.length * MOST_LOOKS;
    this.#levels.push({ expected: 0, after: 0, end: document.count });
  }

  /** The container of the other document that is written like the one that begins at `at`, with the values that follow both. */
  find(at: number): FoundAgain | undefined {
    const level = this.#levels.at(-1);
    if (level === undefined || this.#looksLeft <= 0) return undefined;
    const { expected, after, end } = level;
    const { nexts } = this.#document;
    let found = expected;
    if (!this.#standsAt(at, found, end)) {
      found = after;
      if (found === expected || !this.#standsAt(at, found, end)) {
        found = expected < end ? (nexts[expected] ?? end) : end;
        if (!this.#standsAt(at, found, end)) return undefined;
      }
    }
    const last = this.#lastAlike(at, found, end);
    level.expected = last;
    level.after = nexts[last] ?? end;
    return { first: found, last };
  }

  /** A container was opened that was not found. */
  open(kind: number): void {
    const { expected, end } = this.#levels.at(-1) ?? { expected: 0, end: 0 };
    const { kinds, nexts } = this.#document;
    const isAlike = expected < end && (kinds[expected] ?? NULL) === kind;
    const inner = isAlike ? (nexts[expected] ?? 0) : 0;
    this.#levels.push({ expected: isAlike ? expected + 1 : 0, after: isAlike ? expected + 1 : 0, end: inner });
  }

  /** The container that was opened last has ended. */
  close(): void {
    this.#levels.pop();
  }

  /** A value has ended, and another one follows in the same container. */
  advance(): void {
    const level = this.#levels.at(-1);
    if (level !== undefined && level.expected < level.end)
      level.expected = this.#document.nexts[level.expected] ?? level.end;
  }

  /** The last of the siblings from `first` on that follow it in both texts, with what separates them, alike. */
  #lastAlike(at: number, first: number, end: number): number {
    const { starts, ends, nexts } = this.#document;
    const move = at - (starts[first] ?? 0);
    const known = this.#alikeUpTo(ends[first] ?? 0, move);
    let last = first;
    for (let next = nexts[first] ?? end; next < end && (ends[next] ?? 0) < known; next = nexts[next] ?? end)
      last = next;
    return last;
  }

  /** Where the two texts part after `from` in the other one; here it all stands `move` further on. */
  #alikeUpTo(from: number, move: number): number {
    const { text } = this.#document;
    const most = Math.min(text.length, this.#text.length - move);
    const near = this.#firstUnlike(from, Math.min(from + SHORT_STRETCH, most), move);
    if (near < from + SHORT_STRETCH) return near;
    const areAlike = (start: number, end: number): boolean => {
      this.#looksLeft -= (end - start) / CHEAPER;
      return this.#text.slice(start + move, end + move) === text.slice(start, end);
    };
    // Each stretch is twice as long as the one before, and half as long once one is not alike.
    let known = near;
    let stretch = SHORT_STRETCH;
    let isGrowing = true;
    while (known < most && stretch >= SHORT_STRETCH) {
      const end = Math.min(known + stretch, most);
      if (areAlike(known, end)) known = end;
      else isGrowing = false;
      stretch = isGrowing ? stretch * 2 : stretch / 2;
    }
    return this.#firstUnlike(known, Math.min(known + SHORT_STRETCH, most), move);
  }

  /** The first place from `from` up to `to` at which the texts are not alike, or `to`. */
  #firstUnlike(from: number, to: number, move: number): number {
    const { text } = this.#document;
    let at = from;
    while (at < to && text.charCodeAt(at) === this.#text.charCodeAt(at + move)) at++;
    this.#looksLeft -= at - from;
    return at;
  }

  #standsAt(from: number, node: number, end: number): boolean {
    if (node >= end) return false;
    const { kinds, starts, ends } = this.#document;
    if ((kinds[node] ?? NULL) < ARRAY) return false;
    const first = starts[node] ?? 0;
    const last = ends[node] ?? 0;
    if (from + last - first > this.#text.length) return false;
    return this.#firstUnlike(first, last, from - first) === last;
  }
}
