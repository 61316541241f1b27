import type { CodegenConfig } from "@graphql-codegen/cli";

const config: CodegenConfig = {
  schema: ["src/api/root.graphqls", "../graph/{common,register,order,feed}.graphqls"],
  documents: "src/api/*.graphql",
  generates: {
    "src/api/gen/": {
      preset: "client",
      presetConfig: { fragmentMasking: false, persistedDocuments: true },
      config: {
        documentMode: "string",
        enumsAsTypes: true,
        useTypeImports: true,
        strictScalars: true,
        scalars: { ID: "string", MinorUnits: "number", Decimal: "string", Time: "string", JSON: "unknown" },
      },
    },
  },
};

export default config;
