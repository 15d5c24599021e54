import { MASK } from "#core/model/mask.ts";

/** Texts shorter than this would be found everywhere. */
export const SHORTEST = 6;

/** How much of a text that was cut off has to be there to be told from others. */
const SHORTEST_PIECE = 4;

/** No sentence shows more of a value than this before it cuts. */
const LONGEST_PIECE = 400;

/** Longer texts are bodies, which nobody cut. */
const LONGEST_CUT = 20_000;

interface Known {
  readonly text: string;
  /** It stands within a longer run of base64, all of which is the secret. */
  readonly isWithinBase64: boolean;
}

/**
 * Texts to find and replace, thousands of them in one pass, after Wu and Manber (A fast algorithm for multi-pattern
 * searching, 1994): two characters tell how far the next place can be at least, so that most of a text is never looked at.
 */
export class KnownTexts {
  readonly #shifts = new Uint8Array(0x1_00_00).fill(SHORTEST - 1);
  readonly #byBeginning = new Map<string, Known[]>();
  /** By the least of a beginning, and of an end, that is told from others. */
  readonly #byFirst = new Map<string, string[]>();
  readonly #byLast = new Map<string, string[]>();
  readonly #texts = new Set<string>();

  /** Takes in a text of at least `SHORTEST` characters; a shorter one, and one that is known, changes nothing. */
  add(text: string, { isWithinBase64 = false }: { readonly isWithinBase64?: boolean } = {}): void {
    if (text.length < SHORTEST || this.#texts.has(text)) return;
    this.#texts.add(text);
    for (let at = 1; at < SHORTEST; at++) {
      const block = blockAt(text, at);
      this.#shifts[block] = Math.min(this.#shifts[block] ?? 0, SHORTEST - 1 - at);
    }
    addTo(this.#byBeginning, text.slice(0, SHORTEST), { text, isWithinBase64 });
    addTo(this.#byFirst, text.slice(0, SHORTEST_PIECE), text);
    addTo(this.#byLast, text.slice(-SHORTEST_PIECE), text);
  }

  /** The text with all that is known replaced; what overlaps is replaced as one. The very same text where nothing was found. */
  mask(text: string): string {
    if (this.#texts.size === 0) return text;
    const parts: string[] = [];
    let copied = 0;
    for (const [start, end] of this.#ranges(text)) {
      parts.push(text.slice(copied, start), MASK);
      copied = end;
    }
    const masked = copied === 0 ? text : parts.join("") + text.slice(copied);
    return masked.length <= LONGEST_CUT && masked.includes("…") ? this.#maskCut(masked) : masked;
  }

  *#ranges(text: string): Generator<readonly [start: number, end: number]> {
    let open: readonly [number, number] | undefined;
    for (let at = SHORTEST - 1; at < text.length;) {
      const shift = this.#shifts[blockAt(text, at)] ?? 0;
      if (shift > 0) {
        at += shift;
        continue;
      }
      const found = this.#rangeAt(text, at - SHORTEST + 1);
      at += 1;
      if (found === undefined) continue;
      if (open !== undefined && found[0] <= open[1]) {
        open = [open[0], Math.max(open[1], found[1])];
      } else {
        if (open !== undefined) yield open;
        open = found;
      }
    }
    if (open !== undefined) yield open;
  }

  #rangeAt(text: string, start: number): readonly [start: number, end: number] | undefined {
    const candidates = this.#byBeginning.get(text.slice(start, start + SHORTEST)) ?? [];
    let range: readonly [number, number] | undefined;
    for (const known of candidates) {
      if (!text.startsWith(known.text, start)) continue;
      const end = start + known.text.length;
      const found = known.isWithinBase64 ? runAround(text, start, end) : ([start, end] as const);
      range = range === undefined ? found : [Math.min(range[0], found[0]), Math.max(range[1], found[1])];
    }
    return range;
  }

  /** A sentence shows long values cut off: what is left of a secret before or after a `…` is one too. */
  #maskCut(text: string): string {
    const pieces = text.split("…");
    return pieces
      .map((piece, at) => {
        const end = at < pieces.length - 1 ? this.#cutAtEnd(piece) : piece.length;
        const start = at > 0 ? this.#cutAtStart(piece) : 0;
        if (start === 0 && end === piece.length) return piece;
        return start > end
          ? MASK
          : `${start > 0 ? MASK : ""}${piece.slice(start, end)}${end < piece.length ? MASK : ""}`;
      })
      .join("…");
  }

  /** Where the beginning of a known text starts that the piece ends in. */
  #cutAtEnd(piece: string): number {
    const first = Math.max(0, piece.length - LONGEST_PIECE);
    for (let start = first; start <= piece.length - SHORTEST_PIECE; start++) {
      const candidates = this.#byFirst.get(piece.slice(start, start + SHORTEST_PIECE));
      if (candidates?.some((known) => known.startsWith(piece.slice(start))) === true) return start;
    }
    return piece.length;
  }

  /** Where the end of a known text ends that the piece starts with. */
  #cutAtStart(piece: string): number {
    for (let end = Math.min(piece.length, LONGEST_PIECE); end >= SHORTEST_PIECE; end--) {
      const candidates = this.#byLast.get(piece.slice(end - SHORTEST_PIECE, end));
      if (candidates?.some((known) => known.endsWith(piece.slice(0, end))) === true) return end;
    }
    return 0;
  }
}

function addTo<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const same = map.get(key);
  if (same === undefined) map.set(key, [value]);
  else same.push(value);
}

function blockAt(text: string, at: number): number {
  return (text.charCodeAt(at - 1) * 251 + text.charCodeAt(at)) & 0xff_ff;
}

function runAround(text: string, start: number, end: number): readonly [start: number, end: number] {
  let [first, last] = [start, end];
  while (first > 0 && /[\w+-]/.test(text.charAt(first - 1))) first--;
  while (last < text.length && /[\w+=-]/.test(text.charAt(last))) last++;
  return [first, last];
}
