import imports from "eslint-plugin-import-x";
import jsxA11y from "eslint-plugin-jsx-a11y";
import reactHooks from "eslint-plugin-react-hooks";
import { createTypeScriptImportResolver } from "eslint-import-resolver-typescript";
import tseslint from "typescript-eslint";

const layers = ["app", "features", "sync", "store", "api", "ui", "domain", "i18n"];
const features = ["enrol", "signin", "shell", "sell", "orders", "customers", "display", "shift", "office"];

// Which layers a layer may import beside itself.
const allowed = {
  app: ["features", "sync", "store", "api", "ui", "domain", "i18n"],
  features: ["ui", "store", "domain", "i18n"],
  sync: ["store", "api", "domain"],
  store: ["domain"],
  api: ["domain"],
  ui: ["domain", "i18n"],
  domain: [],
  i18n: ["domain"],
};

const zones = [
  ...layers.flatMap((layer) =>
    layers
      .filter((other) => other !== layer && !allowed[layer].includes(other))
      .map((other) => ({ target: `./src/${layer}`, from: `./src/${other}`, message: `${layer} must not import ${other}` })),
  ),
  ...features.map((feature) => ({
    target: `./src/features/${feature}`,
    from: "./src/features",
    except: [`./${feature}`],
    message: "no feature imports another",
  })),
];

export default tseslint.config(
  { ignores: ["dist/", "node_modules/", "src/api/gen/", "src/api/later/gen/", "dev/"] },
  ...tseslint.configs.strict,
  {
    files: ["**/*.{ts,tsx}"],
    plugins: { "import-x": imports, "react-hooks": reactHooks, "jsx-a11y": jsxA11y },
    settings: { "import-x/resolver-next": [createTypeScriptImportResolver({ project: "./tsconfig.json" })] },
    rules: {
      ...reactHooks.configs.recommended.rules,
      ...jsxA11y.flatConfigs.recommended.rules,
      "import-x/no-cycle": "error",
      "import-x/no-restricted-paths": ["error", { zones }],
      "max-lines": ["error", { max: 400 }],
      // An index that a loop or a check has just bounded; the tests' own arrays.
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/no-invalid-void-type": "off",
      // Crashes in 8.73 on a generic function beside a class with a parameter property.
      "@typescript-eslint/unified-signatures": "off",
    },
  },
  {
    files: ["src/features/**", "src/ui/**/*.tsx", "src/app/*.tsx"],
    rules: {
      "max-lines": ["error", { max: 150 }],
      "no-restricted-globals": ["error", "fetch", "indexedDB", "WebSocket"],
    },
  },
  // Texts of a feature are as long as they are.
  { files: ["src/features/*/texts/*"], rules: { "max-lines": ["error", { max: 400 }] } },
  { files: ["src/domain/**"], rules: { "no-restricted-globals": ["error", "fetch", "indexedDB", "window", "document", "navigator", "localStorage", "crypto"] } },
);
