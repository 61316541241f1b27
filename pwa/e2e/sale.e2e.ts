import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Page } from "playwright-core";
import { eventually, World } from "./harness";

/** What the gateway made of an order, as the screen tells it. */
async function stateOf(page: Page, receipt: string): Promise<string> {
  return (await page.getByTestId(`order-state-${receipt}`).getAttribute("data-state", { timeout: 1_000 })) ?? "";
}

describe("sales of all kinds, against the gateway", () => {
  let world: World;
  let sku: string;
  beforeAll(async () => {
    world = await World.start();
    const answer = await world.shop<{ items: { sku: string }[] }>(
      "GET",
      "/rest/V1/products?searchCriteria[filterGroups][0][filters][0][field]=type_id&searchCriteria[filterGroups][0][filters][0][value]=simple" +
        "&searchCriteria[filterGroups][1][filters][0][field]=visibility&searchCriteria[filterGroups][1][filters][0][value]=4&searchCriteria[pageSize]=1",
    );
    sku = answer.items[0]!.sku;
  });
  afterAll(() => world.stop());

  const open = async (register: string): Promise<Page> => {
    const { page } = await world.newRegister(register);
    await eventually("the catalog is on the device", async () => (await page.getByTestId("catalog-status").getAttribute("data-phase")) === "ready");
    return page;
  };
  const add = async (page: Page) => {
    await page.getByTestId("search").fill(sku);
    await page.getByTestId(`product-${sku}`).click();
    await page.getByTestId(`cart-line-${sku}`).waitFor();
  };
  const finish = async (page: Page) => {
    await page.getByTestId("receipt").waitFor();
    const number = (await page.getByTestId("receipt-number").innerText()).trim();
    await page.getByTestId("new-order").click();
    return number;
  };
  const taken = async (page: Page, receipt: string) => {
    await page.getByTestId("nav-orders").click();
    const state = await eventually(
      `the gateway has ${receipt}`,
      async () => {
        const now = await stateOf(page, receipt);
        return ["device", "sending"].includes(now) ? null : now;
      },
      30_000,
    );
    await page.getByTestId("nav-sell").click();
    return state;
  };

  test("a discount, a changed price, split tenders, an exemption, a return and an exchange are all taken", async () => {
    const page = await open("NYC1");
    await add(page);
    await page.getByTestId(`more-${sku}`).click();
    await page.getByTestId(`line-${sku}`).click();
    await page.getByTestId("discount-value").fill("10");
    await page.getByTestId("reason").fill("scratched");
    await page.getByTestId("line-discount-apply").click();
    await page.getByTestId("actions-open").click();
    await page.getByTestId("discount-open").click();
    await page.getByTestId("discount-value").fill("5");
    await page.getByTestId("reason").fill("regular customer");
    await page.getByTestId("discount-apply").click();
    await page.getByTestId("pay").click();
    await page.getByTestId("tender-kind-CARD").click();
    await page.getByTestId("tender-amount").fill("1.00");
    await page.getByTestId("tender-reference").fill("T-1");
    await page.getByTestId("tender-confirm").click();
    await page.getByTestId("tender-given-0").waitFor();
    await page.getByTestId("tender-kind-CASH").click();
    await page.getByTestId("tender-exact").click();
    await page.getByTestId("tender-confirm").click();
    const first = await finish(page);
    expect(["refused", "conflict"]).not.toContain(await taken(page, first));

    await page.getByTestId("actions-open").click();
    await page.getByTestId("return-open").click();
    await page.getByTestId("return-receipt").fill(first);
    await page.getByTestId("return-search").click();
    await page.getByTestId(`return-more-${sku}`).click();
    await page.getByTestId("reason").fill("wrong size");
    await page.getByTestId("return-take").click();
    await add(page);
    await page.getByTestId("pay").click();
    await page.getByTestId("tender-exact").click();
    await page.getByTestId("tender-confirm").click();
    const second = await finish(page);
    expect(["refused", "conflict"]).not.toContain(await taken(page, second));

    await add(page);
    await page.getByTestId(`line-${sku}`).click();
    await page.getByTestId("line-tab-price").click();
    await page.getByTestId("line-price").fill("3.33");
    await page.getByTestId("reason").fill("price match");
    await page.getByTestId("line-price-apply").click();
    await page.getByTestId("actions-open").click();
    await page.getByTestId("exempt-open").click();
    await page.getByTestId("exempt-certificate").fill("NY-77");
    await page.getByTestId("exempt-apply").click();
    await page.locator('[data-testid=cart-total][data-amount="333"]').waitFor();
    await page.getByTestId("pay").click();
    await page.getByTestId("tender-exact").click();
    await page.getByTestId("tender-confirm").click();
    const third = await finish(page);
    expect(["refused", "conflict"]).not.toContain(await taken(page, third));
  });

  test("an order parked at one register is taken up at another, once", async () => {
    const one = await open("NYC1");
    const two = await open("NYC2");
    await add(one);
    await one.getByTestId("actions-open").click();
    await one.getByTestId("park").click();
    await eventually("the other register sees it", async () => {
      await two.getByTestId("parked-open").click();
      await two.getByTestId("parked").waitFor();
      const seen = await two.getByTestId("parked-elsewhere").waitFor({ timeout: 2_000 }).then(() => true, () => false);
      if (!seen) {
        await two.keyboard.press("Escape");
        await two.getByTestId("parked").waitFor({ state: "hidden" });
      }
      return seen;
    });
    await two.getByTestId("parked-elsewhere").click();
    await two.getByTestId(`cart-line-${sku}`).waitFor();
    await one.getByTestId("parked-open").click();
    await one.getByTestId("parked-recall").click();
    await one.getByTestId("parked").waitFor({ state: "hidden" });
    expect(await one.getByTestId(`cart-line-${sku}`).count()).toBe(0);
  });
});
