import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { World, able, comesBack, launch } from "./world";

describe.skipIf(!able)("customers", { timeout: 120_000 }, () => {
  let browser: Browser;
  let world: World;
  beforeAll(async () => {
    browser = await launch();
  }, 60_000);
  afterAll(() => browser?.close());
  afterEach(() => world?.close());

  const search = async (text: string) => {
    await world.id("customer-open").click();
    await world.id("customer-search").fill(text);
  };

  it("are found by the keyboard alone, change prices to their group's, and stand on order and receipt", async () => {
    world = await World.open(browser);
    const wholesale = { id: 990_003, sku: "BULK", type: "simple", name: "Bulk rope", enabled: true, visibility: 4, taxClass: 2, price: "10.00", prices: [{ group: 0, regular: "10.00", final: "10.00", min: "10.00" }, { group: 2, regular: "10.00", final: "7.00", min: "7.00" }] };
    world.stub.change("PRODUCT", "990003", wholesale);
    await world.id("search").fill("Bulk");
    await world.id("product-BULK").click();
    await world.total(1084);
    const { keyboard } = world.page;
    await world.id("customer-open").focus();
    await keyboard.press("Enter");
    await world.id("customer-search").waitFor();
    await world.checkAxe("customers before a search");
    await keyboard.type("ki", { delay: 100 });
    await world.id("customer-8").waitFor();
    await world.checkAxe("customers found");
    expect(await world.id("customer-9").count()).toBe(0);
    await keyboard.press("Tab");
    await keyboard.press("Tab");
    await keyboard.press("Enter");
    await world.id("customer").waitFor({ state: "hidden" });
    expect(await world.id("cart-customer").innerText()).toContain("Kira Wholesale");
    await world.total(759);
    expect(await world.id("unknown-prices").count()).toBe(0);
    // What has only guests' prices is said to.
    await world.add("TW-1000");
    expect(await world.id("unknown-prices").innerText()).toContain("Wholesale");
    await world.checkAxe("an order with a customer");
    const receipt = await world.payExact();
    expect(await world.page.locator("[data-print]").innerText()).toContain("Customer: Kira Wholesale");
    expect(await world.order(Number(receipt.split("-")[1]))).toMatchObject({ customer: { id: 8, group: 2, taxClass: 3 }, email: "kira.wholesale@example.com" });
    await world.id("new-order").click();
    expect(await world.id("cart-customer").count()).toBe(0);
  });

  it("are found offline when they were here lately, and taken down offline when not", async () => {
    world = await World.open(browser, "sam", comesBack);
    await search("park");
    await world.id("customer-7").click();
    await world.id("customer-remove").click();
    await world.cutOff();
    await world.page.reload();
    await world.id("customer-open").click();
    await world.id("customer-7").waitFor();
    await world.id("customer-search").fill("555");
    expect(await world.id("customer-results").getByTestId("customer-7").count()).toBe(0);
    await world.id("customer-search").fill("+1 555");
    await world.id("customer-fault").waitFor();
    expect(await world.id("customer-7").count()).toBe(1);
    const lastName = "Quist".repeat(12);
    await world.id("customer-search").fill(`Nora ${lastName}`);
    await world.page.getByText("Nobody found").waitFor();
    await world.id("customer-new").click();
    await world.id("customer-email").fill("nora");
    await world.id("customer-save").click();
    await world.page.getByText("Enter an e-mail address such as").waitFor();
    await world.checkAxe("a new customer");
    await world.id("customer-email").fill("nora@example.com");
    await world.id("customer-save").click();
    await world.page.getByText(`Nora ${lastName} will be taken down`).waitFor();
    expect(await world.id("cart-customer").innerText()).toContain("Nora Quist");
    await world.add("TW-1000");
    await world.payExact();
    await world.checkFits("a receipt with a long name");
    world.stub.setDown(false);
    const order = await world.order(1);
    expect(order.customer).toMatchObject({ group: 1, new: { email: "nora@example.com", firstName: "Nora", lastName } });
    expect(JSON.stringify(order.customer)).not.toContain('"id":null');
  });

  it("who are new are taken down at once online; a known address is the known customer", async () => {
    world = await World.open(browser);
    await search("kim.park@example.com");
    await world.id("customer-new").click();
    expect(await world.id("customer-email").inputValue()).toBe("kim.park@example.com");
    await world.id("customer-first-name").fill("Kimberley");
    await world.id("customer-last-name").fill("P");
    await world.id("customer-save").click();
    await world.page.getByText("belongs to Kim Park already").waitFor();
    expect(await world.id("cart-customer").innerText()).toContain("Kim Park");
    expect(world.stub.people).toHaveLength(3);
  });

  it("are asked for once when somebody types fast, and a revoked device forgets them", async () => {
    world = await World.open(browser);
    const asked: string[] = [];
    world.page.on("request", (request) => {
      const body = request.postData() ?? "";
      if (body.includes("FindCustomers")) asked.push((JSON.parse(body) as { variables: { search: string } }).variables.search);
    });
    await world.id("customer-open").click();
    // Letter by letter within one task, which is fast on the busiest machine too.
    await world.id("customer-search").evaluate((field: HTMLInputElement) => {
      field.focus();
      for (const letter of "santos") document.execCommand("insertText", false, letter);
    });
    await world.id("customer-9").click();
    expect(asked).toEqual(["santos"]);
    const known = () => world.page.evaluate(() => new Promise<number>((done, fail) => {
      const opening = indexedDB.open("tillway");
      opening.onerror = () => fail(opening.error);
      opening.onsuccess = () => {
        const counting = opening.result.transaction("customers").objectStore("customers").count();
        counting.onsuccess = () => {
          opening.result.close();
          done(counting.result);
        };
      };
    }));
    expect(await known()).toBe(1);
    world.stub.state.revoked = true;
    await world.add("TW-1000");
    await world.id("pay").click();
    await world.id("tender-exact").click();
    await world.id("tender-confirm").click();
    await world.id("enrol-code").waitFor();
    await expect.poll(known).toBe(0);
  });
});
