import type { Paint } from "./layout/paint.ts";
import { counted } from "./layout/text-table.ts";

/** What became of a recording. */
interface ShownRecording {
  readonly file?: string;
  readonly requests: number;
  /** How many requests became no case, by why. */
  readonly leftOut: ReadonlyMap<string, number>;
  readonly senders: {
    readonly unknown: readonly { readonly name: string; readonly headers: readonly string[] }[];
    readonly assumed?: string;
  };
  /** The caller's secrets that the cases ask for. */
  readonly secrets: readonly string[];
}

/** What became of a recording, and what to do next, for a terminal. Ends with a line feed. */
export function recordingText({ file, requests, leftOut, senders, secrets }: ShownRecording, paint: Paint): string {
  const lines = [
    file === undefined ? "No case was written." : `${paint.bold(file)}: ${counted(requests, "request")}`,
    ...[...leftOut].map(([why, count]) => paint.dim(`  ${counted(count, "request")} left out: ${why}`)),
    ...(senders.assumed === undefined
      ? []
      : [
          `  Who sent them is not known from the recording alone; \`as: ${senders.assumed}\` assumes the project's first identity.`,
        ]),
    ...senders.unknown.flatMap(identityLines),
    ...(secrets.length === 0
      ? []
      : [
          `  ${secrets.map((name) => `\${secret:${name}}`).join(", ")} in it: the values are not written. Set ${secrets.join(", ")} in your environment where the cases run.`,
        ]),
    ...(file === undefined ? [] : ["Look through it, then `portolan cases accept` moves it to your case files."]),
  ];
  return `${lines.join("\n")}\n`;
}

function identityLines({
  name,
  headers,
}: {
  readonly name: string;
  readonly headers: readonly string[];
}): readonly string[] {
  const variable = name.toUpperCase().replaceAll(/\W/g, "_");
  const written = headers.map(
    (header) => `${header}: "\${secret:${variable}_${header.toUpperCase().replaceAll(/\W/g, "_")}}"`,
  );
  return [
    `  The project file has no identity that sends what \`as: ${name}\` stands for. Add it, by a login or by its headers:`,
    `    identities: { ${name}: { headers: { ${written.join(", ")} } } }`,
  ];
}
