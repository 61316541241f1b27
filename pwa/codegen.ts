import type { CodegenConfig } from "@graphql-codegen/cli";

const common = {
  documentMode: "string",
  enumsAsTypes: true,
  useTypeImports: true,
  strictScalars: true,
  scalars: { ID: "string", MinorUnits: "number", Decimal: "string", Time: "string", JSON: "unknown" },
} as const;

const schema = ["src/api/root.graphqls", "../graph/{common,register,order,feed,customer,shift,office,pricing,receipt}.graphqls"];
const presetConfig = { fragmentMasking: false };

// What the first load needs, and what is fetched with the pages that need it: a generated file is never split.
const config: CodegenConfig = {
  generates: {
    "src/api/gen/": { schema, documents: "src/api/*.graphql", preset: "client", presetConfig, config: common },
    "src/api/later/gen/": { schema, documents: "src/api/later/*.graphql", preset: "client", presetConfig, config: common },
  },
};

export default config;
