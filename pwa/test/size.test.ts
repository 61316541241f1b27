import { existsSync } from "node:fs";
import { expect, it } from "vitest";
import { firstLoad } from "./support/firstLoad";

const dist = new URL("../dist/", import.meta.url);
const budget = 150 * 1024;

// Needs `npm run build`.
it.skipIf(!existsSync(new URL("index.html", dist)))("loads no more JavaScript at first than a slow network brings in time", () => {
  expect(firstLoad(dist)).toBeLessThanOrEqual(budget);
});
