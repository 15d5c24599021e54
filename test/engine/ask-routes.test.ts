import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { example, portolan, root } from "./example.ts";

const python = join(example, "core-server/.venv/bin/python");
const fixture = join(root, "test/fixtures/asked/routes-that-only-running-code-knows");

/** Sets the example's Python up. */
beforeAll(async () => {
  const { code, stderr } = await portolan(example, ["routes", "--ask", "--yes", "--side", "python"]);
  expect(stderr).toContain("import core_server/app.py");
  expect(code).toBe(0);
});

test("the example's running code has the routes that were read", async () => {
  const { code, stdout, survivors } = await portolan(example, ["routes", "--ask", "--yes"]);
  expect(stdout).toMatch(
    /^python: the code has (\d+) endpoints; static reading says the same\n\nrust: the code has \d+ endpoints; static reading says the same\n$/,
  );
  expect(code).toBe(0);
  expect(survivors).toEqual([]);
});

test("what only running code knows is a finding each; the app is made by a function with arguments", async () => {
  const { code, stdout } = await portolan(root, ["routes", fixture, "--ask", "--yes", "--python", python]);
  expect(stdout).toMatchInlineSnapshot(`
    "python: the code has 6 endpoints
    5 findings
      routes-that-only-running-code-knows/shop/plugins.py:14:1: warning: Static reading missed \`POST /from-text\`, answered by paint, which the running Python code has; please report it.
      routes-that-only-running-code-knows/shop/plugins.py:9:6: warning: Static reading has \`GET /taken-out\`, and the running Python code does not; please report it.
      routes-that-only-running-code-knows/shop/plugins.py:14:1: information: The unknown part of the Python path \`/{?}\` is known from the running code: \`GET /red\`.
      routes-that-only-running-code-knows/shop/plugins.py:14:1: information: The unknown part of the Python path \`/{?}\` is known from the running code: \`GET /blue\`.
      routes-that-only-running-code-knows/shop/main.py:21:10: information: The Python code does not have \`GET /debug\` now: it is only there if os.environ.get("SHOP_DEBUG").
    "
  `);
  expect(code).toBe(1);
});

test("nothing is run without consent", async () => {
  const { code, stdout, stderr } = await portolan(root, ["routes", fixture, "--ask", "--python", "touch ran; false"]);
  expect(stdout).toBe("");
  expect(stderr).toContain("Nothing was run");
  expect(code).toBe(2);
});

test("code that cannot be imported, or a Python without the framework, is told in a sentence", async () => {
  const ask = (interpreter: string) =>
    portolan(root, ["routes", fixture, "--ask", "--yes", "--python", interpreter]).then(({ code, stderr }) => [
      code,
      stderr.split("\n").slice(1).join("\n"),
    ]);
  expect(await ask(`${python} -S`)).toMatchInlineSnapshot(`
    [
      2,
      "The Python code told nothing. This Python has none of the frameworks that can be asked. starlette: No module named 'starlette'; flask: No module named 'flask'; aiohttp: No module named 'aiohttp'
    ",
    ]
  `);
  const [code, text] = await ask("no-such-python");
  expect(code).toBe(2);
  expect(text).toContain("failed (127)");
});
