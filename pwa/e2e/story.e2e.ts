import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually, type SandboxOrder, World } from "./harness";
import type { Page } from "playwright-core";
import { scanInto } from "../test/support/scanner";

interface ShopProduct {
  sku: string;
  ean: string;
}

/** Sells what is scanned, for exact cash, and returns the receipt number. */
async function sell(page: Page, codes: string[]): Promise<string> {
  for (const code of codes) await scanInto(page, code);
  await page.getByTestId("pay").click();
  await page.getByTestId("tender-exact").click();
  await page.getByTestId("tender-confirm").dblclick();
  const number = await page.getByTestId("receipt-number").textContent();
  await page.getByTestId("new-order").click();
  return (number ?? "").trim();
}

async function stateOf(page: Page, receipt: string): Promise<string | null> {
  return page.getByTestId(`order-state-${receipt}`).getAttribute("data-state", { timeout: 1000 });
}

describe("one order, end to end", () => {
  let world: World;
  let products: ShopProduct[];
  beforeAll(async () => {
    world = await World.start();
    const answer = await world.shop<{ items: { sku: string; custom_attributes: { attribute_code: string; value: string }[] }[] }>(
      "GET",
      "/rest/V1/products?searchCriteria[filterGroups][0][filters][0][field]=type_id&searchCriteria[filterGroups][0][filters][0][value]=simple" +
        "&searchCriteria[filterGroups][1][filters][0][field]=visibility&searchCriteria[filterGroups][1][filters][0][value]=4&searchCriteria[pageSize]=5",
    );
    products = answer.items.map((p) => ({ sku: p.sku, ean: p.custom_attributes.find((a) => a.attribute_code === "ean")?.value ?? "" }));
    expect(products.every((p) => /^\d{13}$/.test(p.ean))).toBe(true);
  });
  afterAll(() => world.stop());

  test("sold offline, the gateway killed while sending, in Magento exactly once and settled on the screen", async () => {
    const [first, second] = products as [ShopProduct, ShopProduct];
    const salable = async (sku: string) =>
      world.shop<number>("GET", `/rest/V1/inventory/get-product-salable-quantity/${encodeURIComponent(sku)}/2`);
    const stock = async (sku: string) => {
      const found = await world.shop<{ items: { quantity: number }[] }>(
        "GET",
        `/rest/V1/inventory/source-items?searchCriteria[filterGroups][0][filters][0][field]=sku&searchCriteria[filterGroups][0][filters][0][value]=${encodeURIComponent(sku)}` +
          "&searchCriteria[filterGroups][1][filters][0][field]=source_code&searchCriteria[filterGroups][1][filters][0][value]=store_nyc",
      );
      return found.items[0]?.quantity ?? Number.NaN;
    };
    const before = { salable: await salable(first.sku), stock: await stock(first.sku) };

    const { page, context } = await world.newRegister("NYC1");
    await page.getByTestId("catalog-status").waitFor();
    await page.getByTestId("search").waitFor();
    await eventually(
      "the catalog is on the device",
      async () => (await page.getByTestId("catalog-status").getAttribute("data-phase")) === "ready",
    );
    // The worker takes the page over, so that a reload works without the gateway.
    await page.evaluate(async () => (await navigator.serviceWorker.ready).active !== null);

    const receipts = [await sell(page, [first.ean])];

    await world.killGateway();
    await page.reload();
    await eventually(
      "the catalog is there without a network",
      async () => (await page.getByTestId("catalog-status").getAttribute("data-phase")) === "ready",
    );
    receipts.push(await sell(page, [first.ean, first.ean, second.ean]));
    receipts.push(await sell(page, [second.ean]));
    expect(receipts).toEqual(["NYC1-1", "NYC1-2", "NYC1-3"]);
    expect(await page.getByTestId("sync-status").getAttribute("data-online")).toBe("false");

    // Placing an order takes the shop half a second, so that the kill lands in the middle.
    await world.shop("POST", "/sandbox/faults", {
      method: "POST",
      path: "guest-carts/*/payment-information",
      kind: "slow",
      delay: "500ms",
      times: 5,
    });
    await world.startGateway();
    await eventually("the shop is placing", async () => (await world.shop<SandboxOrder[]>("GET", "/sandbox/orders")).length >= 1);
    await world.killGateway();
    await world.startGateway();

    await page.getByTestId("nav-orders").click();
    for (const receipt of receipts) {
      await eventually(`${receipt} is settled on the screen`, async () => (await stateOf(page, receipt)) === "settled", 60_000);
    }

    const orders = await world.shop<SandboxOrder[]>("GET", "/sandbox/orders");
    expect(orders).toHaveLength(3);
    for (const order of orders) {
      expect(order.invoices).toHaveLength(1);
      expect(order.shipments.map((s) => s.source)).toEqual(["store_nyc"]);
      expect(order.status).toBe("complete");
    }
    expect(await stock(first.sku)).toBe(before.stock - 3);
    expect(await salable(first.sku)).toBe(before.salable - 3);

    // A webhook brings what changes in the shop to the screen, without a reload.
    await world.shop("PATCH", `/sandbox/products/${encodeURIComponent(second.sku)}`, { price: "123.45" });
    await page.getByTestId("nav-sell").click();
    await page.getByTestId("search").fill(second.sku);
    const tile = page.getByTestId(`product-${second.sku}`);
    await eventually("the new price is on the screen", async () => (await tile.textContent({ timeout: 1000 }))?.includes("123.45"));

    // What the register measured of itself is among the gateway's metrics.
    await page.evaluate(() => {
      Object.defineProperty(document, "visibilityState", { value: "hidden" });
      document.dispatchEvent(new Event("visibilitychange"));
    });
    await eventually("the register's own figures are in the metrics", async () =>
      (await (await fetch(`${world.origin}/metrics`)).text()).includes('tillway_rail_seconds_count{interaction="search",phase="response"}'),
    );
    await context.close();
  });
});
