import * as vscode from "vscode";

import { SIDE_NAMES } from "#core/model/endpoint.ts";
import type { CaseResult } from "#core/model/run/verdict.ts";
import { handlerPlace } from "#protocol/handler-place.ts";

import type { Target } from "../project-store.ts";
import { caseText } from "./case-text.ts";

/** What the Test Explorer shows of a case that differs or failed: both sides as a diff, at the Rust handler, with the two handlers as its stack. */
export function caseMessage(result: CaseResult, target: Target | undefined): vscode.TestMessage {
  const { message: text, sides } = caseText(result);
  const message =
    sides === undefined ? new vscode.TestMessage(text) : vscode.TestMessage.diff(text, sides.python, sides.rust);
  const frames = handlerFrames(target);
  message.stackTrace = frames;
  const [first] = frames;
  if (first?.uri !== undefined && first.position !== undefined) {
    message.location = new vscode.Location(first.uri, first.position);
  }
  return message;
}

/** Rust first. */
function handlerFrames(target: Target | undefined): vscode.TestMessageStackFrame[] {
  if (target === undefined) return [];
  const { project, row } = target;
  const root = vscode.Uri.parse(project.folder);
  return (["rust", "python"] as const).flatMap((side) => {
    const place = handlerPlace(row, side);
    if (place === undefined) return [];
    const name = row[side].find(({ handler }) => handler !== undefined)?.handler?.name ?? row.path;
    const { line, character } = place.range.start;
    return new vscode.TestMessageStackFrame(
      `${SIDE_NAMES[side]}: ${name}`,
      vscode.Uri.joinPath(root, place.file),
      new vscode.Position(line, character),
    );
  });
}
