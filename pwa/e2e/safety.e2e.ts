import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually, simpleSkus, World } from "./harness";
import { Register } from "./register";

describe("what is sold is kept, against the gateway", () => {
  let world: World;
  let skus: string[];
  beforeAll(async () => {
    world = await World.start();
    skus = await simpleSkus(world, 2);
  });
  afterAll(() => world.stop());

  test("two tabs of one register lose no line and double no order, also when both complete the same one at once", async () => {
    const one = await Register.open(world, "NYC1");
    const two = Register.of(one.context, await one.context.newPage(), "NYC1");
    await two.page.goto(world.origin);
    await two.ready();
    const before = (await world.shopOrders()).length;
    const [mug, jug] = skus as [string, string];
    for (let round = 1; round <= 3; round++) {
      await Promise.all([one.add(mug), two.add(jug)]);
      for (const tab of [one, two]) {
        await tab.page.locator(`[data-testid=cart-line-${mug}][data-quantity="1"]`).waitFor();
        await tab.page.locator(`[data-testid=cart-line-${jug}][data-quantity="1"]`).waitFor();
        await tab.id("pay").click();
        await tab.id("tender-exact").click();
        await tab.page.locator("[data-testid=tender-confirm]:enabled").waitFor();
      }
      // Whoever is later finds the order done: either it shows the same receipt, or its dialog has gone with the order.
      const confirm = () => document.querySelector<HTMLButtonElement>("[data-testid=tender-confirm]")?.click();
      await Promise.all([one, two].map((tab) => tab.page.evaluate(confirm)));
      for (const tab of [one, two]) {
        await tab.id("payment").waitFor({ state: "hidden" });
        if (await tab.id("new-order").isVisible()) await tab.id("new-order").click();
        await tab.page.locator("dialog[open]").waitFor({ state: "hidden" });
      }
      expect(await one.kept()).toMatchObject({ cart: null, last: 2 * round - 1 });
      // And one after the other, in the tab that did not sell last.
      await [one, two][round % 2]!.sell([mug]);
    }
    await one.done();
    expect(await two.kept()).toEqual({ cart: null, receipts: [1, 2, 3, 4, 5, 6], last: 6, waiting: 0, unsettled: 0 });
    expect(await world.shopOrders()).toHaveLength(before + 6);
    await one.context.close();
  });

  test("when the device is really full nothing is lost: it says so, orders can be taken off it, and what waits is sent", async () => {
    const register = await Register.open(world, "NYC2");
    const { page } = register;
    const before = (await world.shopOrders()).length;
    await page.waitForFunction(() => navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null));
    await world.killGateway();
    await register.sell([skus[0]!]);
    await register.add(skus[1]!);
    const open = (await register.kept()).cart;
    await register.id("pay").click();
    await register.id("tender-exact").click();
    const browser = await register.context.newCDPSession(page);
    await browser.send("Storage.overrideQuotaForOrigin", { origin: world.origin, quotaSize: 1_000 });
    // The browser believes for half a minute what it has measured.
    await eventually("nothing can be stored any more", () => page.evaluate(isFull), 90_000);
    const told = page.getByText("The storage of this device is full. The order was not recorded.");
    await register.id("tender-confirm").click();
    await told.waitFor();
    expect(await register.id("receipt").count()).toBe(0);
    expect(await register.kept()).toMatchObject({ cart: open, receipts: [1], last: 1, waiting: 1 });
    await page.keyboard.press("Escape");
    // What is scanned now cannot be recorded: it says so, and the line does not stay.
    await register.id("search").fill(skus[0]!);
    await register.id(`product-${skus[0]}`).click();
    await page.locator("[data-testid=notice][data-tone=bad]").waitFor();
    await register.id(`cart-line-${skus[0]}`).waitFor({ state: "hidden" });
    await register.id("nav-orders").click();
    await register.id("orders-move").click();
    const [file] = await Promise.all([page.waitForEvent("download"), register.id("orders-export").click()]);
    const { registerId, orders } = JSON.parse(await readFile(await file.path(), "utf8")) as { registerId: string; orders: { input: { counter: number } }[] };
    expect([registerId, orders.map((order) => order.input.counter)]).toEqual(["NYC2", [1]]);
    await page.keyboard.press("Escape");

    await world.startGateway();
    await expect.poll(async () => (await world.shopOrders()).length, { timeout: 60_000 }).toBe(before + 1);
    await browser.send("Storage.overrideQuotaForOrigin", { origin: world.origin });
    await register.id("nav-sell").click();
    expect((await register.pay()).receipt).toBe("NYC2-2");
    await register.done();
    expect(await world.shopOrders()).toHaveLength(before + 2);
    await register.context.close();
  });
});

/** Runs in the page: whether a write fails for lack of space. */
function isFull(): Promise<boolean> {
  return new Promise((done, fail) => {
    const opening = indexedDB.open("probe", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("probe");
    opening.onerror = () => done(opening.error?.name === "QuotaExceededError");
    opening.onsuccess = () => {
      const tx = opening.result.transaction("probe", "readwrite");
      tx.objectStore("probe").put("x", "x");
      tx.onabort = () => (opening.result.close(), tx.error?.name === "QuotaExceededError" ? done(true) : fail(tx.error!));
      tx.oncomplete = () => (opening.result.close(), done(false));
    };
  });
}
