import { mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, test } from "vitest";
import { eventually, simpleSkus, World } from "./harness";
import { Register } from "./register";
import { tour, wares } from "./tour";

// Pictures to look at: docs/register.png, and every page and dialog in every size, light and dark, below PICTURES.
const folder = resolve(process.env.PICTURES ?? join(tmpdir(), "tillway-pictures"));
const only = process.env.ONLY ?? "";

let world: World;
beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  world = await World.start();
});
afterAll(() => world.stop());

test.skipIf(only !== "" && only !== "readme")("the picture of the README", async () => {
  const options = { viewport: { width: 1280, height: 800 }, colorScheme: "light", reducedMotion: "reduce" } as const;
  const register = await Register.open(world, "NYC1", "sam", options);
  for (const sku of await simpleSkus(world, 3)) await register.add(sku);
  await register.id("search").fill("");
  await register.page.locator("[data-testid^=product-]").nth(8).waitFor();
  await eventually("the pictures are there", () => register.page.evaluate(() => !document.querySelector("[data-picture=due]") && Array.from(document.images).filter((image) => image.checkVisibility()).every((image) => image.complete)));
  await register.page.screenshot({ path: resolve(import.meta.dirname, "../../docs/register.png"), animations: "disabled" });
  await register.context.close();
});

const sizes = { phone: [390, 844], tablet: [1024, 768], desk: [1920, 1080] } as const;
const all = (["phone", "tablet", "desk"] as const).flatMap((size) => (["light", "dark"] as const).map((scheme) => [size, scheme] as const));
const wanted = all.filter(([size, scheme]) => only === "" || only === `${size}-${scheme}`);

if (wanted.length > 0) test.each(wanted)("every page, %s %s", async (size, colorScheme) => {
  const [width, height] = sizes[size];
  const register = await Register.open(world, "NYC2", "sam", { viewport: { width, height }, colorScheme, reducedMotion: "reduce", locale: process.env.PICTURES_LANGUAGE ?? "en-US" });
  let n = 0;
  await tour(world, register, await wares(world), async (what) => {
    await register.page.screenshot({ path: join(folder, `${size}-${colorScheme}-${String(++n).padStart(2, "0")}-${what}.png`), animations: "disabled" });
  });
  await register.context.close();
});
