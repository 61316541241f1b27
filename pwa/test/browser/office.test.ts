import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, it } from "vitest";
import { World, able, launch } from "./world";

describe.skipIf(!able)("head office", { timeout: 60_000 }, () => {
  let browser: Browser;
  let world: World;
  beforeAll(async () => {
    browser = await launch();
  }, 60_000);
  afterAll(() => browser?.close());
  afterEach(() => world?.close());

  const receive = (counters: number[]) => {
    for (const counter of counters) {
      const id = `01890a5d-ac96-774b-bcce-${String(counter).padStart(12, "0")}`;
      const at = "2026-11-21T10:00:00Z";
      const order = { id, counter, state: "SETTLED", currency: "USD", soldAt: at, receivedAt: at, charged: { total: 434 } };
      world.stub.orders.set(id, order);
    }
  };
  const count = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
  /** Waits for a list of all orders from one to another, newest first, each once. */
  const listed = (from: number, to: number) =>
    world.page.waitForFunction(
      (receipts) => Array.from(document.querySelectorAll("[data-testid^=office-order-NYC1-]"), (row) => row.getAttribute("data-testid")).join() === receipts,
      count(from, to).reverse().map((counter) => `office-order-NYC1-${counter}`).join(),
    );

  it("has every order in its list once, however many come in while a long list is read", async () => {
    world = await World.open(browser);
    receive(count(1, 120));
    await world.page.goto(`${world.stub.origin}/#office/orders`);
    await listed(71, 120);
    await world.id("office-more").click();
    await listed(21, 120);
    // Ten slide off the end of the first page.
    receive(count(121, 130));
    await world.page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
    await listed(31, 130);
    await world.id("office-more").click();
    await listed(1, 130);
    await world.id("office-more").waitFor({ state: "hidden" });
  });
});
