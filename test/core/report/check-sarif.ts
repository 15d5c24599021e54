import schema from "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json" with { type: "json" };
import { Ajv } from "ajv";

/** What a text breaks of the schema of SARIF 2.1.0 (OASIS), a line each; nothing where it keeps to it. */
export function sarifFaults(text: string): readonly string[] {
  // The schema is of draft-04, of whose differences to ours it uses only the name of its own identifier.
  const { id: _, $schema: __, ...rest } = schema;
  const ajv = new Ajv({
    strict: false,
    // One pattern of the schema is no Unicode expression.
    unicodeRegExp: false,
    allErrors: true,
    formats: {
      uri: (value: string) => URL.canParse(value),
      "uri-reference": (value: string) =>
        /^[\w\-.~:/?#[\]@!$&'()*+,;=%]*$/.test(value) && URL.canParse(value, "file:///a/"),
      "date-time": (value: string) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/.test(value),
    },
  });
  const isValid = ajv.compile(rest);
  if (isValid(JSON.parse(text))) return [];
  return (isValid.errors ?? []).map(({ instancePath, message = "" }) => `${instancePath} ${message}`);
}
