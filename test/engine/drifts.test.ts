import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { driftProject, example, portolan } from "./example.ts";

interface Drift {
  readonly name: string;
  readonly scope: "endpoint" | "server";
  readonly endpoint: string;
  readonly case: string;
}

test("each planted drift of one endpoint is found by its case, and no other endpoint differs", async () => {
  const drifts: readonly Drift[] = parse(readFileSync(join(example, "drifts.yaml"), "utf8"));
  const ofOne = drifts.filter(({ scope }) => scope === "endpoint");
  expect(ofOne.length).toBeGreaterThanOrEqual(25);
  const { code, stdout } = await portolan(example, ["check", "--no-save", "--json", "--project", driftProject()], {
    CORE_DRIFTS: ofOne.map(({ name }) => name).join(","),
  });
  expect(code).toBe(1);
  const report: {
    readonly endpoints: readonly { readonly endpoint: string; readonly verdict: string }[];
    readonly cases: readonly { readonly endpoint: string; readonly name: string; readonly verdict: string }[];
  } = JSON.parse(stdout);
  const differing = report.endpoints.filter(({ verdict }) => verdict !== "match").map(({ endpoint }) => endpoint);
  expect(differing.toSorted()).toEqual(ofOne.map(({ endpoint }) => endpoint).toSorted());
  const unseen = ofOne.filter(
    (drift) =>
      !report.cases.some(
        ({ endpoint, name, verdict }) =>
          endpoint === drift.endpoint && name.endsWith(drift.case) && verdict === "differs",
      ),
  );
  expect(unseen.map(({ name }) => name)).toEqual([]);
});
