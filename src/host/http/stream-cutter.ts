/** Follows a stream's text and says when so many of its items have come. */
export interface StreamCutter {
  /** Takes the next piece, a character a byte; where it completes the last item that is wanted, how much of the piece belongs to it. */
  take(piece: string): number | undefined;
}

/**
 * A cutter for a Content-Type whose items can be counted: JSON Lines (a line that is not blank) and server-sent events
 * (HTML standard, section 9.2.6: a block with data, up to its blank line). Undefined for any other.
 */
export function createStreamCutter(contentType: string, events: number): StreamCutter | undefined {
  const essence = contentType.replace(/;.*/s, "").trim().toLowerCase();
  const isEvents = essence === "text/event-stream";
  if (!isEvents && !/^application\/(?:(?:x-)?ndjson|(?:x-)?jsonl(?:ines)?)$/.test(essence)) return undefined;
  let line = "";
  let hasData = false;
  let count = 0;
  /** Whether a line, without its end, completes an item. */
  const completes = (text: string): boolean => {
    if (!isEvents) return text.trim() !== "";
    if (text !== "") {
      hasData ||= text === "data" || text.startsWith("data:");
      return false;
    }
    const isItem = hasData;
    hasData = false;
    return isItem;
  };
  return {
    take: (piece) => {
      let start = 0;
      // A lone carriage return, which the standard allows as a line's end, no known server writes.
      for (let end = piece.indexOf("\n"); end >= 0; end = piece.indexOf("\n", start)) {
        const whole = line + piece.slice(start, end);
        line = "";
        start = end + 1;
        if (completes(whole.replace(/\r$/, "")) && ++count === events) return start;
      }
      line += piece.slice(start);
      return undefined;
    },
  };
}

/** Is it a stream that may never end by itself? */
export function isEndless(contentType: string): boolean {
  return /^\s*text\/event-stream\b/i.test(contentType);
}
