import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { documents } from "../../dev/catalog.mjs";
import { checkDigit } from "../../src/domain/gs1";
import { World, able, comesBack, launch } from "./world";

describe.skipIf(!able)("at the counter", { timeout: 60_000 }, () => {
  let browser: Browser;
  let world: World;
  beforeAll(async () => {
    browser = await launch();
  }, 60_000);
  afterAll(() => browser?.close());
  afterEach(() => world?.close());

  it("prints the whole receipt, and nothing else, however long and whatever the theme", async () => {
    world = await World.open(browser);
    await world.page.emulateMedia({ colorScheme: "dark" });
    const skus = Array.from({ length: 24 }, (_, i) => `TW-${1000 + i}`).filter((_, i) => ![3, 9].includes(i % 12));
    for (const sku of skus) await world.add(sku);
    await world.payExact();
    await world.page.emulateMedia({ media: "print" });
    const paper = world.page.locator("[data-print]");
    const box = (await paper.boundingBox())!;
    const last = (await world.page.getByText("Served by Sam Rivera").boundingBox())!;
    expect(box.x).toBeGreaterThanOrEqual(0);
    expect(box.y).toBeGreaterThanOrEqual(0);
    expect(box.height).toBeGreaterThan(700);
    expect(last.y + last.height).toBeLessThanOrEqual(box.y + box.height + 1);
    expect(await world.id("new-order").isVisible()).toBe(false);
    expect(await world.id("search").isVisible()).toBe(false);
    await world.page.emulateMedia({ media: "screen" });
    await world.id("receipt-gift").click();
    expect(await paper.innerText()).not.toContain("$");
  });

  it("sends receipts and the drawer's pulse to a printer by USB", async () => {
    world = await World.open(browser);
    const { page } = world;
    await world.usbPrinter(false);
    await page.getByLabel("Print every receipt").check();
    await page.getByLabel("Open the drawer for cash").check();
    await world.checkAxe("hardware");
    await world.id("hardware-save").click();
    await world.id("hardware").waitFor({ state: "hidden" });
    await world.add("TW-1000");
    await world.payExact();
    await expect.poll(async () => (await world.printed()).length).toBe(2);
    const [drawer, paper] = await world.printed();
    expect(drawer).toEqual([0x1b, 0x70, 0, 25, 250]);
    expect(String.fromCharCode(...paper!)).toMatch(/Harbour Street[\s\S]*1 x Harbour enamel mug +\$4\.00[\s\S]*Total +\$4\.34[\s\S]*NYC1-1/);
  });

  it("gives the printer to one tab after the other", async () => {
    world = await World.open(browser, "sam", comesBack);
    const other = await world.context.newPage();
    await other.goto(world.stub.origin);
    // As a device that is plugged in once: whoever opens it while another page has it fails.
    let owner: Page | null = null;
    const done: string[] = [];
    let printed: () => void = () => undefined;
    const paper = new Promise<void>((out) => (printed = out));
    await world.context.exposeBinding("usbDoes", async ({ page }, what: "open" | "transfer" | "close") => {
      if (owner && owner !== page) throw new Error("it is in use");
      owner = what === "close" ? null : page;
      done.push(`${what} ${page === other ? 2 : 1}`);
      if (what === "transfer") await paper;
    });
    for (const page of [world.page, other]) {
      await page.evaluate(() => {
        const does = (what: string) => (window as unknown as { usbDoes(what: string): Promise<void> }).usbDoes(what);
        const alternate = { interfaceClass: 7, endpoints: [{ endpointNumber: 1, direction: "out" }] };
        const configuration = { interfaces: [{ interfaceNumber: 0, alternate }] };
        const device = { opened: false, configuration, open: () => does("open"), close: () => does("close"), claimInterface: () => Promise.resolve(), transferOut: () => does("transfer").then(() => ({ status: "ok" })) };
        Object.defineProperty(navigator, "usb", { value: { getDevices: () => Promise.resolve([device]), requestDevice: () => Promise.resolve(device) } });
      });
      await page.getByTestId("staff-menu").click();
      await page.getByTestId("hardware-open").click();
      await page.getByTestId("printer-usb").click();
    }
    const test = (page: Page) => page.getByRole("button", { name: "Test print" }).click();
    await test(world.page);
    await expect.poll(() => done).toEqual(["open 1", "transfer 1"]);
    await test(other);
    await other.waitForTimeout(200);
    printed();
    await expect.poll(() => done).toEqual(["open 1", "transfer 1", "close 1", "open 2", "transfer 2", "close 2"]);
    for (const page of [world.page, other]) expect(await page.getByTestId("printer-fault").count()).toBe(0);
  });

  it("reads a scale's labels once their forms are set up, and GS1", async () => {
    world = await World.open(browser);
    const digits = "210100000348";
    const cheese = { id: 990_001, sku: "21-01000", type: "simple", name: "Mountain cheese", enabled: true, visibility: 4, taxClass: 2, price: "20.00", barcodes: ["01000"] };
    world.stub.change("PRODUCT", "990001", cheese);
    const ham = { ...cheese, id: 990_003, sku: "HAM", name: "Mountain ham", price: "199.00", barcodes: ["12345"] };
    world.stub.change("PRODUCT", "990003", ham);
    const box = { id: 990_002, sku: "BOX", type: "simple", name: "Box", enabled: true, visibility: 4, taxClass: 2, price: "2.00", barcodes: ["9501101530003"] };
    world.stub.change("PRODUCT", "990002", box);
    await world.id("search").fill("Mountain");
    await world.id("product-21-01000").waitFor();
    await world.id("staff-menu").click();
    await world.id("hardware-open").click();
    await world.id("scanner-patterns").fill("21IIIIIWWWWW");
    await world.id("hardware-save").click();
    await world.page.getByText("is no pattern").waitFor();
    await world.id("scanner-patterns").fill("21IIIIIWWWWWC 02IIIIIXPPPPC");
    await world.id("hardware-save").click();
    await world.id("hardware").waitFor({ state: "hidden" });
    await world.scan(digits + String(checkDigit(digits)));
    await world.page.locator('[data-testid="cart-line-21-01000"][data-quantity="0.348"]').waitFor();
    expect(await world.id("cart-line-total-21-01000").innerText()).toBe("$6.96");
    // For 45.00, by an American scanner: it leaves out the 0 that the form begins with.
    await world.scan(`21234504500${checkDigit("021234504500")}`);
    await world.page.locator('[data-testid="cart-line-HAM"][data-quantity="0.2261"]').waitFor();
    expect(await world.id("cart-line-total-HAM").innerText()).toBe("$44.99");
    await world.scan("]C10109501101530003301210LOT7");
    await world.page.locator('[data-testid=cart-line-BOX]').waitFor();
  });

  it("keeps the amount on a label while the product asks for choices", async () => {
    world = await World.open(browser);
    const more = { enabled: true, visibility: 4, taxClass: 0 };
    const slice = { id: 7, title: "Slices", type: "drop_down", required: true, sortOrder: 1, values: [{ id: 71, title: "Thin", price: { amount: "0" }, sortOrder: 1 }] };
    const cheese = { ...more, id: 990_001, sku: "CHEESE", type: "simple", name: "Mountain cheese", price: "20.00", barcodes: ["01000"], customOptions: [slice] };
    const [mild, old] = [8, 9].map((value) => ({ ...more, id: 990_000 + value, sku: `HAM-${value}`, type: "simple", name: `Mountain ham ${value}`, visibility: 1, price: `${value}.00` }));
    const age = { id: 1, attributeId: 93, code: "age", label: "Age", position: 0, values: [{ id: 8, label: "Mild" }, { id: 9, label: "Old" }] };
    const variants = [mild!, old!].map(({ id, sku }, i) => ({ id, sku, values: { age: 8 + i } }));
    const ham = { ...more, id: 990_005, sku: "HAM", type: "configurable", name: "Mountain ham", barcodes: ["02000"], options: [age], variants };
    for (const product of [cheese, mild!, { ...old!, customOptions: [slice] }, ham]) world.stub.change("PRODUCT", String(product.id), product);
    await world.id("search").fill("Mountain");
    await world.id("product-HAM").waitFor();
    await world.id("staff-menu").click();
    await world.id("hardware-open").click();
    await world.id("scanner-patterns").fill("21IIIIIWWWWWC 22IIIIIPPPPPC");
    await world.id("hardware-save").click();
    await world.id("hardware").waitFor({ state: "hidden" });
    const scan = (digits: string) => world.scan(digits + String(checkDigit(digits)));
    const holds = (sku: string, quantity: string) => world.page.locator(`[data-testid="cart-line-${sku}"][data-quantity="${quantity}"]`).waitFor();
    const sliced = async () => {
      await world.id("custom-7-71").click();
      await world.id("choices-add").click();
    };
    await scan("220100000500"); // for 5.00
    await sliced();
    await holds("CHEESE", "0.25");
    await scan("210200000348"); // 348 grams
    await world.id("option-age-8").click();
    await holds("HAM-8", "0.348");
    await scan("210200000500");
    await world.id("option-age-9").click();
    await sliced();
    await holds("HAM-9", "0.5");
  });

  it("sells no part of a piece of what Magento sells whole, however it is entered", async () => {
    world = await World.open(browser);
    const { page, stub } = world;
    const cheese = { id: 990_001, sku: "21-01000", type: "simple", name: "Mountain cheese", enabled: true, visibility: 4, taxClass: 2, price: "20.00", barcodes: ["01000"] };
    stub.change("PRODUCT", "990001", cheese);
    stub.change("STOCK", "21-01000", { sku: "21-01000", salable: "10", inStock: true, whole: true });
    await world.id("search").fill("Mountain");
    await world.id("product-21-01000").waitFor();
    await world.id("staff-menu").click();
    await world.id("hardware-open").click();
    await world.id("scanner-patterns").fill("21IIIIIWWWWWC");
    await world.id("hardware-save").click();
    await world.id("hardware").waitFor({ state: "hidden" });
    const refused = () => page.getByText("sold in whole pieces only").first().waitFor();
    const [part, pieces] = ["210100000348", "210100002000"];
    await world.scan(part + String(checkDigit(part)));
    await refused();
    await world.scan(pieces + String(checkDigit(pieces)));
    await page.locator('[data-testid="cart-line-21-01000"][data-quantity="2"]').waitFor();
    await world.id("quantity-21-01000").fill("");
    await world.id("quantity-21-01000").pressSequentially("1.5");
    await refused();
    expect(await world.id("quantity-21-01000").inputValue()).toBe("1.");
    await page.locator('[data-testid="cart-line-21-01000"][data-quantity="1"]').waitFor();
    expect(await world.id("pay").isEnabled()).toBe(true);
  });

  it.each(["return", "balance"])("looks for a receipt again when it is asked for again, and leaves it to be typed over: %s", async (kind) => {
    world = await World.open(browser, "sam", comesBack);
    await world.action(`${kind}-open`);
    const field = world.id(`${kind}-receipt`);
    await world.cutOff();
    await field.fill("NYC1-99");
    await world.id(`${kind}-search`).click();
    const away = world.id(kind).getByText("the gateway cannot be reached");
    await away.waitFor();
    world.stub.setDown(false);
    await world.id(`${kind}-search`).click();
    const none = world.id(kind).getByText("There is no order with receipt “NYC1-99”.");
    await none.waitFor();
    expect(await field.evaluate((input: HTMLInputElement) => document.activeElement === input && input.selectionEnd! - input.selectionStart!)).toBe(7);
    world.stub.setDown(true);
    await world.scan("NYC1-99");
    await away.waitFor();
    await world.page.keyboard.type("NYC1-98");
    expect(await field.inputValue()).toBe("NYC1-98");
  });

  it("takes back without a receipt what is scanned", async () => {
    world = await World.open(browser);
    await world.action("return-open");
    await world.id("return-without").click();
    expect(await world.id("return-code").evaluate((field) => field === document.activeElement)).toBe(true);
    await world.scan("no-such-code");
    await world.id("return").getByText("No product has the code “no-such-code”.").waitFor();
    await world.scan("TW-1000");
    await world.page.getByRole("button", { name: "Damaged" }).click();
    expect(Number(await world.id("return-amount").inputValue())).toBeGreaterThan(0);
    await world.id("return-without-take").click();
    await world.id("return-line-TW-1000").waitFor();
  });

  it("takes off one thing for a double click", async () => {
    world = await World.open(browser);
    const takeBack = async () => {
      await world.action("return-open");
      await world.id("return-without").click();
      await world.id("return-code").fill("TW-1000");
      await world.id("return-without-take").click();
      await world.page.getByRole("button", { name: "Damaged" }).click();
      await world.id("return-without-take").click();
      await world.id("return").waitFor({ state: "hidden" });
    };
    await world.add("TW-1000");
    await world.add("TW-1001");
    await takeBack();
    await takeBack();
    // The next one comes up under the pointer, before the second half.
    await world.id("return-remove-TW-1000").first().dblclick({ delay: 50 });
    await world.id("remove-TW-1000").dblclick({ delay: 50 });
    await world.id("cart-line-TW-1000").waitFor({ state: "hidden" });
    await world.payExact();
    const { lines, returns } = await world.order(1);
    expect([lines, returns]).toMatchObject([[{ sku: "TW-1001" }], [{ sku: "TW-1000" }]]);
  });

  it("keeps favourites at hand over a reload", async () => {
    world = await World.open(browser, "sam", comesBack);
    await world.add("TW-1005");
    await world.id("line-TW-1005").click();
    await world.id("line-favourite").click();
    await world.page.keyboard.press("Escape");
    await world.page.reload();
    await world.id("category-favourites").click();
    await expect.poll(() => world.page.locator("[data-testid^=product-]").count()).toBe(1);
    await world.id("product-TW-1005").click();
    await world.page.locator('[data-testid="cart-line-TW-1005"][data-quantity="2"]').waitFor();
  });

  it("stops a sale that rules make nonsense of, as soon as the gateway tells of them", async () => {
    world = await World.open(browser);
    await world.add("TW-1001");
    await world.total(4498);
    const [, [pricing]] = documents(world.stub.origin, 60).find(([kind]) => kind === "PRICING") as [string, [Record<string, unknown> & { rules: object[] }]];
    const [first] = pricing.rules;
    const idle = { type: "product_combine", aggregator: "all", expect: true, conditions: [{ type: "product", attribute: "sku", operator: "==", value: "none" }] };
    const every = { ...idle, conditions: [] };
    const rules = [
      { ...first, id: 1, label: "A", priority: 1, discount_amount: 30, actions: every },
      ...[2, 3, 4].map((id) => ({ ...first, id, priority: id, actions: idle })),
      { ...first, id: 5, label: "Ten off", priority: 5, action: "cart_fixed", discount_amount: 10, actions: every },
    ];
    world.stub.change("PRICING", "pricing", { ...pricing, fingerprint: "p2", rules });
    await world.id("cart-stop").waitFor();
    expect(await world.id("cart-stop").innerText()).toContain("Ten off");
    expect(await world.id("pay").isDisabled()).toBe(true);
    await world.checkAxe("a stopped sale");
    world.stub.change("PRICING", "pricing", { ...pricing, fingerprint: "p3", rules: [] });
    await world.total(4498);
    expect(await world.id("pay").isEnabled()).toBe(true);
  });

  it("takes up what another register parked, and gives up its own to another", async () => {
    world = await World.open(browser);
    await world.add("TW-1000");
    await world.action("park");
    await expect.poll(() => world.stub.parked.size).toBe(1);
    const [own] = [...world.stub.parked.values()];
    // Another register takes it up, and parks one of its own.
    world.stub.parked.clear();
    const { cart } = JSON.parse(own!.body) as { cart: { id: string } };
    const theirs = { ...own!, id: "01890a5d-ac96-774b-bcce-b302099a8057", label: "Table 4", registerId: "NYC2" };
    world.stub.parked.set(theirs.id, { ...theirs, body: JSON.stringify({ version: 1, cart: { ...cart, id: theirs.id } }) });
    await world.id("parked-open").click();
    await world.id("parked-elsewhere").waitFor();
    await world.id("parked-recall").click();
    await world.page.getByText("took this order up already").waitFor();
    await world.id("parked-open").click();
    await world.id("parked-elsewhere").click();
    await world.id("cart-line-TW-1000").waitFor();
    expect(world.stub.parked.size).toBe(0);
  });
});
