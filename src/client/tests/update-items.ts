import * as vscode from "vscode";

import type { TestNode } from "./test-nodes.ts";

/** Brings a collection of test items to what is wanted. What is there already stays the same object, so that its results and expansion stay. */
export function updateItems(
  controller: vscode.TestController,
  collection: vscode.TestItemCollection,
  wanted: readonly TestNode[],
): void {
  const ids = new Set(wanted.map(({ id }) => id));
  for (const [id] of collection) if (!ids.has(id)) collection.delete(id);
  for (const node of wanted) {
    const uri = uriOf(node);
    const known = collection.get(node.id);
    // The file of an item is fixed.
    const isSame = known !== undefined && known.uri?.toString() === uri?.toString();
    const item = isSame ? known : controller.createTestItem(node.id, node.label, uri);
    const range = rangeOf(node);
    if (item.label !== node.label) item.label = node.label;
    if (item.sortText !== node.sortText) item.sortText = node.sortText;
    if (item.canResolveChildren !== node.hasCases) item.canResolveChildren = node.hasCases;
    if (!isEqual(item.range, range)) item.range = range;
    updateItems(controller, item.children, node.children);
    if (!isSame) collection.add(item);
  }
}

function uriOf({ project, place }: TestNode): vscode.Uri | undefined {
  return place && vscode.Uri.joinPath(vscode.Uri.parse(project.folder), place.file);
}

function rangeOf({ place }: TestNode): vscode.Range | undefined {
  if (place === undefined) return undefined;
  const { start, end } = place.range;
  return new vscode.Range(start.line, start.character, end.line, end.character);
}

function isEqual(one: vscode.Range | undefined, other: vscode.Range | undefined): boolean {
  return one === undefined ? other === undefined : other !== undefined && one.isEqual(other);
}
