import { expect, test } from "vitest";
import { example, portolan, pythonTwiceProject } from "./example.ts";

test("where Python answers on both sides, no case of any milestone differs", async () => {
  const args = ["check", "--no-save", "--json", "--project", pythonTwiceProject()];
  const { code, stdout, survivors } = await portolan(example, args);
  const report: {
    readonly totals: Readonly<Record<"endpoints" | "cases", Readonly<Record<"match" | "differs" | "failed", number>>>>;
    readonly clusters: readonly unknown[];
    readonly cases: readonly {
      readonly exchanges: {
        readonly rust: { readonly outcome: Readonly<Record<"headers", readonly [string, string][]>> };
      };
    }[];
  } = JSON.parse(stdout);
  expect(report.clusters).toEqual([]);
  expect(report.totals.endpoints).toMatchObject({ differs: 0, failed: 0 });
  expect(report.totals.cases.match).toBe(report.cases.length);
  expect(report.totals.cases.match).toBeGreaterThanOrEqual(360);
  const servers = report.cases.map(({ exchanges }) => new Map(exchanges.rust.outcome.headers).get("server"));
  expect(new Set(servers)).toEqual(new Set(["uvicorn"]));
  expect(code).toBe(0);
  expect(survivors).toEqual([]);
});
