import { expect, test } from "vitest";

import type { Json } from "#core/model/operation.ts";

import { typesOfSchema } from "../../../src/core/stubs/types-of-schema.ts";
import { rustType, writeModel } from "../../../src/core/stubs/write-models.ts";

const ABILITIES = {
  hasSerde: true,
  hasJsonValue: true,
  hasUuid: true,
  hasUtoipa: false,
  hasJson: true,
  hasColonPaths: false,
} as const;

/** The type of a schema, then its models, without derives. */
function check(schema: Json, schemas: Readonly<Record<string, Json>> = {}): string {
  const { type, models } = typesOfSchema(schema, { components: { schemas } }, "Answer");
  const texts = models.map((model) => writeModel(model, models, "written", ABILITIES).replace(/^#\[derive.*\n/, ""));
  return [rustType(type, ABILITIES), ...texts].join("\n");
}

const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });

test("names that Rust cannot have are renamed, and two that would be one are told apart", () => {
  const properties = {
    "user-id": { type: "integer" },
    userId: { type: "integer", format: "int32" },
    type: { type: "string" },
  };
  expect(check({ type: "object", properties, required: ["user-id", "userId", "type"] })).toMatchInlineSnapshot(`
    "Answer
    pub struct Answer {
        #[serde(rename = "user-id")]
        pub user_id: i64,
        #[serde(rename = "userId")]
        pub user_id_2: i32,
        pub r#type: String,
    }
    "
  `);
});

test("null, missing, and both", () => {
  const properties = {
    null: { anyOf: [{ type: "string" }, { type: "null" }] },
    older: { type: "integer", nullable: true },
    missing: { type: "boolean" },
    both: { type: ["number", "null"] },
  };
  expect(check({ type: "object", properties, required: ["null", "older"] })).toMatchInlineSnapshot(`
    "Answer
    pub struct Answer {
        pub null: Option<String>,
        pub older: Option<i64>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub missing: Option<bool>,
        pub both: Option<f64>,
    }
    "
  `);
});

test("times, dates, decimals and ids", () => {
  const properties = {
    at: { type: "string", format: "date-time" },
    on: { type: "string", format: "date" },
    total: { type: "string", pattern: String.raw`^(?!^[-+.]*$)[+-]?0*\d*\.?\d*$` },
    id: { type: "string", format: "uuid" },
  };
  expect(check({ type: "object", properties, required: Object.keys(properties) })).toMatchInlineSnapshot(`
    "Answer
    pub struct Answer {
        /// A time, written as Python writes it.
        pub at: String,
        /// A date: \`2024-03-01\`.
        pub on: String,
        /// A decimal number as a text, with all its digits.
        pub total: String,
        pub id: uuid::Uuid,
    }
    "
  `);
});

test("lists, maps, enumerations, and a model within itself", () => {
  const schemas = {
    Node: {
      type: "object",
      required: ["kind", "children", "parent", "by_name", "anything", "either"],
      properties: {
        kind: { type: "string", enum: ["root", "in-between", "2nd"] },
        children: { type: "array", items: ref("Node") },
        parent: { anyOf: [ref("Node"), { type: "null" }] },
        by_name: { type: "object", additionalProperties: ref("Node") },
        anything: {},
        either: { anyOf: [{ type: "integer" }, { type: "string" }] },
      },
    },
  };
  expect(check({ type: "array", items: ref("Node") }, schemas)).toMatchInlineSnapshot(`
    "Vec<Node>
    pub struct Node {
        pub kind: NodeKind,
        pub children: Vec<Node>,
        pub parent: Option<Box<Node>>,
        pub by_name: std::collections::BTreeMap<String, Node>,
        pub anything: serde_json::Value,
        pub either: serde_json::Value,
    }

    pub enum NodeKind {
        #[serde(rename = "root")]
        Root,
        #[serde(rename = "in-between")]
        InBetween,
        #[serde(rename = "2nd")]
        V2nd,
    }
    "
  `);
});

test("parts put together are one model; what cannot be followed may be anything", () => {
  const schemas = { Base: { type: "object", properties: { id: { type: "integer" } }, required: ["id"] } };
  const extra = { type: "object", properties: { far: { $ref: "other.yaml#/Far" } }, required: ["far"] };
  expect(check({ allOf: [ref("Base"), extra] }, schemas)).toMatchInlineSnapshot(`
    "Answer
    pub struct Answer {
        pub id: i64,
        pub far: serde_json::Value,
    }
    "
  `);
});
