import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { World, able, comesBack, launch } from "./world";

declare global {
  interface Window {
    moved: number;
  }
}

describe.skipIf(!able)("what is on the screen", { timeout: 60_000 }, () => {
  let browser: Browser;
  let world: World;
  beforeAll(async () => {
    browser = await launch();
  }, 60_000);
  afterAll(() => browser?.close());
  afterEach(() => world?.close());

  it("stays where it is when a register is opened again and more comes", async () => {
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

  it("is clear of notices where one goes elsewhere, searches and pays on a phone", async () => {
    world = await World.open(browser, "sam", { viewport: { width: 390, height: 844 } });
    const notice = world.id("notice").first();
    const clear = async (...kept: string[]) => {
      await world.scan("4006381399993");
      await notice.waitFor();
      const over = (await notice.boundingBox())!;
      for (const id of kept) {
        const box = (await world.id(id).boundingBox())!;
        expect.soft(over.y >= box.y + box.height || over.y + over.height <= box.y, id).toBe(true);
      }
      await notice.waitFor({ state: "hidden", timeout: 20_000 });
    };
    await world.scan("4006381300002");
    await clear("nav-orders", "shift-prompt", "search", "cart-show", "staff-menu");
    await world.id("cart-show").click();
    await clear("pay", "actions-open", "explain-open");
  });
});
