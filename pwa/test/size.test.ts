import { existsSync, readFileSync, readdirSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";

const assets = new URL("../dist/assets/", import.meta.url);
const budget = 150 * 1024;

// Needs `npm run build`.
it.skipIf(!existsSync(assets))("loads no more JavaScript than a slow network brings in time", () => {
  const scripts = readdirSync(assets).filter((name) => name.endsWith(".js"));
  const bytes = scripts.reduce((sum, name) => sum + gzipSync(readFileSync(new URL(name, assets))).length, 0);
  expect(scripts.length).toBeGreaterThan(1);
  expect(bytes).toBeLessThanOrEqual(budget);
});
