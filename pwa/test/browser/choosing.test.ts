import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { World, able, comesBack, launch } from "./world";

describe.skipIf(!able)("a product that asks something", { timeout: 60_000 }, () => {
  let browser: Browser;
  let world: World;
  beforeAll(async () => {
    browser = await launch();
  }, 60_000);
  afterAll(() => browser?.close());
  afterEach(() => world?.close());

  it("takes a text of several lines, as long as the product lets it be, to Magento and onto the receipt", async () => {
    world = await World.open(browser);
    const { page } = world;
    const id = (testId: string) => world.id(testId);
    const card = { id: 9, title: "Card", type: "area", required: true, sortOrder: 1, maxCharacters: 24, price: { amount: "2.00" } };
    world.stub.change("PRODUCT", "990001", { id: 990_001, sku: "GIFT", type: "simple", name: "Gift with a card", enabled: true, visibility: 4, taxClass: 0, price: "10.00", customOptions: [card] });
    await id("search").fill("card");
    await id("product-GIFT").click();
    const text = page.getByRole("textbox", { name: "Card +$2.00" });
    await text.focus();
    await page.keyboard.insertText("Dear Kim,");
    await page.keyboard.press("Enter");
    await page.keyboard.insertText("have a good time!");
    expect(await text.inputValue()).toBe("Dear Kim,\nhave a good ti");
    expect(await text.evaluate((area) => [area.tagName, area.clientHeight > 44])).toEqual(["TEXTAREA", true]);
    await world.checkAxe("a text of several lines");
    await id("choices-add").click();
    await world.total(1200);
    expect(await id("cart-line-GIFT").innerText()).toContain("Dear Kim, have a good ti");
    await world.payExact();
    expect(await page.locator("[data-print]").innerText()).toContain("Dear Kim,\nhave a good ti");
    expect((await world.order(1)).lines).toMatchObject([{ sku: "GIFT", choices: { custom: [{ optionId: 9, value: "Dear Kim,\nhave a good ti" }] } }]);
  });

  it("says so when another tab's pictures have left no room for what was answered here", async () => {
    world = await World.open(browser, "sam", comesBack);
    const photo = { id: 9, title: "Photo", type: "file", required: true, sortOrder: 1, price: { amount: "2.00" } };
    world.stub.change("PRODUCT", "990001", { id: 990_001, sku: "GIFT", type: "simple", name: "Gift with a photo", enabled: true, visibility: 4, taxClass: 0, price: "10.00", customOptions: [photo] });
    const other = await world.context.newPage();
    await other.goto(world.stub.origin);
    for (const [i, page] of [world.page, other].entries()) {
      await page.bringToFront();
      await page.getByTestId("search").fill("photo");
      await page.getByTestId("product-GIFT").click();
      const buffer = Buffer.concat([Buffer.from("R0lGODlhAQABAAAAACw=", "base64"), Buffer.alloc(300 * 1_024)]);
      await page.getByTestId("picture-file-9").setInputFiles({ name: `us ${i}.gif`, mimeType: "image/gif", buffer });
      await page.getByTestId("picture-9").waitFor();
    }
    await other.getByTestId("choices-add").click();
    await other.getByTestId("cart-line-GIFT").waitFor();
    await world.page.bringToFront();
    await world.id("cart-line-GIFT").waitFor();
    await world.id("choices-add").click();
    await world.page.getByText("Gift with a photo does not fit on this order.").waitFor();
    await world.total(1200);
  });

  it("writes what an option costs in percent as it is written where the register stands", async () => {
    world = await World.open(browser, "sam", { locale: "de-DE" });
    await world.choose("MUG-E");
    expect(await world.id("custom-6-61").innerText()).toContain("+10\u00a0%");
  });

  it("takes typed quantities of what is sold in a group, and parts only of what is sold in parts", async () => {
    world = await World.open(browser);
    const { page } = world;
    const id = (testId: string) => world.id(testId);
    world.stub.change("STOCK", "TW-1010", { sku: "TW-1010", salable: "10", inStock: true, whole: true });
    world.stub.change("PRODUCT", "990001", { id: 990_001, sku: "NEWS", type: "simple", name: "Newest of all", enabled: true, visibility: 4, taxClass: 2, price: "1.00" });
    await id("search").fill("Newest");
    await id("product-NEWS").waitFor(); // What came before it is here too.
    await world.choose("GROUP-1");
    await id("grouped-quantity-TW-1004").fill("12,5");
    await id("grouped-quantity-TW-1010").fill("");
    await id("grouped-quantity-TW-1010").pressSequentially("1.5");
    await page.getByText("sold in whole pieces only").first().waitFor();
    expect(await id("grouped-quantity-TW-1010").inputValue()).toBe("1.");
    await id("grouped-quantity-TW-1010").fill("30");
    await id("grouped-more-TW-1010").click();
    expect(await id("grouped").getByRole("textbox").evaluateAll((fields) => fields.every((field) => field.clientHeight >= 44 && field.clientWidth >= 44))).toBe(true);
    await world.checkAxe("products of a group");
    await id("grouped-add").click();
    await page.locator('[data-testid="cart-line-TW-1004"][data-quantity="12.5"]').waitFor();
    await page.locator('[data-testid="cart-line-TW-1010"][data-quantity="31"]').waitFor();
    await world.choose("GROUP-1");
    await id("grouped-quantity-TW-1004").fill("0");
    await id("grouped-quantity-TW-1010").fill("");
    expect(await id("grouped-add").isDisabled()).toBe(true);
  });

  it("sells what Magento sells in sixes in no other quantity, however it is entered", async () => {
    world = await World.open(browser);
    const { page, stub } = world;
    const id = (testId: string) => world.id(testId);
    const holds = (quantity: number) => page.locator(`[data-testid="cart-line-TW-1010"][data-quantity="${quantity}"]`).waitFor();
    const said = (text: string) => page.getByText(text).first().waitFor();
    stub.change("STOCK", "TW-1010", { sku: "TW-1010", salable: "100", inStock: true, whole: true, rules: { minSale: "10", maxSale: "24", increments: "6" } });
    stub.change("PRODUCT", "990001", { id: 990_001, sku: "NEWS", type: "simple", name: "Newest of all", enabled: true, visibility: 4, taxClass: 2, price: "1.00" });
    await id("search").fill("Newest");
    await id("product-NEWS").waitFor(); // What came before it is here too.
    await world.choose("GROUP-1");
    await id("grouped-quantity-TW-1010").fill("7");
    await id("grouped-quantity-TW-1004").focus();
    await said("sold in steps of 6, from 10, up to 24 an order: 12.");
    await id("grouped-quantity-TW-1004").fill("0");
    await id("grouped-quantity-TW-1010").fill("12");
    await id("grouped-more-TW-1010").click();
    await id("grouped-add").click();
    await holds(18);
    await world.scan("TW-1010");
    await holds(24);
    stub.setDown(true);
    await world.scan("TW-1010");
    await said("up to 24 an order: 24.");
    await id("less-TW-1010").click();
    await holds(18);
    await id("quantity-TW-1010").fill("13");
    await id("quantity-TW-1010").press("Enter");
    await said("up to 24 an order: 12 or 18.");
    await holds(18);
    expect(await id("quantity-TW-1010").inputValue()).toBe("18");
    await id("quantity-TW-1010").fill("12");
    await id("quantity-TW-1010").press("Enter");
    await holds(12);
    expect(await id("pay").isEnabled()).toBe(true);
    await id("less-TW-1010").click();
    await id("cart-line-TW-1010").waitFor({ state: "detached" });
  });

  it("counts a product's lines together, also when one is typed, and hears of rules that change under an open order", async () => {
    world = await World.open(browser);
    const { page, stub } = world;
    const id = (testId: string) => world.id(testId);
    const engraving = { id: 9, title: "Engraving", type: "field", required: true, sortOrder: 1 };
    const stock = (maxSale: string) => stub.change("STOCK", "MUG", { sku: "MUG", salable: "100", inStock: true, rules: { maxSale } });
    stock("10");
    stub.change("PRODUCT", "990001", { id: 990_001, sku: "MUG", type: "simple", name: "Mug with a name", enabled: true, visibility: 4, taxClass: 0, price: "10.00", customOptions: [engraving] });
    await id("search").fill("mug");
    for (const name of ["Ann", "Bob"]) {
      await id("product-MUG").click();
      await page.getByRole("textbox", { name: "Engraving" }).fill(name);
      await id("choices-add").click();
    }
    const [ann, bob] = [0, 1].map((at) => id("quantity-MUG").nth(at));
    await ann!.fill("6");
    await ann!.press("Enter");
    await bob!.fill("5");
    await bob!.press("Enter");
    await page.getByText("up to 10 an order: 4.").first().waitFor();
    await bob!.fill("4");
    await bob!.press("Enter");
    await world.total(10_000);
    expect(await id("pay").isEnabled()).toBe(true);
    stock("8");
    await id("cart-stop").getByText("up to 8 an order: 2.").waitFor();
  });

  it("asks one after the other what members of a group are sold with", async () => {
    world = await World.open(browser);
    const { page, stub } = world;
    const id = (testId: string) => world.id(testId);
    const option = { id: 9, title: "Engraving", type: "field", required: true, sortOrder: 1 };
    const made = { enabled: true, taxClass: 0, price: "10.00" };
    const member = (at: number, sku: string, more = {}) => stub.change("PRODUCT", String(at), { ...made, id: at, sku, type: "simple", name: sku, visibility: 1, ...more });
    member(990_001, "CUP", { customOptions: [option] });
    member(990_002, "PLATE", { customOptions: [option] });
    member(990_003, "SPOON");
    const members = [990_001, 990_002, 990_003].map((productId) => ({ productId, quantity: "2" }));
    stub.change("PRODUCT", "990004", { ...made, id: 990_004, sku: "SET", type: "grouped", name: "Picnic set", visibility: 4, members });
    await id("search").fill("picnic");
    await id("product-SET").click();
    await id("grouped-add").click();
    for (const [sku, name] of [["CUP", "Ann"], ["PLATE", "Bob"]] as const) {
      await id("choices").getByRole("heading", { name: sku }).waitFor();
      await page.getByRole("textbox", { name: "Engraving" }).fill(name);
      await id("choices-add").click();
    }
    await id("choices").waitFor({ state: "detached" });
    await world.total(6000);
    expect(await page.locator("[data-testid^=cart-line-][data-quantity]").evaluateAll((rows) => rows.map((row) => row.getAttribute("data-testid")).sort())).toEqual(["cart-line-CUP", "cart-line-PLATE", "cart-line-SPOON"]);
    expect(await id("cart-line-PLATE").innerText()).toContain("Bob");
  });

  it("writes and takes parts of a piece with the comma where people do", async () => {
    world = await World.open(browser, "sam", { locale: "de-DE" });
    const id = (testId: string) => world.id(testId);
    await world.scan("TW-1004");
    await id("quantity-TW-1004").fill("");
    await id("quantity-TW-1004").pressSequentially("1,5");
    expect(await id("quantity-TW-1004").inputValue()).toBe("1,5");
    await world.page.locator('[data-testid="cart-line-TW-1004"][data-quantity="1.5"]').waitFor();
    await world.payExact();
    expect(await world.page.locator("[data-print]").innerText()).toContain("1,5 ×");
  });
});
