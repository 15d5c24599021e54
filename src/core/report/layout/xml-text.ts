/** What XML 1.0 (section 2.2) cannot hold in any form: most control characters, half pairs, two non-characters. */
// oxlint-disable-next-line no-control-regex -- these are what is looked for
const NOT_XML = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\uFFFE\uFFFF]|\p{Cs}/gu;

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\t": "&#9;",
  "\n": "&#10;",
  "\r": "&#13;",
};

/** Text between two tags; what XML cannot hold is written as a JSON escape. */
export function xmlText(text: string): string {
  return escaped(text, /[&<>\r]/g);
}

/** An attribute with a blank before it: `(name, value)` → ` name="value"`; line breaks and tabs survive. */
export function xmlAttribute(name: string, value: string | number): string {
  return ` ${name}="${escaped(String(value), /[&<>"\t\n\r]/g)}"`;
}

function escaped(text: string, special: RegExp): string {
  return text
    .replaceAll(NOT_XML, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .replaceAll(special, (character) => ENTITIES[character] ?? character);
}

/** How a test of JUnit XML ended. */
export type JunitEnding = "passed" | "failure" | "error" | "skipped";

/** How many tests ended how, as JUnit XML's attributes: ` tests="2" failures="1" errors="0" skipped="0"` */
export function junitCounts(endings: readonly JunitEnding[]): string {
  const count = (ending: JunitEnding): number => endings.filter((each) => each === ending).length;
  return (
    xmlAttribute("tests", endings.length) +
    xmlAttribute("failures", count("failure")) +
    xmlAttribute("errors", count("error")) +
    xmlAttribute("skipped", count("skipped"))
  );
}
