import type { Finding } from "#core/model/finding.ts";
import type { Crates } from "../../crates/crates.ts";
import type { Argument } from "../../values/values.ts";

/** axum writes a parameter as `{id}` since 0.8 and as `:id` before; the other spelling is refused, or a plain text. */
const NEW_SINCE = 8;

/** A finding where a path is spelt in the way of another version of axum than the crate's manifest asks for. */
export function pathSyntaxFinding(crates: Crates, { place }: Argument, text: string): Finding | undefined {
  const isOld = text.split("/").some((segment) => /^[:*]\w/.test(segment));
  const isNew = /\{\*?[A-Za-z_]\w*\}/.test(text);
  if (isOld === isNew) return undefined;
  const [crate] = crates.all
    .filter(({ folder }) => folder === "" || place.file.startsWith(`${folder}/`))
    .toSorted((one, other) => other.folder.length - one.folder.length);
  const version = /^[\^~=\s]*0\.(\d+)/.exec(crate?.versions["axum"] ?? "");
  if (!version || isNew === Number(version[1]) >= NEW_SINCE) return undefined;
  const code = isOld ? "path-syntax-old" : "path-syntax-new";
  return { code, severity: "warning", place, facts: { path: text, version: `axum 0.${version[1]}` } };
}
