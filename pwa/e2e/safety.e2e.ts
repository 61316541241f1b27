import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { simpleSkus, World } from "./harness";
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
});
