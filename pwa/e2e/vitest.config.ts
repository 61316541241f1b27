import { defineConfig } from "vitest/config";

export default defineConfig({
  cacheDir: "../node_modules/.vite",
  test: { root: import.meta.dirname, include: ["*.e2e.ts"], testTimeout: 180_000, hookTimeout: 90_000, fileParallelism: false },
});
