import type { Paint } from "../layout/paint.ts";
import { visible } from "../layout/visible.ts";
import { alignedLines } from "../layout/text-table.ts";

/** What the explanation shows of a route. */
interface ShownRoute extends ShownLine {
  readonly side: string;
  readonly framework: string;
  readonly kind: string;
  readonly method: string;
  readonly path: string;
  readonly handler?: ShownLine & { readonly name: string };
  readonly steps: readonly (ShownLine & { readonly text: string; readonly by: string })[];
  readonly implicit?: true;
  readonly conditional?: string;
  readonly unmounted?: true;
  readonly unresolved?: readonly (ShownLine & { readonly reason: string })[];
  readonly takes?: ShownLine & {
    readonly type: string;
    readonly fields: readonly { readonly name: string; readonly type: string; readonly isDefaulted?: true }[];
  };
}

interface ShownLine {
  readonly file: string;
  readonly line: number;
}

/** How the paths of routes came about, for a terminal: a paragraph each, a line a part. Ends with a line feed. */
export function explainText(routes: readonly ShownRoute[], paint: Paint): string {
  return `${visible(routes)
    .map((route) => routeParagraph(route, paint))
    .join("\n\n")}\n`;
}

function routeParagraph(route: ShownRoute, paint: Paint): string {
  const { side, framework, kind, method, path, handler, steps, unresolved = [], takes } = route;
  const at = ({ file, line }: ShownLine): string => paint.cyan(`${file}:${line}`);
  const title = `${paint.bold(`${method} ${path}`)}  ${paint.dim([side, framework, ...(kind === "http" ? [] : [kind])].join(", "))}`;
  const parts = steps.map((step) => [`  ${step.text === "" ? '""' : step.text}`, step.by, at(step)]);
  const notes = [
    ...(handler ? [[`  answered by ${handler.name}`, at(handler)]] : []),
    ...(takes ? [[`  takes ${takes.type}`, at(takes)]] : []),
    ...(takes?.fields ?? []).map((field) => [
      `    ${field.name}: ${field.type}${field.isDefaulted ? ", may be left out" : ""}`,
    ]),
    ...(route.implicit ? [["  added by the framework", at(route)]] : []),
    ...(route.conditional === undefined ? [] : [[`  only if ${route.conditional}`, at(route)]]),
    ...(route.unmounted ? [["  no app is seen to reach it", at(route)]] : []),
    ...distinct(unresolved).map((each) => [paint.yellow(`  not known: ${each.reason}`), at(each)]),
  ];
  return [title, ...alignedLines(parts), ...alignedLines(notes)].join("\n");
}

/** One reason at one place may stand behind several parts of a path. */
function distinct<T extends ShownLine & { readonly reason: string }>(reasons: readonly T[]): readonly T[] {
  return [...new Map(reasons.map((each) => [`${each.reason} ${each.file}:${each.line}`, each])).values()];
}
