import type { Answer, Unreachable } from "#core/model/run/exchange.ts";
import { type Ask, headerOf } from "./ask.ts";
import type { AssetFault } from "./asset-fault.ts";
import type { Site } from "./site.ts";

/** A file outside of the build, by the way that leads to it from the build. */
export interface Outside {
  /** Relative to the build: `../../portolan.yaml`. */
  readonly path: string;
  /** Absolute, where it is known. */
  readonly absolute?: string;
  readonly text: string;
}

/** How a way out may be spelt: what stands for `../`, and for the slashes after it. */
const SPELLINGS: readonly (readonly [up: string, slash: string])[] = [
  ["../", "/"],
  ["%2e%2e/", "/"],
  [".%2e/", "/"],
  ["..%2f", "%2f"],
  ["%2e%2e%2f", "%2f"],
  ["..%5c", "%5c"],
  ["%2e%2e%5c", "%5c"],
  ["%252e%252e%252f", "%252f"],
  ["..%c0%af", "%c0%af"],
  ["....//", "/"],
];

/** No spelling of a path leads out of the build, and none breaks the server. */
export async function checkEscapes(ask: Ask, site: Site, outside: Outside): Promise<readonly AssetFault[]> {
  const { settings, copy, files } = site;
  const faults: AssetFault[] = [];
  const isGivenAway = (answer: Answer | Unreachable, text: string): boolean =>
    answer.kind === "answer" && answer.body.kind === "text" && answer.body.text.includes(text.trim());
  const look = async (target: string, code: string, text: string): Promise<void> => {
    const answer = await ask(target);
    const common = { place: settings.place, target };
    if (isGivenAway(answer, text)) faults.push({ code, ...common });
    else if (answer.kind === "answer" && answer.status >= 500) {
      faults.push({ code: "assets-escape-fails", ...common, facts: { status: answer.status } });
    }
  };
  for (const target of waysOut(site, outside)) await look(target, "assets-escape", outside.text);
  await look(`${settings.at}/${copy.bait.link}`, "assets-follows-link", copy.bait.text);
  const inner = files.find(({ path }) => path.includes("/")) ?? site.index;
  for (const target of [`${settings.at}/%00`, `${inner.target}%00`, `${settings.at}/%00/${inner.path}`]) {
    const answer = await ask(target);
    if (answer.kind === "answer" && answer.status >= 500) {
      const facts = { status: answer.status };
      faults.push({ code: "assets-escape-fails", place: settings.place, target, facts });
    }
  }
  return [...faults, ...(await hiddenFaults(ask, site)), ...linkFaults(site)];
}

function waysOut({ settings: { at }, files }: Site, { path, absolute }: Outside): readonly string[] {
  const ups = path.split("../").length - 1;
  const rest = path.replaceAll("../", "").split("/");
  const folder = files.map((each) => /^[^/]+\//.exec(each.path)?.[0]).find((each) => each !== undefined);
  const starts = [
    { start: `${at}/`, steps: ups },
    ...(folder === undefined ? [] : [{ start: `${at}/${folder}`, steps: ups + 1 }]),
  ];
  const relative = starts.flatMap(({ start, steps }) =>
    SPELLINGS.map(([up, slash]) => start + up.repeat(steps) + rest.join(slash)),
  );
  if (absolute === undefined) return relative;
  const whole = absolute.slice(1);
  return [
    ...relative,
    `${at}//${whole}`,
    `${at}/%2f${whole.replaceAll("/", "%2f")}`,
    `${at}/${"../".repeat(24)}${whole}`,
  ];
}

/** `.env` and the like, which nobody means to give away. */
async function hiddenFaults(ask: Ask, { settings, hidden }: Site): Promise<readonly AssetFault[]> {
  const faults: AssetFault[] = [];
  for (const { target } of hidden) {
    const answer = await ask(target);
    const isServed =
      answer.kind === "answer" && answer.status === 200 && !/html/.test(headerOf(answer, "content-type") ?? "");
    if (isServed) faults.push({ code: "assets-hidden-file", severity: "warning", place: settings.place, target });
  }
  return faults;
}

function linkFaults({ settings, copy }: Site): readonly AssetFault[] {
  return copy.linksOut.map(({ path, target }) => {
    return {
      code: "assets-link-out",
      place: settings.place,
      target: `${settings.folder}/${path}`,
      facts: { to: target },
    };
  });
}
