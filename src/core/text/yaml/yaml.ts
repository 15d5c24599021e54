import { isAlias, isMap, isScalar, isSeq, parseDocument, type Node, type Pair } from "yaml";
import type { Finding, FindingSeverity } from "#core/model/finding.ts";
import type { Range } from "#core/model/place.ts";
import { createLines, type Lines } from "../lines.ts";

/** A value of a YAML document with where it stands; aliases are already replaced by what they name. */
export type YamlNode = YamlMap | YamlList | YamlScalar;

export interface YamlEntry {
  /** A key that is not text, as it is written: `1`. */
  readonly key: string;
  readonly keyRange: Range;
  readonly value: YamlNode;
}

export interface YamlMap {
  readonly kind: "map";
  readonly range: Range;
  /** In the order of the document, each key once. */
  readonly entries: readonly YamlEntry[];
}

interface YamlList {
  readonly kind: "list";
  readonly range: Range;
  readonly items: readonly YamlNode[];
}

export interface YamlScalar {
  readonly kind: "scalar";
  readonly range: Range;
  /** A number may have lost digits here; `source` has them all. */
  readonly value: null | boolean | number | string;
  /** As it is written, without quotes; empty where nothing is written. */
  readonly source: string;
}

/** One document that was read. */
export interface YamlDocument {
  readonly file: string;
  /** Undefined where the text is not YAML; the findings say why. */
  readonly root: YamlNode | undefined;
  readonly findings: readonly Finding[];
  /** Where `part` is written inside `range`; the whole range where it is spelt otherwise (escapes, folded lines). */
  locate(range: Range, part: string): Range;
}

/** Aliases can make a short text arbitrarily large, even endless; no real file comes near these. */
const MOST_NODES = 100_000;
const MOST_LEVELS = 200;
/** A bracket in the middle of a word: between brackets, `GET /nodes/{id}` has to stand in quotes. */
const UNQUOTED_BRACKET = /^[^\s,[\]{}:][[{]$/;

/**
 * Reads a text as one YAML 1.2 document with the core schema: `yes` and `2024-01-01` are text. Positions count without
 * a byte order mark, as an editor shows them. Never throws: what is wrong is among the findings
 * (`yaml-syntax`, `yaml-quotes-needed`, `yaml-duplicate-key`, `yaml-complex-key`, `yaml-alias-unknown`,
 * `yaml-too-large`, `yaml-too-deep`).
 */
export function parseYaml(file: string, text: string): YamlDocument {
  return new Conversion(file, text.replace(/^\uFEFF/, "")).document();
}

/** The state of one reading: the package's own tree is turned into ours and let go. */
class Conversion {
  readonly #file: string;
  readonly #text: string;
  readonly #lines: Lines;
  readonly #findings: Finding[] = [];
  readonly #anchors = new Map<string, Node>();
  #nodes = 0;
  #isTooDeep = false;

  constructor(file: string, text: string) {
    this.#file = file;
    this.#text = text;
    this.#lines = createLines(text);
  }

  document(): YamlDocument {
    const parsed = parseDocument(this.#text, { schema: "core", prettyErrors: false, uniqueKeys: false });
    for (const { message, pos } of parsed.errors.slice(0, 1)) {
      // One broken line makes the rest of the text look broken; the others tell nothing new.
      const isUnquoted = UNQUOTED_BRACKET.test(this.#text.slice(Math.max(0, pos[0] - 1), pos[0] + 1));
      // The package reads by recursion; how deep it comes depends on the stack that is left.
      if (message.startsWith("Maximum call stack")) this.#isTooDeep = true;
      else if (isUnquoted) this.#report("yaml-quotes-needed", this.#range(pos[0], pos[1]), {});
      else this.#report("yaml-syntax", this.#range(pos[0], pos[1]), { message });
    }
    for (const { message, pos } of parsed.warnings) {
      this.#report("yaml-syntax", this.#range(pos[0], pos[1]), { message }, "warning");
    }
    const root = parsed.errors.length === 0 ? this.#convert(parsed.contents, 0, 0) : undefined;
    const isTooLarge = this.#nodes > MOST_NODES;
    if (this.#isTooDeep) this.#report("yaml-too-deep", this.#range(0, 0), { most: MOST_LEVELS });
    else if (isTooLarge) this.#report("yaml-too-large", this.#range(0, 0), { most: MOST_NODES });
    return {
      file: this.#file,
      root: isTooLarge || this.#isTooDeep ? undefined : root,
      findings: this.#findings,
      locate: (range, part) => this.#locate(range, part),
    };
  }

  #convert(written: Node | null, level: number, offset: number): YamlNode {
    const node = this.#resolve(written);
    const [start, end] = written?.range ?? [offset, offset];
    const range = this.#range(start, end);
    const nothing: YamlScalar = { kind: "scalar", range, value: null, source: "" };
    if (level > MOST_LEVELS) this.#isTooDeep = true;
    this.#nodes++;
    if (node === undefined || this.#nodes > MOST_NODES || this.#isTooDeep) return nothing;
    if (isMap(node)) return { kind: "map", range, entries: this.#entries(node.items, level, start) };
    if (isSeq(node)) {
      return { kind: "list", range, items: node.items.map((item) => this.#convert(asNode(item), level + 1, end)) };
    }
    return isScalar(node) ? { kind: "scalar", range, ...scalar(node.value, node.source) } : nothing;
  }

  #entries(pairs: readonly Pair[], level: number, start: number): readonly YamlEntry[] {
    const entries = new Map<string, YamlEntry>();
    for (const pair of pairs) {
      const key = asNode(pair.key);
      const [keyStart, keyEnd] = key?.range ?? [start, start];
      const keyRange = this.#range(keyStart, keyEnd);
      if (!isScalar(key)) {
        this.#report("yaml-complex-key", keyRange, {});
        continue;
      }
      const name = typeof key.value === "string" ? key.value : (key.source ?? "");
      if (entries.has(name)) this.#report("yaml-duplicate-key", keyRange, { key: name });
      else entries.set(name, { key: name, keyRange, value: this.#convert(asNode(pair.value), level + 1, keyEnd) });
    }
    return [...entries.values()];
  }

  /** The node itself, or what an alias names: the last anchor of that name before it (YAML 1.2.2, section 7.1). */
  #resolve(node: Node | null): Node | undefined {
    if (node === null) return undefined;
    if (!isAlias(node)) {
      if ((isMap(node) || isSeq(node) || isScalar(node)) && node.anchor !== undefined) {
        this.#anchors.set(node.anchor, node);
      }
      return node;
    }
    const [start, end] = node.range ?? [0, 0];
    const named = this.#anchors.get(node.source);
    if (named === undefined) this.#report("yaml-alias-unknown", this.#range(start, end), { alias: node.source });
    return named;
  }

  #range(start: number, end: number): Range {
    // A block value ends with its line break; the last thing that can be seen is what an editor should mark.
    return this.#lines.rangeOf(start, start + this.#text.slice(start, end).trimEnd().length);
  }

  #locate(range: Range, part: string): Range {
    const at = this.#text.indexOf(part, this.#lines.offsetAt(range.start));
    const isInside = at >= 0 && at + part.length <= this.#lines.offsetAt(range.end);
    return isInside ? this.#range(at, at + part.length) : range;
  }

  #report(code: string, range: Range, facts: Finding["facts"], severity: FindingSeverity = "error"): void {
    this.#findings.push({ code, severity, place: { file: this.#file, range }, facts });
  }
}

function asNode(value: unknown): Node | null {
  return isAlias(value) || isMap(value) || isSeq(value) || isScalar(value) ? value : null;
}

function scalar(value: unknown, source = ""): Pick<YamlScalar, "value" | "source"> {
  const isKnown = value === null || ["boolean", "number", "string"].includes(typeof value);
  return { value: isKnown ? (value as YamlScalar["value"]) : source, source };
}
