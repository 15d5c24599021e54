import { defineConfig } from "oxlint";
import { LAYERS, type Layer } from "./layers.ts";

/** How deep the folders of a layer may nest; a test holds this against the tree. */
const MAX_DEPTH = 4;

const escaped = (text: string) => text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);

/** Whether the row of one layer lets it import another: `core` stands for all of `core/…`. */
const mayImport = (layer: Layer, other: Layer) =>
  layer.mayImport.some((name) => other.name === name || other.name.startsWith(`${name}/`));

function forbiddenImports(layer: Layer, depth: number) {
  const sentence = `src/${layer.name} may import ${layer.mayImport.join(", ") || "nothing but itself"} (layers.ts).`;
  const others = LAYERS.filter((other) => other.name !== layer.name);
  const foreignLayers = others.filter((other) => !mayImport(layer, other)).map((other) => escaped(other.name));
  const foreignPackages = others.flatMap((other) =>
    (other.owns ?? []).map((name) => ({
      regex: /[/:]$/.test(name) ? `^${escaped(name)}` : `^${escaped(name)}$`,
      message: `Only src/${other.name} imports ${name} (layers.ts).`,
    })),
  );
  return [
    { regex: `^#(?:${foreignLayers.join("|")})(?:/|\\.ts$)`, message: sentence },
    {
      regex: `^(?:\\./)?(?:\\.\\./){${depth + 1}}`,
      message: `${sentence} Leave the folder by a # import, so that the layer stands in the line.`,
    },
    ...foreignPackages,
  ];
}

const forbid = (patterns: ReturnType<typeof forbiddenImports>) => ({
  "no-restricted-imports": ["error", { patterns }] satisfies ["error", object],
  // The command line also runs on Node 22, which lacks it.
  "no-restricted-properties": ["error", { object: "RegExp", property: "escape" }] satisfies ["error", object],
});

const byHash = { regex: "^\\.", message: "Import by #, so that the layer stands in the line." };

const layerOverrides = LAYERS.flatMap((layer) => [
  { files: [`src/${layer.name}.ts`], rules: forbid([byHash, ...forbiddenImports(layer, 0)]) },
  ...Array.from({ length: MAX_DEPTH }, (_, depth) => ({
    files: ["ts", "tsx"].map((ending) => `src/${layer.name}/${"*/".repeat(depth)}*.${ending}`),
    rules: forbid(forbiddenImports(layer, depth)),
  })),
]);

export default defineConfig({
  plugins: ["typescript", "import", "unicorn", "oxc", "promise"],
  categories: { correctness: "error", suspicious: "error", perf: "error" },
  options: { typeAware: true },
  ignorePatterns: ["**/dist", "artifacts", ".cache", "**/schema.d.ts", "**/fixtures/**"],
  rules: {
    "max-lines": ["error", { max: 400 }],
    "import/no-cycle": ["error", { ignoreTypes: false }],
    "import/no-default-export": "error",
    "oxc/no-barrel-file": "error",
    "typescript/no-explicit-any": "error",
    "typescript/no-non-null-assertion": "error",
    "typescript/no-floating-promises": "error",
    "typescript/no-misused-promises": "error",
    "typescript/await-thenable": "error",
    "typescript/switch-exhaustiveness-check": "error",
    "typescript/consistent-type-imports": "error",
    "typescript/return-await": ["error", "in-try-catch"],
    "typescript/prefer-readonly": "error",
    "typescript/only-throw-error": "error",
    eqeqeq: "error",
    "no-console": "error",
    "no-var": "error",
    "prefer-const": "error",
    // Order matters where the two sides or the two commands run one after the other.
    "no-await-in-loop": "off",
    // The type says it better than a copy of the array does.
    "unicorn/no-array-sort": "off",
    "unicorn/no-array-reverse": "off",
    // Small closures read best where they are used.
    "unicorn/consistent-function-scoping": "off",
    "import/no-unassigned-import": "off",
    // The compiler says it (noImplicitReturns), and knows that a switch is exhaustive.
    "typescript/consistent-return": "off",
    // A brand and a checked edge both need an assertion; style.md says where.
    "typescript/no-unsafe-type-assertion": "off",
    // Copies of records are how readonly data changes here.
    "oxc/no-map-spread": "off",
  },
  overrides: [
    ...layerOverrides,
    {
      files: ["src/cli/**", "scripts/**", "test/**", "bench/**", "*.mjs", "*.ts", "examples/controller/*/*.{ts,mjs}"],
      rules: { "no-console": "off" },
    },
    { files: ["**/*.config.ts", "*.config.mjs"], rules: { "import/no-default-export": "off" } },
  ],
});
