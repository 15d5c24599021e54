import * as vscode from "vscode";

import { type Side, SIDE_NAMES } from "#core/model/endpoint.ts";

import { logLevelOf } from "../log-level.ts";

/** An output a side: what its build and its server print. Each is made when something is printed first. */
export class ServerOutputs implements vscode.Disposable {
  readonly #channels = new Map<Side, vscode.LogOutputChannel>();

  write(side: Side, text: string): void {
    this.#channel(side)[logLevelOf(text)](text);
  }

  show(side: Side): void {
    this.#channel(side).show(true);
  }

  dispose(): void {
    for (const channel of this.#channels.values()) channel.dispose();
  }

  #channel(side: Side): vscode.LogOutputChannel {
    const known = this.#channels.get(side);
    if (known !== undefined) return known;
    const made = vscode.window.createOutputChannel(`Portolan: ${SIDE_NAMES[side]} server`, { log: true });
    this.#channels.set(side, made);
    return made;
  }
}
