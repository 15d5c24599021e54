import { ARRAY, OBJECT, ROOT, kindOf } from "#core/text/json/json-document.ts";
import { readJson } from "#core/text/json/json-reader.ts";
import { readMediaType } from "#core/text/http/media-type.ts";

/** A body that is a row of items, one after the other. */
export type ItemFormat = "json-lines" | "event-stream";

/** The items of a body as one JSON array, so that the fourth one's id is `/3/data/id`; or why there is none. */
export type ItemReading =
  | { readonly kind: "items"; readonly texts: readonly string[] }
  | { readonly kind: "malformed"; readonly reason: string };

const FORMATS: Readonly<Record<string, ItemFormat>> = {
  "application/x-ndjson": "json-lines",
  "application/ndjson": "json-lines",
  "application/jsonl": "json-lines",
  "application/x-jsonlines": "json-lines",
  "application/jsonlines": "json-lines",
  "text/event-stream": "event-stream",
};

/** The format that a Content-Type promises; undefined where it promises no items. */
export function itemFormat(contentType: string | undefined): ItemFormat | undefined {
  return contentType === undefined ? undefined : FORMATS[readMediaType(contentType).essence];
}

/** Takes a body apart into its items, each as a JSON text. */
export function readItems(format: ItemFormat, body: string): ItemReading {
  return format === "json-lines" ? readJsonLines(body) : { kind: "items", texts: readEvents(body) };
}

/** JSON Lines (jsonlines.org): a JSON text a line; blank lines are passed over. */
function readJsonLines(body: string): ItemReading {
  const texts: string[] = [];
  for (const [index, line] of body.split("\n").entries()) {
    if (line.trim() === "") continue;
    const reading = readJson(line);
    if (reading.kind === "malformed") return { kind: "malformed", reason: `in line ${index + 1} ${reading.reason}` };
    texts.push(line);
  }
  return { kind: "items", texts };
}

/**
 * The events that a client is handed (HTML standard, section 9.2.6), each as `{"event", "data", "id", "retry"}` with
 * the fields that were sent. `id` and `retry` are of the stream and hold from where they stand on: in a block without
 * data they are taken for the next event, as a client sees no difference. Data that is a JSON object or array is taken as such, anything else is a text. Comments,
 * the default type `message`, and an event that no blank line closes are not handed over, and leave no trace.
 */
function readEvents(body: string): readonly string[] {
  const events: string[] = [];
  let data: string[] = [];
  let fields = new Map<string, string>();
  // An id holds for the events behind it too, whether it is sent again or not.
  let lastId: string | undefined;
  // What follows the last line's end is no line.
  const lines = body.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/);
  for (const line of lines.slice(0, -1)) {
    if (line === "") {
      if (data.length > 0) fields.set("data", dataText(data.join("\n")));
      const isHandedOver = fields.has("data");
      if (isHandedOver) {
        const id = fields.get("id");
        if (id === lastId) fields.delete("id");
        lastId = id ?? lastId;
        events.push(eventText(fields));
      }
      data = [];
      fields = new Map(isHandedOver ? [] : [...fields].filter(([name]) => name !== "event"));
      continue;
    }
    const [, name = "", value = ""] = /^([^:]*)(?::[ ]?(.*))?$/s.exec(line) ?? [];
    if (name === "data") data.push(value);
    if (name === "event" && value !== "message") fields.set("event", JSON.stringify(value));
    if (name === "id" && !value.includes("\0")) fields.set("id", JSON.stringify(value));
    if (name === "retry" && /^\d+$/.test(value)) fields.set("retry", String(Number(value)));
  }
  if (fields.has("retry") && data.length === 0)
    events.push(eventText(new Map([...fields].filter(([name]) => name === "retry"))));
  return events;
}

function dataText(data: string): string {
  const reading = readJson(data);
  const kind = reading.kind === "document" ? kindOf(reading.document, ROOT) : undefined;
  return kind === OBJECT || kind === ARRAY ? data : JSON.stringify(data);
}

function eventText(fields: ReadonlyMap<string, string>): string {
  const members = ["event", "data", "id", "retry"].flatMap((name) => {
    const value = fields.get(name);
    return value === undefined ? [] : [`"${name}":${value}`];
  });
  return `{${members.join(",")}}`;
}
