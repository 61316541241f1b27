import { existsSync, readFileSync, readdirSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";

const dist = new URL("../dist/", import.meta.url);
const budget = 150 * 1024;

// Needs `npm run build`.
it.skipIf(!existsSync(new URL("index.html", dist)))("loads no more JavaScript at first than a slow network brings in time", () => {
  const page = readFileSync(new URL("index.html", dist), "utf8");
  const linked = [...page.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map((match) => match[1]!);
  const workers = readdirSync(new URL("assets/", dist)).filter((name) => name.startsWith("worker") && name.endsWith(".js"));
  const first = [...new Set([...linked, ...workers.map((name) => `assets/${name}`)])];
  const bytes = first.reduce((sum, name) => sum + gzipSync(readFileSync(new URL(name, dist))).length, 0);
  expect(first.length).toBeGreaterThan(1);
  expect(bytes).toBeLessThanOrEqual(budget);
});
