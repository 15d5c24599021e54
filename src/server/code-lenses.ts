import type { CodeLens, Command } from "vscode-languageserver";

import { type EndpointKey, SIDES, SIDE_NAMES } from "#core/model/endpoint.ts";
import type { Ledger } from "#core/model/ledger.ts";
import type { Place } from "#core/model/place.ts";
import { handlerPlace } from "#protocol/handler-place.ts";
import { LENS_COMMANDS, type LensArguments, SERVER_COMMANDS } from "#protocol/lsp.ts";
import { canBeStubbed, isRunnable, markedRowText } from "#protocol/verdict-text.ts";

import { type EndpointSite, sitesInFile } from "./ledger-places.ts";
import { joinPath, nameOf, uriOfPath } from "./uris.ts";

export interface LensContext {
  /** URI of the project file. */
  readonly project: string;
  /** The project's folder, absolute. */
  readonly folder: string;
  readonly ledger: Ledger;
  /** The endpoints that a run works on. */
  readonly running: ReadonlySet<EndpointKey>;
  readonly nowMs: number;
  readonly isTrusted: boolean;
  /** The client knows `LENS_COMMANDS`. */
  readonly hasLensCommands: boolean;
}

/**
 * The lenses of a file: at each handler and each operation of the contract run, last verdict with its age, counterpart
 * and contract. `file` is relative to the project's folder, `carryLine` brings the ledger's lines to the open text.
 */
export function codeLenses(file: string, context: LensContext, carryLine: (line: number) => number): CodeLens[] {
  const sites = sitesInFile(context.ledger, file);
  const endpointsByLine = Map.groupBy(sites, ({ line }) => line);
  return sites.flatMap((site) => {
    const isShared = (endpointsByLine.get(site.line)?.length ?? 0) > 1;
    const line = carryLine(site.line);
    const range = { start: { line, character: 0 }, end: { line, character: 0 } };
    return commandsAt(site, isShared, context).map((command) => ({ range, command }));
  });
}

function commandsAt({ row, on }: EndpointSite, isShared: boolean, context: LensContext): readonly Command[] {
  const { project, isTrusted, hasLensCommands } = context;
  const endpoint: LensArguments = { project, endpoint: row.key };
  const suffix = isShared ? `: ${row.method} ${row.path}` : "";
  const commands: Command[] = [];
  if (context.running.has(row.key)) commands.push(textOnly(`running…${suffix}`));
  else if (isRunnable(row) && isTrusted) {
    const command = hasLensCommands ? LENS_COMMANDS.run : SERVER_COMMANDS.run;
    commands.push({ title: `▶ Run parity${suffix}`, command, arguments: [endpoint] });
  }
  const hasDifferences = row.status === "differs" || row.status === "failed";
  const state = isRunnable(row) ? markedRowText(row, context.nowMs) : `${markedRowText(row, context.nowMs)}${suffix}`;
  commands.push(
    hasDifferences && hasLensCommands
      ? { title: state, command: LENS_COMMANDS.showDifferences, arguments: [endpoint] }
      : textOnly(state),
  );
  if (canBeStubbed(row) && isTrusted && on !== "rust") {
    commands.push({
      title: `Create Rust handler…${suffix}`,
      command: SERVER_COMMANDS.createStub,
      arguments: [endpoint],
    });
  }
  for (const side of SIDES) {
    if (side === on) continue;
    const place = handlerPlace(row, side);
    if (place !== undefined) {
      const title = `${SIDE_NAMES[side]}: ${nameOf(place.file)}:${place.range.start.line + 1}`;
      commands.push(goTo(title, place, endpoint, context));
    }
  }
  if (row.operation !== undefined && on !== "contract") {
    commands.push(goTo("Contract", row.operation.place, endpoint, context));
  }
  return commands;
}

function goTo(title: string, place: Place, endpoint: LensArguments, { folder, hasLensCommands }: LensContext): Command {
  if (!hasLensCommands) return textOnly(title);
  const target = { uri: uriOfPath(joinPath(folder, place.file)), ...place.range.start };
  return { title, command: LENS_COMMANDS.goTo, arguments: [{ ...endpoint, target } satisfies LensArguments] };
}

/** An editor shows a lens whose command is empty as plain text. */
function textOnly(title: string): Command {
  return { title, command: "" };
}
