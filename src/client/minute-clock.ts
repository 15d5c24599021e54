import type * as vscode from "vscode";

const MINUTE_MS = 60_000;

/** Calls back once a minute: ages are told in minutes, so nothing that shows them needs to be drawn more often. */
export function everyMinute(listener: () => void): vscode.Disposable {
  const timer = setInterval(listener, MINUTE_MS);
  return { dispose: () => clearInterval(timer) };
}
