import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { World, able, comesBack, launch } from "./world";

declare global {
  interface Window {
    moved: number;
  }
}

describe.skipIf(!able)("a register that is opened again", { timeout: 60_000 }, () => {
  let browser: Browser;
  let world: World;
  beforeAll(async () => {
    browser = await launch();
  }, 60_000);
  afterAll(() => browser?.close());
  afterEach(() => world?.close());

  it("moves nothing that is on the screen already when more comes", async () => {
    world = await World.open(browser, "sam", comesBack);
    await world.page.setViewportSize({ width: 412, height: 823 });
    await world.page.addInitScript(() => {
      window.moved = 0;
      // As the browser counts it for Cumulative Layout Shift.
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) window.moved += (entry as PerformanceEntry & { value: number }).value;
      }).observe({ type: "layout-shift", buffered: true });
    });
    await world.page.reload();
    await world.page.locator("[data-testid^=product-]").first().waitFor();
    await world.id("shift-prompt").waitFor();
    await world.page.locator("[data-testid^=category-]").first().waitFor();
    // Until two frames have passed, the browser has not told of the last change.
    await world.page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(drawn)))));
    expect(await world.page.evaluate(() => window.moved)).toBeLessThan(0.01);
  });
});
