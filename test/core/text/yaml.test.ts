import { describe, expect, it } from "vitest";
import type { Range } from "#core/model/place.ts";
import { jsonText } from "#core/text/yaml/yaml-json.ts";
import { parseYaml, type YamlNode } from "#core/text/yaml/yaml.ts";

/** Every key and value with its range and what the text has there, then the findings. */
function checkYaml(text: string): string {
  const { root, findings } = parseYaml("a.yaml", text);
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  const written = ({ start, end }: Range) => {
    const last = start.line === end.line ? end.character : undefined;
    return `${rangeText({ start, end })} ${lines[start.line]?.slice(start.character, last) ?? ""}`;
  };
  const show = (node: YamlNode, indent: string): readonly string[] => {
    if (node.kind === "scalar") return [`${indent}${written(node.range)} = ${JSON.stringify(node.value)}`];
    const inside =
      node.kind === "list"
        ? node.items.flatMap((item) => show(item, `${indent}  `))
        : node.entries.flatMap(({ keyRange, value }) => [
            `${indent}  ${written(keyRange)}:`,
            ...show(value, `${indent}    `),
          ]);
    return [`${indent}${rangeText(node.range)} ${node.kind}`, ...inside];
  };
  const found = findings.map(({ code, place, facts }) =>
    [place && rangeText(place.range), code, JSON.stringify(facts)].join(" "),
  );
  return [...(root ? show(root, "") : ["no document"]), ...found].join("\n");
}

function rangeText({ start, end }: Range): string {
  return `${start.line}:${start.character}-${end.line}:${end.character}`;
}

/** The JSON text of a YAML document. */
function checkJson(text: string): string | undefined {
  const { root } = parseYaml("a.yaml", text);
  return root && jsonText(root);
}

describe("the ranges of YAML", () => {
  it("cover keys and values, and nothing of the blanks behind them", () => {
    expect(checkYaml('a: { "b c": [1, x] }\nd: |\n  two\n  lines\n\ne:\nf: - g\n'.replace("- g", "'g'")))
      .toMatchInlineSnapshot(`
      "0:0-6:6 map
        0:0-0:1 a:
          0:3-0:20 map
            0:5-0:10 "b c":
              0:12-0:18 list
                0:13-0:14 1 = 1
                0:16-0:17 x = "x"
        1:0-1:1 d:
          1:3-3:7 | = "two\\nlines\\n"
        5:0-5:1 e:
          5:2-5:2  = null
        6:0-6:1 f:
          6:3-6:6 'g' = "g""
    `);
  });

  it("count UTF-16 units, without a byte order mark", () => {
    expect(checkYaml("\uFEFF{ 😀: é, b: c }")).toMatchInlineSnapshot(`
      "0:0-0:15 map
        0:2-0:4 😀:
          0:6-0:7 é = "é"
        0:9-0:10 b:
          0:12-0:13 c = "c""
    `);
  });

  it("take lines that end as Windows ends them", () => {
    expect(checkYaml("a: 1\r\nb: 2\r\n")).toMatchInlineSnapshot(`
      "0:0-1:4 map
        0:0-0:1 a:
          0:3-0:4 1 = 1
        1:0-1:1 b:
          1:3-1:4 2 = 2"
    `);
  });

  it("of an alias are where it is used", () => {
    expect(checkYaml("a: &x [1]\nb: *x\n")).toMatchInlineSnapshot(`
      "0:0-1:5 map
        0:0-0:1 a:
          0:6-0:9 list
            0:7-0:8 1 = 1
        1:0-1:1 b:
          1:3-1:5 list
            0:7-0:8 1 = 1"
    `);
  });
});

describe("YAML that is wrong", () => {
  it.each<[what: string, text: string]>([
    ["a map in a map in one line", "a: b: c\n\td"],
    ["two documents", "a: 1\n---\nb: 2\n"],
    ["an endpoint without quotes", "[GET /a/{id}]"],
    ["very deep nesting", "[".repeat(10_000)],
  ])("%s leaves no document and one finding", (_, text) => {
    const { root, findings } = parseYaml("a.yaml", text);
    expect([root, findings.map(({ severity }) => severity)]).toEqual([undefined, ["error"]]);
  });

  it("cannot grow without limit through aliases", () => {
    const bomb = Array.from({ length: 20 }, (_, level) => `a${level}: &a${level} [${`*a${level - 1}, `.repeat(9)}]`);
    const text = bomb.join("\n").replaceAll("*a-1, ", "x, ");
    expect(checkYaml(text)).toMatchInlineSnapshot(`
      "no document
      0:0-0:0 yaml-too-large {"most":100000}"
    `);
    expect(checkYaml("a: &a [*a]")).toMatchInlineSnapshot(`
      "no document
      0:0-0:0 yaml-too-deep {"most":200}"
    `);
  });

  it("takes an alias that names nothing for nothing", () => {
    expect(checkYaml("a: *b\nb: &b 1\n")).toMatchInlineSnapshot(`
      "0:0-1:7 map
        0:0-0:1 a:
          0:3-0:5 *b = null
        1:0-1:1 b:
          1:6-1:7 1 = 1
      0:3-0:5 yaml-alias-unknown {"alias":"b"}"
    `);
  });

  it("keeps the first of a key that stands twice", () => {
    expect(checkYaml("a: 1\na: 2\n? [b]\n: 3\n")).toMatchInlineSnapshot(`
      "0:0-3:3 map
        0:0-0:1 a:
          0:3-0:4 1 = 1
      1:0-1:1 yaml-duplicate-key {"key":"a"}
      2:2-2:5 yaml-complex-key {}"
    `);
  });
});

describe("the JSON of YAML", () => {
  it("keeps the spelling of numbers that JSON can spell so", () => {
    expect(checkJson("[9007199254740993, -0, 1.0, 1.50, 1e5, 1E+16, 1e-05, 1e999]")).toMatchInlineSnapshot(
      `"[9007199254740993,-0,1.0,1.50,1e5,1E+16,1e-05,1e999]"`,
    );
  });

  it("spells the others in JSON's way without losing a digit", () => {
    expect(
      checkJson("[+1, 007, -007, .5, -.5, 1., 0x7FFFFFFFFFFFFFFF, 0o17, +12345678901234567890]"),
    ).toMatchInlineSnapshot(`"[1,7,-7,0.5,-0.5,1,9223372036854775807,15,12345678901234567890]"`);
  });

  it("keeps the order of keys, and takes YAML 1.2's words only", () => {
    expect(
      checkJson("{ b: yes, 1: true, a: ~, c: , d: '5', e: 2024-01-01, <<: x, __proto__: 1 }"),
    ).toMatchInlineSnapshot(`"{"b":"yes","1":true,"a":null,"c":null,"d":"5","e":"2024-01-01","<<":"x","__proto__":1}"`);
  });
});
