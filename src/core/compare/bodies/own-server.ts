import type { Side } from "#core/model/endpoint.ts";
import { SIDES } from "#core/model/endpoint.ts";
import type { Difference } from "#core/model/run/difference.ts";
import type { Answer, AnswerBody, Exchange } from "#core/model/run/exchange.ts";
import type { AnswerPair } from "#core/gaps/hint-subject.ts";

/** What both sides' own address is written as while they are compared: port 0 is nobody's. */
const OWN_SERVER = "own-server.invalid:0";

/** Where each side listens. */
export interface OwnServers {
  /** As it stands in the address of the request: `127.0.0.1:18001`. */
  readonly hosts: Readonly<Record<Side, string>>;
  readonly ports: Readonly<Record<Side, string>>;
}

/** Lower ports are given by hand, and are numbers like others in a body. */
const LOWEST_PORT = 1024;

/** Where the two sides listen; undefined where they do not listen at two ports, and nothing has to be told apart. */
export function ownServers(exchanges: Readonly<Record<Side, Exchange>>): OwnServers | undefined {
  const [python, rust] = SIDES.map((side) => URL.parse(exchanges[side].request.url));
  if (python === null || rust === null || python === undefined || rust === undefined) return undefined;
  if (python.host === rust.host || python.port === "" || rust.port === "") return undefined;
  return {
    hosts: { python: python.host, rust: rust.host },
    ports: { python: python.port, rust: rust.port },
  };
}

/** Two answers in which each side's own address is one and the same. */
export function withoutOwnServers(answers: AnswerPair, servers: OwnServers): AnswerPair {
  return {
    python: answerWithout(answers.python, servers, "python"),
    rust: answerWithout(answers.rust, servers, "rust"),
  };
}

function answerWithout(answer: Answer, servers: OwnServers, side: Side): Answer {
  const replace = replacer(servers, side);
  return {
    ...answer,
    headers: answer.headers.map(([name, value]) => [name, replace(value)] as const),
    body: bodyWithout(answer.body, replace),
  };
}

function bodyWithout(body: AnswerBody, replace: (text: string) => string): AnswerBody {
  return body.kind === "text" ? { kind: "text", text: replace(body.text) } : body;
}

/** Any text of a side with the same stand-in. */
export function textWithoutOwnServer(text: string, servers: OwnServers, side: Side): string {
  return replacer(servers, side)(text);
}

/** Replaces `127.0.0.1:18001`, the same by its other names, and percent-encoded, with what both sides have in common. */
function replacer({ hosts, ports }: OwnServers, side: Side): (text: string) => string {
  const port = ports[side];
  // Most texts end the question here.
  return (text) => (text.includes(port) ? replaceAddress(text, hosts[side], port) : text);
}

function replaceAddress(text: string, ownHost: string, port: string): string {
  const host = ownHost.slice(0, -port.length - 1).replaceAll(/[.[\]]/g, String.raw`\$&`);
  const names = [
    host,
    String.raw`127\.0\.0\.1`,
    "localhost",
    String.raw`0\.0\.0\.0`,
    String.raw`\[::1\]`,
    "%5B(?:::|%3A%3A)1%5D",
  ];
  const address = new RegExp(
    String.raw`(?<=^|[^\w.-]|%(?:25)*2F)(?:${names.join("|")})(:|%(?:25)*3A)${port}(?!\d)`,
    "gi",
  );
  return text.replaceAll(address, (_, colon: string) => OWN_SERVER.replace(":", colon.toUpperCase()));
}

/** A difference as each side wrote it. */
export function withOwnServers(difference: Difference, { hosts }: OwnServers): Difference {
  const { python, rust } = difference.values;
  const { hint } = difference;
  const shown = (text: string, side: Side): string =>
    text.replaceAll(/own-server\.invalid(:|%(?:25)*3A)0/g, (_, colon: string) =>
      hosts[side].replace(/:(?=\d+$)/, colon),
    );
  return {
    ...difference,
    values: {
      ...(python !== undefined && { python: shown(python, "python") }),
      ...(rust !== undefined && { rust: shown(rust, "rust") }),
    },
    ...(hint !== undefined && { hint: { ...hint, text: shown(hint.text, "python") } }),
  };
}

/** Whether two values, as they are written, are each side's own port. */
export function areOwnPorts(python: string, rust: string, servers: OwnServers | undefined): boolean {
  if (servers === undefined || Number(servers.ports.python) < LOWEST_PORT) return false;
  const bare = (text: string): string => text.replace(/^"(.*)"$/, "$1");
  return bare(python) === servers.ports.python && bare(rust) === servers.ports.rust;
}

/** A folder that a program made for itself: Python's `tempfile`, Rust's `tempfile`, `mktemp`, and our own. */
const TEMPORARY =
  /(?:\/private)?(?:\/tmp|\/var\/tmp|\/var\/folders\/[^/\s"]+\/[^/\s"]+\/T|[A-Z]:(?:\\[^\\\s"]+)+\\Temp)[\\/]{1,2}(?:tmp[\da-z_]{8}|\.tmp[\dA-Za-z]{6}|tmp\.[\dA-Za-z]{6,12}|portolan-[\w-]+)/g;

/** Whether two texts differ only in what each side has its own: its port, as a number by itself, and temporary folders. */
export function areSameButOwn(python: string, rust: string, servers: OwnServers | undefined): boolean {
  const [left, right] = [withoutOwn(python, servers?.ports.python), withoutOwn(rust, servers?.ports.rust)];
  return left !== python && right !== rust && left === right;
}

function withoutOwn(text: string, port: string | undefined): string {
  const bare = /tmp|temp|\/T\//i.test(text) ? text.replaceAll(TEMPORARY, "/tmp/*") : text;
  if (port === undefined || Number(port) < LOWEST_PORT || !bare.includes(port)) return bare;
  return bare.replaceAll(new RegExp(String.raw`(?<![\w.])${port}(?![\w.]*\w)`, "g"), "${port}");
}
