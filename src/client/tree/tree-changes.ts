import type { TreeNode } from "./tree-model.ts";

/** What a tree view has to draw again: everything, or these nodes. */
export type TreeChanges = { readonly kind: "all" } | { readonly kind: "nodes"; readonly ids: readonly string[] };

/** Compares two states of a tree; only what looks different or has other children is named, so that the rest stays as it is. */
export function treeChanges(before: readonly TreeNode[], after: readonly TreeNode[]): TreeChanges {
  if (idsOf(before) !== idsOf(after)) return { kind: "all" };
  return { kind: "nodes", ids: after.flatMap((node, index) => changedIds(before[index], node)) };
}

/** Whether rows come, go or change their places. */
export function movesRows(before: readonly TreeNode[], after: readonly TreeNode[]): boolean {
  return (
    idsOf(before) !== idsOf(after) || after.some((node, at) => movesRows(before[at]?.children ?? [], node.children))
  );
}

function changedIds(before: TreeNode | undefined, after: TreeNode): readonly string[] {
  // A view that draws a node again asks for its children again.
  if (before === undefined || idsOf(before.children) !== idsOf(after.children)) return [after.id];
  const below = after.children.flatMap((node, index) => changedIds(before.children[index], node));
  return looksOf(before) === looksOf(after) ? below : [after.id, ...below];
}

function idsOf(nodes: readonly TreeNode[]): string {
  return nodes.map(({ id }) => id).join("\n");
}

function looksOf({ label, description, spoken, icon, context }: TreeNode): string {
  return JSON.stringify([label, description, spoken, icon, context]);
}
