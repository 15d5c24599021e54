import * as vscode from "vscode";

import { SIDE_NAMES, SIDES } from "#core/model/endpoint.ts";
import type { ServersState } from "#core/model/session.ts";

/** `spoken`, and below it what each server does with what can be done about it. */
export function serversTooltip(spoken: string, servers: ServersState): vscode.MarkdownString {
  const lines = SIDES.map((side) => {
    const name = SIDE_NAMES[side];
    const link = (title: string, command: string): string => `[${title}](command:portolan.${command})`;
    const isUp = servers[side] !== "stopped";
    const act = isUp
      ? [link("Restart", `restart${name}`), link("Stop", `stop${name}`)]
      : [link("Start", `start${name}`)];
    return `- ${name} server, ${servers[side]}: ${[...act, link("Show Output", `show${name}Output`)].join(" · ")}`;
  });
  const tooltip = new vscode.MarkdownString();
  tooltip.appendText(spoken);
  tooltip.appendMarkdown(`\n\n${lines.join("\n")}`);
  const commands = ["start", "restart", "stop"].flatMap((act) => SIDES.map((side) => act + SIDE_NAMES[side]));
  const outputs = SIDES.map((side) => `show${SIDE_NAMES[side]}Output`);
  tooltip.isTrusted = { enabledCommands: [...commands, ...outputs].map((command) => `portolan.${command}`) };
  return tooltip;
}
