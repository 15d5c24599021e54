import type { Finding } from "#core/model/finding.ts";
import type { FileFacts } from "#core/model/sources/file-facts.ts";
import type { Readers } from "#core/ports.ts";

/**
 * Reads a contract together with the files that its references lead to, however many from one to the next.
 * `readText` gives the text of such a file, or undefined where there is none or where it is not read, of which
 * `reasonOf` tells why. `files` are all that the contract depends on, also those that are missing.
 */
export async function readWithReferences(
  readers: Readers,
  contract: { readonly file: string; readonly text: string },
  readText: (file: string) => Promise<string | undefined>,
  reasonOf: (file: string) => string | undefined,
): Promise<{ readonly facts: FileFacts; readonly files: ReadonlySet<string> }> {
  const files = new Set([contract.file]);
  const beside = new Map<string, string>();
  for (;;) {
    const facts = await readers.read(contract.file, contract.text, beside);
    const wanted = facts.language === "openapi" ? facts.wanted.filter((each) => !files.has(each)) : [];
    for (const file of wanted) {
      files.add(file);
      const text = await readText(file);
      if (text !== undefined) beside.set(file, text);
    }
    // What is missing is among the findings already.
    if (wanted.some((file) => beside.has(file))) continue;
    const findings = facts.findings.map((finding) => withReason(finding, reasonOf));
    return { facts: { ...facts, findings }, files };
  }
}

/** A reference that leads nowhere because its file is not read. */
function withReason(finding: Finding, reasonOf: (file: string) => string | undefined): Finding {
  const { file } = finding.facts;
  if (finding.code !== "contract-reference-missing" || typeof file !== "string") return finding;
  const reason = reasonOf(file);
  return reason === undefined
    ? finding
    : { ...finding, code: "contract-reference-unreadable", facts: { ...finding.facts, reason } };
}
