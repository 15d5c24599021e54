/** Whole lines, until the input closes or the signal aborts. */
export async function* linesOf(
  input: AsyncIterable<string>,
  stop: AbortSignal,
): AsyncGenerator<string, void, undefined> {
  const pieces = input[Symbol.asyncIterator]();
  const stopped = new Promise<undefined>((resolve) => {
    if (stop.aborted) resolve(undefined);
    stop.addEventListener("abort", () => resolve(undefined), { once: true });
  });
  let rest = "";
  for (;;) {
    const piece = await Promise.race([pieces.next(), stopped]);
    if (piece === undefined || piece.done === true) return;
    const lines = (rest + piece.value).split("\n");
    rest = lines.pop() ?? "";
    yield* lines.filter((line) => line.trim() !== "");
  }
}
