import type * as vscode from "vscode";

/** The same channel for the trace of messages, with all that is written to it masked first. */
export function maskedChannel(
  channel: vscode.LogOutputChannel,
  mask: (text: string) => string,
): vscode.LogOutputChannel {
  return new Proxy(channel, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== "function") return member;
      return (...given: readonly unknown[]): unknown =>
        Reflect.apply(
          member,
          target,
          given.map((each) => (typeof each === "string" ? mask(each) : each)),
        );
    },
  });
}
