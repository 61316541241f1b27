import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { misfits } from "../test/support/fits";
import { type Node, textsOf } from "../test/support/texts";
import { World } from "./harness";
import { Register } from "./register";
import { tour, wares } from "./tour";

// What would be seen if a text was not spoken in German. What a person is told with names and numbers is left to the unit tests.
const texts = async (language: string) => {
  const files = import.meta.glob<Record<string, Node>>(["../src/i18n/{en,de}.ts", "../src/**/texts/{en,de}.ts"]);
  const wanted = Object.entries(files).filter(([path]) => path.endsWith(`/${language}.ts`));
  const all = await Promise.all(wanted.map(async ([, load]) => Object.values(await load())[0]!));
  return all.flatMap((one) => textsOf(one)).map(([, text]) => text);
};

describe("every page and dialog in German", () => {
  let world: World;
  let english: string[];
  beforeAll(async () => {
    world = await World.start();
    const german = new Set(await texts("de"));
    english = (await texts("en")).filter((text) => text.length > 2 && !/\d/.test(text) && !german.has(text));
    expect(english.length).toBeGreaterThan(400);
  });
  afterAll(() => world.stop());

  test.each([
    ["NYC1", 390, 844],
    ["NYC2", 1024, 768],
  ])("is German all the way and fits, at %s, %i pixels wide", { timeout: 300_000 }, async (registerId, width, height) => {
    const register = await Register.open(world, registerId, "sam", { locale: "de-DE", viewport: { width, height }, reducedMotion: "reduce" });
    let seen = 0;
    await tour(world, register, await wares(world), async (what) => {
      seen++;
      expect.soft(await register.page.evaluate(misfits, english), what).toEqual([]);
      // And laid out the other way, for languages that are written to the left.
      await register.page.evaluate(() => (document.documentElement.dir = "rtl"));
      expect.soft(await register.page.evaluate(misfits, []), `${what}, from the right to the left`).toEqual([]);
      await register.page.evaluate(() => (document.documentElement.dir = "ltr"));
    });
    expect(seen).toBeGreaterThan(45);
    await register.context.close();
  });
});
