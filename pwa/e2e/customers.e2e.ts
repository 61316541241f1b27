import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readFile } from "node:fs/promises";
import type { BrowserContext, Page } from "playwright-core";
import { type SandboxOrder, eventually, World } from "./harness";

interface Found<T> {
  items: T[];
}

const byEmail = (email: string) =>
  `searchCriteria[filterGroups][0][filters][0][field]=email&searchCriteria[filterGroups][0][filters][0][value]=${encodeURIComponent(email)}`;

describe("customers and moved orders, against the gateway", () => {
  let world: World;
  let sku: string;
  beforeAll(async () => {
    world = await World.start();
    const answer = await world.shop<Found<{ sku: string }>>(
      "GET",
      "/rest/V1/products?searchCriteria[filterGroups][0][filters][0][field]=type_id&searchCriteria[filterGroups][0][filters][0][value]=simple" +
        "&searchCriteria[filterGroups][1][filters][0][field]=visibility&searchCriteria[filterGroups][1][filters][0][value]=4&searchCriteria[pageSize]=1",
    );
    sku = answer.items[0]!.sku;
  });
  afterAll(() => world.stop());

  const open = async (register: string): Promise<{ page: Page; context: BrowserContext }> => {
    const opened = await world.newRegister(register);
    const { page } = opened;
    await eventually("the catalog is on the device", async () => (await page.getByTestId("catalog-status").getAttribute("data-phase")) === "ready");
    await page.waitForFunction(() => navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null));
    return opened;
  };
  const sell = async (page: Page) => {
    await page.getByTestId("search").fill(sku);
    await page.getByTestId(`product-${sku}`).click();
    await page.getByTestId(`cart-line-${sku}`).waitFor();
    await page.getByTestId("pay").click();
    await page.getByTestId("tender-exact").click();
    await page.getByTestId("tender-confirm").click();
    await page.getByTestId("receipt").waitFor();
    const receipt = (await page.getByTestId("receipt-number").innerText()).trim();
    await page.getByTestId("new-order").click();
    return receipt;
  };
  const stateOf = async (page: Page, receipt: string) => (await page.getByTestId(`order-state-${receipt}`).getAttribute("data-state", { timeout: 1_000 })) ?? "";
  const take = async (page: Page, first: string, last: string, email: string) => {
    await page.getByTestId("customer-open").click();
    await page.getByTestId("customer-new").click();
    await page.getByTestId("customer-first-name").fill(first);
    await page.getByTestId("customer-last-name").fill(last);
    await page.getByTestId("customer-email").fill(email);
    await page.getByTestId("customer-save").click();
    await page.getByTestId("cart-customer").waitFor();
  };

  test("a customer taken down online is found again and gets the order; one taken down offline is made by their order", async () => {
    const { page } = await open("NYC1");
    await take(page, "Nora", "Quist", "nora@example.com");
    expect((await world.shop<Found<{ email: string }>>("GET", `/rest/V1/customers/search?${byEmail("nora@example.com")}`)).items).toHaveLength(1);
    await page.getByTestId("customer-remove").click();
    await page.getByTestId("customer-open").click();
    await page.getByTestId("customer-search").fill("quist");
    await page.getByTestId("customer-results").getByText("nora@example.com").click();
    const first = await sell(page);
    await world.killGateway();
    await take(page, "Otto", "Lind", "otto@example.com");
    const second = await sell(page);
    await world.startGateway();
    await page.getByTestId("nav-orders").click();
    for (const receipt of [first, second]) await eventually(`${receipt} is in Magento`, async () => (await stateOf(page, receipt)) === "settled", 60_000);
    expect((await world.shop<Found<{ firstname: string }>>("GET", `/rest/V1/customers/search?${byEmail("otto@example.com")}`)).items).toMatchObject([{ firstname: "Otto" }]);
  });

  test("orders moved to another device of the register are one order each, whoever sends them", async () => {
    const one = await open("NYC2");
    const two = await open("NYC2");
    await world.killGateway();
    const receipts = [await sell(one.page), await sell(one.page), await sell(one.page)];
    await one.page.getByTestId("nav-orders").click();
    await one.page.getByTestId("orders-move").click();
    const saving = one.page.waitForEvent("download");
    await one.page.getByTestId("orders-export").click();
    const buffer = await readFile(await (await saving).path());
    await two.page.getByTestId("nav-orders").click();
    await two.page.getByTestId("orders-move").click();
    await two.page.getByTestId("orders-import").setInputFiles({ name: "unsent.json", mimeType: "application/json", buffer });
    await two.page.getByTestId(`order-${receipts[2]}`).waitFor();
    const before = (await world.shop<Found<SandboxOrder>>("GET", "/rest/V1/orders?searchCriteria[pageSize]=500")).items.length;
    // Both devices send at the same time.
    await world.startGateway();
    for (const { page } of [one, two]) {
      for (const receipt of receipts) await eventually(`${receipt} is settled on both`, async () => (await stateOf(page, receipt)) === "settled", 60_000);
    }
    const after = (await world.shop<Found<SandboxOrder>>("GET", "/rest/V1/orders?searchCriteria[pageSize]=500")).items.length;
    expect(after - before).toBe(3);
    // The receipts go on after those that came.
    await two.page.getByTestId("nav-sell").click();
    expect(await sell(two.page)).toBe(`NYC2-${Number(receipts[2]!.split("-").at(-1)) + 1}`);
  });
});
