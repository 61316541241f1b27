import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { World, able, comesBack, launch } from "./world";

describe.skipIf(!able)("goods that are not carried out of the shop", { timeout: 120_000 }, () => {
  let browser: Browser;
  let world: World;
  beforeAll(async () => {
    browser = await launch();
  }, 60_000);
  afterAll(() => browser?.close());
  afterEach(() => world?.close());

  const fill = async (fields: Record<string, string>) => {
    for (const [field, text] of Object.entries(fields)) await world.id(`ship-${field}`).fill(text);
  };

  it("are shipped to the customer, sold without the gateway", async () => {
    world = await World.open(browser, "sam", comesBack);
    await world.id("customer-open").click();
    await world.id("customer-search").fill("kim");
    await world.id("customer-7").click();
    await world.add("TW-1000");
    await world.cutOff();
    await world.action("delivery-open");
    expect(await world.id("ship-firstName").inputValue()).toBe("Kim");
    expect(await world.id("ship-telephone").inputValue()).toBe("+1 555 0100");
    await world.checkAxe("where to ship");
    await world.id("delivery-apply").click();
    await world.page.getByText("Enter the street.").waitFor();
    await fill({ "street-0": "1 Beacon St", city: "Boston", postcode: "02108" });
    await world.id("delivery-apply").click();
    await world.page.getByText("Choose the region").waitFor();
    await world.checkAxe("what is missing of an address");
    await world.id("ship-country").selectOption("DE");
    await world.id("ship-tablerate_bestway").check();
    await world.id("delivery-apply").click();
    await world.id("cart-delivery").getByText("Ship to Kim Park").waitFor();
    // Abroad no tax of New York is charged.
    await world.total(400 + 1_500);
    expect(await world.id("cart-shipping").innerText()).toBe("$15.00");
    await world.checkAxe("an order that is shipped");
    // What was agreed survives a reload, and can be changed.
    await world.page.reload();
    await world.id("cart-delivery").getByRole("button").first().click();
    expect(await world.id("ship-city").inputValue()).toBe("Boston");
    await world.id("ship-country").selectOption("US");
    await world.id("ship-region").selectOption("NY");
    await world.id("ship-flatrate_flatrate").check();
    await world.id("delivery-apply").click();
    await world.total(434 + 500);
    await world.payExact();
    expect(await world.id("receipt-delivery").innerText()).toBe("Ship to Kim Park · Standard\n1 Beacon St, Boston, NY 02108, US");
    await world.checkAxe("the receipt of a parcel");
    await world.id("new-order").click();
    world.stub.setDown(false);
    const sent = await world.order(1);
    expect(sent).toMatchObject({
      charged: { subtotal: 400, shipping: 500, tax: 34, total: 934 },
      fulfilment: {
        kind: "SHIP", method: "flatrate_flatrate", firstName: "Kim", lastName: "Park",
        address: { street: ["1 Beacon St"], city: "Boston", postcode: "02108", country: "US", regionCode: "NY", regionId: 43, telephone: "+1 555 0100" },
      },
    });
    await world.id("nav-orders").click();
    await world.id("order-NYC1-1").getByRole("button").first().click();
    await world.page.getByText("The warehouse ships it in Magento.").waitFor();
    await world.page.getByText("Standard · 1 Beacon St, Boston, NY 02108, US").waitFor();
  });

  it("wait at another location, and are handed over", async () => {
    world = await World.open(browser);
    await world.add("TW-1000");
    await world.action("delivery-open");
    await world.id("delivery-PICKUP").click();
    await world.checkAxe("where to pick up");
    await world.id("pickup-la").check();
    await world.id("delivery-apply").click();
    await world.id("cart-delivery").getByText("Pick up at Sunset Boulevard").waitFor();
    await world.total(400);
    await world.payExact();
    expect(await world.id("receipt-delivery").innerText()).toContain("200 Spring St, Los Angeles 90012, US");
    await world.id("new-order").click();
    expect(await world.order(1)).toMatchObject({ fulfilment: { kind: "PICKUP", locationId: "la" } });
    await world.id("nav-orders").click();
    await world.page.locator("[data-testid=order-state-NYC1-1][data-state=settled]").waitFor();
    await world.id("order-NYC1-1").getByRole("button").first().click();
    await world.page.getByText("Waits to be picked up.").waitFor();
    await world.checkAxe("an order that waits to be picked up");
    await world.id("order-hand-over-NYC1-1").click();
    await world.page.getByText("Waits to be picked up.").waitFor({ state: "hidden" });
    await world.id("order-hand-over-NYC1-1").waitFor({ state: "hidden" });
    expect((await world.order(1)).handedOver).toBe("sam");
  });

  it("are carried out after all, by one tap", async () => {
    world = await World.open(browser);
    await world.add("TW-1000");
    await world.action("delivery-open");
    await world.id("delivery-PICKUP").click();
    await world.id("pickup-la").check();
    await world.id("delivery-apply").click();
    await world.total(400);
    await world.id("cart-delivery-remove").click();
    await world.total(434);
    await world.id("cart-delivery").waitFor({ state: "hidden" });
    await world.payExact();
    await world.id("new-order").click();
    expect(await world.order(1)).not.toHaveProperty("fulfilment");
  });
});
