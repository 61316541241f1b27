import { defineConfig } from "vitest/config";

export default defineConfig({
  cacheDir: "../node_modules/.vite",
  test: { root: import.meta.dirname, include: ["pictures.ts"], testTimeout: 600_000, hookTimeout: 90_000, fileParallelism: false },
});
