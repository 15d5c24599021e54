/** Standard input and output as a protocol of lines uses them. */
export interface StandardStreams {
  /** UTF-8 text, in pieces. */
  readonly input: AsyncIterable<string>;
  /** Resolves when there is room for more; a reader that is gone is passed over, as the input's end tells it too. */
  readonly write: (text: string) => Promise<void>;
  /** Stops reading, so that the process can end. */
  readonly close: () => void;
}

/** The streams of this process; to be called once. */
export function standardStreams(): StandardStreams {
  const { stdin, stdout } = process;
  stdin.setEncoding("utf8");
  stdout.on("error", () => undefined);
  return {
    input: stdin,
    write: (text) =>
      new Promise((resolve) => {
        stdout.write(text, () => resolve());
      }),
    close: () => void stdin.destroy(),
  };
}
