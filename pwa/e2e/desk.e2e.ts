import { execFileSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually, type SandboxOrder, simpleSkus, World } from "./harness";
import { Register } from "./register";

describe("customers who come back, against the gateway", () => {
  let world: World;
  let sku: string;
  beforeAll(async () => {
    world = await World.start();
    [sku] = (await simpleSkus(world, 1)) as [string];
  });
  afterAll(() => world.stop());

  const shopOrder = async (total: number): Promise<SandboxOrder> => {
    const found = (await world.shopOrders()).filter((order) => order.grand_total === total / 100);
    expect(found).toHaveLength(1);
    return found[0]!;
  };
  const waiting = async (register: Register) => {
    await register.id("nav-orders").click();
    await register.id("orders-waiting").click();
  };

  test("a deposit is taken at one location, the rest and the goods at another, with the network gone in between, once", async () => {
    const nyc = await Register.open(world, "NYC1");
    const la = await Register.open(world, "LA1", "lee");
    await nyc.id("customer-open").click();
    await nyc.id("customer-new").click();
    for (const [field, text] of Object.entries({ "first-name": "Veronica", "last-name": "Costello", email: "v.costello@example.com" })) await nyc.id(`customer-${field}`).fill(text);
    await nyc.id("customer-save").click();
    await nyc.id("cart-customer").waitFor();
    await nyc.add(sku);
    await nyc.id("actions-open").click();
    await nyc.id("delivery-open").click();
    await nyc.id("delivery-PICKUP").click();
    await nyc.id("pickup-la").check();
    await nyc.id("delivery-apply").click();
    await nyc.id("cart-delivery").waitFor();
    await nyc.id("pay").click();
    const total = Number(await nyc.id("tender-due").getAttribute("data-amount"));
    await nyc.id("deposit-open").click();
    await nyc.id("deposit-amount").fill("10");
    await nyc.id("deposit-apply").click();
    await nyc.page.locator('[data-testid=tender-due][data-amount="1000"]').waitFor();
    await nyc.id("tender-exact").click();
    await nyc.id("tender-confirm").click();
    await nyc.id("receipt").waitFor();
    await nyc.id("new-order").click();
    await nyc.until("NYC1-1", "settled");
    expect(await shopOrder(total)).toMatchObject({ invoices: [], shipments: [] });

    // Where it is picked up it is known, and not handed over before it is paid.
    await waiting(la);
    await la.page.locator(`[data-testid="waiting-NYC1-1"][data-open="${total - 1000}"]`).waitFor();
    await la.id("waiting-search").fill("veronica");
    await la.id("waiting-NYC1-1").getByRole("button").first().click();
    expect(await la.id("waiting-hand-over-NYC1-1").count()).toBe(0);
    await la.page.waitForFunction(() => navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null));
    await world.killGateway();
    await la.id("waiting-refresh").click();
    await la.id("waiting-fault").waitFor();
    await la.id("waiting-pay-NYC1-1").click();
    const { due } = await la.pay("T-77");
    expect(due).toBe(total - 1000);
    expect(await la.kept()).toMatchObject({ receipts: [1], waiting: 1 });
    await waiting(la);
    await la.page.locator('[data-testid="waiting-NYC1-1"][data-open="0"]').waitFor();
    await world.startGateway();
    await la.done();
    await la.id("waiting-refresh").click();
    await la.id("waiting-search").fill("nyc1-1");
    await la.id("waiting-NYC1-1").getByRole("button").first().click();
    await la.page.locator("[data-testid=waiting-hand-over-NYC1-1]:enabled").click();
    await la.id("waiting-NYC1-1").waitFor({ state: "detached" });
    const done = await eventually("it is invoiced and shipped", async () => {
      const order = await shopOrder(total);
      return order.invoices.length > 0 && order.shipments.length > 0 && order;
    });
    expect(done.invoices).toHaveLength(1);
    expect(done.shipments).toMatchObject([{ source: "store_la" }]);
    // The device that sold it hears of it, and asks for nothing any more.
    await waiting(nyc);
    await nyc.id("waiting-refresh").click();
    await nyc.id("waiting-NYC1-1").waitFor({ state: "detached" });
    await nyc.done();
    // Head office sees who was paid where, who handed it over, and what the other receipt was for.
    await nyc.page.evaluate(() => (location.hash = "#office/orders"));
    await nyc.id("office-order-NYC1-1").click();
    const order = nyc.id("office-order");
    await order.getByText("Paid with LA1-1", { exact: true }).waitFor();
    await nyc.id("office-history").getByText("of the rest paid with LA1-1, Los Angeles").waitFor();
    await nyc.id("office-history").getByText("Handed over by Lee").waitFor();
    await nyc.page.locator("[data-testid^=office-goto-]").click();
    await order.getByRole("heading", { name: "LA1-1" }).waitFor();
    await order.getByText("Rest of an earlier order").waitFor();
    // It fails when the ledger and the shop differ.
    execFileSync(world.binary, ["check"], { env: world.env });
  });
});
