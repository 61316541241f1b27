import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { simpleSkus, World } from "./harness";
import { Register } from "./register";

const dayMs = 240_000;

describe("days at the counter, against the gateway", () => {
  let world: World;
  let skus: string[];
  beforeAll(async () => {
    world = await World.start();
    skus = await simpleSkus(world, 6);
  });
  afterAll(() => world.stop());

  const stock = async (sku: string) => {
    const filter = (n: number, field: string, value: string) => `searchCriteria[filterGroups][${n}][filters][0][field]=${field}&searchCriteria[filterGroups][${n}][filters][0][value]=${encodeURIComponent(value)}`;
    const found = await world.shop<{ items: { quantity: number }[] }>("GET", `/rest/V1/inventory/source-items?${filter(0, "sku", sku)}&${filter(1, "source_code", "store_nyc")}`);
    return found.items[0]?.quantity ?? Number.NaN;
  };

  test("a cashier's day: the shift opened, thirty orders, an hour without the gateway, a return, the shift closed to the cent", { timeout: dayMs }, async () => {
    const register = await Register.open(world, "NYC1");
    const { page } = register;
    await page.evaluate(async () => (await navigator.serviceWorker.ready).active !== null);
    await register.id("nav-shift").click();
    await register.id("cash-total").fill("100");
    await register.id("shift-open").click();
    await register.id("shift-since").waitFor();
    await register.id("nav-sell").click();
    let cash = 10_000;
    const receipts: string[] = [];
    const sell = async (n: number) => {
      const basket = [skus[n % skus.length]!, ...(n % 3 === 0 ? [skus[(n + 1) % skus.length]!] : [])];
      const card = n % 4 === 1;
      const { receipt, due } = await register.sell(basket, card ? `T-${n}` : undefined);
      if (!card) cash += due;
      receipts.push(receipt);
    };
    for (let n = 0; n < 12; n++) await sell(n);
    await world.killGateway();
    for (let n = 12; n < 18; n++) await sell(n);
    await page.reload();
    await register.ready();
    for (let n = 18; n < 22; n++) await sell(n);
    expect(await register.id("sync-status").getAttribute("data-online")).toBe("false");
    await world.startGateway();
    for (let n = 22; n < 30; n++) await sell(n);
    expect(receipts).toEqual(Array.from({ length: 30 }, (_, i) => `NYC1-${i + 1}`));
    await register.done();

    await register.id("actions-open").click();
    await register.id("return-open").click();
    await register.id("return-receipt").fill(receipts[2]!);
    await register.id("return-search").click();
    await register.id(`return-more-${skus[2]}`).click();
    await register.id("reason").fill("wrong size");
    await register.id("return-take").click();
    cash += (await register.pay()).due;
    await register.done();

    await register.id("nav-shift").click();
    await register.id("shift-close").click();
    await register.id("count-expected").waitFor();
    expect(await register.id("count-expected").getAttribute("data-amount")).toBe(String(cash));
    await register.id("cash-total").fill((cash / 100).toFixed(2));
    await register.id("count-confirm").click();
    await register.id("report").waitFor();
    await page.keyboard.press("Escape");
    await register.id("earlier-shift").waitFor();

    const orders = await world.shopOrders();
    expect(orders).toHaveLength(30);
    expect(new Set(orders.map((order) => order.increment_id)).size).toBe(30);
    for (const order of orders) expect(order.invoices).toHaveLength(1);
    await register.context.close();
  });

  test("two registers that share a stock take it down together", { timeout: dayMs }, async () => {
    const sku = skus[0]!;
    const before = { stock: await stock(sku), orders: (await world.shopOrders()).length };
    const one = await Register.open(world, "NYC1");
    const two = await Register.open(world, "NYC2");
    for (const register of [one, two, one]) await register.sell([sku]);
    await Promise.all([one.done(), two.done()]);
    expect(await stock(sku)).toBe(before.stock - 3);
    expect((await world.shopOrders()).length).toBe(before.orders + 3);
    for (const register of [one, two]) await register.context.close();
  });

  test("a device whose storage was evicted is enrolled anew, and its receipts go on where they ended", { timeout: dayMs }, async () => {
    const lost = await Register.open(world, "LA1", "lee");
    const { receipt } = await lost.sell([skus[1]!]);
    await lost.done();
    const keeper = await lost.context.newCDPSession(lost.page);
    await keeper.send("Storage.clearDataForOrigin", { origin: world.origin, storageTypes: "all" });
    // The page may be on its way to the same address by itself, and is neither sent there nor closed meanwhile.
    const later = await lost.context.newPage();
    await later.goto(world.origin);
    await later.getByTestId("enrol-code").waitFor();
    await lost.context.close();
    const again = await Register.open(world, "LA1", "lee");
    const next = await again.sell([skus[1]!]);
    expect([receipt, next.receipt]).toEqual(["LA1-1", "LA1-2"]);
    await again.done();
    await again.context.close();
  });
});
