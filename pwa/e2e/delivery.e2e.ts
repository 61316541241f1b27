import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually, type SandboxOrder, simpleSkus, World } from "./harness";
import { Register } from "./register";

interface Delivered extends SandboxOrder {
  shipping_amount: number;
  shipping_method: string;
}

describe("goods that are not carried out of the shop, against the gateway", () => {
  let world: World;
  let register: Register;
  let sku: string;
  beforeAll(async () => {
    world = await World.start();
    [sku] = (await simpleSkus(world, 1)) as [string];
    register = await Register.open(world, "NYC1");
  });
  afterAll(() => world.stop());

  const shopOrder = async (due: number) => {
    const orders = await world.shop<Delivered[]>("GET", "/sandbox/orders");
    expect(orders.map((order) => order.grand_total)).toContain(due / 100);
    return orders.find((order) => order.grand_total === due / 100)!;
  };
  const deliver = async () => {
    await register.id("actions-open").click();
    await register.id("delivery-open").click();
  };

  test("a parcel is charged as Magento charges it, and waits for the warehouse", async () => {
    await register.add(sku);
    await deliver();
    const fields = { firstName: "Kim", lastName: "Park", telephone: "555", "street-0": "1 Broadway", postcode: "10004", city: "New York" };
    for (const [field, text] of Object.entries(fields)) await register.id(`ship-${field}`).fill(text);
    await register.id("ship-region").selectOption("NY");
    await register.id("delivery-apply").click();
    await register.id("cart-shipping").waitFor();
    const { receipt, due } = await register.pay();
    await register.until(receipt, "settled");
    const order = await shopOrder(due);
    expect(order).toMatchObject({ shipments: [] });
    expect(order.invoices).toHaveLength(1);
    await register.id("nav-orders").click();
    await register.id(`order-${receipt}`).getByRole("button").first().click();
    await register.page.getByText("The warehouse ships it in Magento.").waitFor();
    await register.id("nav-sell").click();
  });

  test("a pickup waits at the other location, and is shipped from there when it is handed over", async () => {
    await register.add(sku);
    await deliver();
    await register.id("delivery-PICKUP").click();
    await register.id("pickup-la").check();
    await register.id("delivery-apply").click();
    await register.id("cart-delivery").waitFor();
    const { receipt, due } = await register.pay();
    await register.until(receipt, "settled");
    expect((await shopOrder(due)).shipments).toEqual([]);
    await register.id("nav-orders").click();
    await register.id(`order-${receipt}`).getByRole("button").first().click();
    await register.id(`order-hand-over-${receipt}`).click();
    await register.page.getByText("Waits to be picked up.").waitFor({ state: "hidden" });
    const shipments = await eventually("the shipment is in Magento", async () => {
      const { shipments } = await shopOrder(due);
      return shipments.length > 0 && shipments;
    });
    expect(shipments).toMatchObject([{ source: "store_la" }]);
    await register.until(receipt, "settled");
  });
});
