import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { documents } from "../../dev/catalog.mjs";
import { de } from "../../src/i18n/de";
import { en } from "../../src/i18n/en";
import { de as explainDe } from "../../src/i18n/explain/de";
import { en as explainEn } from "../../src/i18n/explain/en";
import { misfits } from "../support/fits";
import { textsOf } from "../support/texts";
import { World, able, comesBack, launch } from "./world";

// What would be seen if a text was not spoken in German. What a person is told with names and numbers is left to the unit tests.
const german = new Set([...textsOf(de), ...textsOf(explainDe)].map(([, text]) => text));
const english = [...textsOf(en), ...textsOf(explainEn)].map(([, text]) => text).filter((text) => text.length > 2 && !/\d/.test(text) && !german.has(text));

describe.skipIf(!able)("a sale in German", { timeout: 90_000 }, () => {
  let browser: Browser;
  let world: World;
  beforeAll(async () => {
    browser = await launch();
  }, 60_000);
  afterAll(() => browser?.close());
  afterEach(() => world?.close());

  /** Fails when something does not fit into its place, or an English text is seen or heard. */
  const check = async (what: string) => {
    const faults = await world.page.evaluate(misfits, english);
    expect.soft(faults, what).toEqual([]);
  };

  it("shows of when the stock is and who is signed in on a tablet, to head office too", async () => {
    world = await World.open(browser, "sam", { locale: "de-DE", viewport: { width: 1024, height: 768 } });
    await world.id("nav-office").waitFor();
    expect(await world.id("stock-as-of").innerText()).toMatch(/^\d\d:\d\d$/);
    const inside = (testId: string) => world.id(testId).evaluate((place) => [...place.querySelectorAll("span")].filter((text) => text.offsetWidth > 1).every((text) => text.getBoundingClientRect().right <= place.getBoundingClientRect().right));
    await world.id("staff-menu").getByText("Sam Rivera").waitFor();
    expect(await world.id("stock-as-of").evaluate((time) => time.scrollWidth <= time.clientWidth)).toBe(true);
    expect(await Promise.all(["catalog-status", "staff-menu"].map(inside))).toEqual([true, true]);
    // The first name at least.
    expect(await world.id("staff-menu").getByText("Sam Rivera").evaluate((name) => name.clientWidth)).toBeGreaterThan(40);
    await check("the header of a tablet");
    await world.add("TW-1000");
    await world.id("pay").click();
    await world.id("tender-exact").click();
    world.stub.setDown(true);
    await world.id("tender-confirm").click();
    await world.id("new-order").click();
    await world.page.locator("[data-testid=sync-status][data-pending='1']").waitFor();
    expect(await world.id("stock-as-of").evaluate((time) => time.scrollWidth <= time.clientWidth)).toBe(true);
    expect(await world.id("staff-menu").getByText("Sam Rivera").evaluate((name) => name.clientWidth)).toBeGreaterThan(40);
  });

  it("has what can be done with a shift in one line on a phone", async () => {
    world = await World.open(browser, "sam", { locale: "de-DE", viewport: { width: 390, height: 844 } });
    await world.id("nav-shift").click();
    await world.id("cash-total").fill("100");
    await world.id("shift-open").click();
    for (const what of ["paid-in", "drawer", "count", "report", "close"]) {
      const lines = await world.id(`shift-${what}`).evaluate((button) => {
        const text = document.createRange();
        text.selectNodeContents(button);
        return text.getClientRects().length;
      });
      expect.soft(lines, what).toBe(1);
    }
  });

  it("says in German why nothing can be calculated", async () => {
    world = await World.open(browser, "sam", { locale: "de-DE" });
    await world.add("TW-1000");
    const [, [pricing]] = documents(world.stub.origin, 60).find(([kind]) => kind === "PRICING") as [string, [object]];
    world.stub.change("PRICING", "pricing", { ...pricing, fingerprint: "p2", config: { "tax/weee/enable": "1" } });
    await world.id("cart-stop").getByText("Hier gilt eine feste Produktsteuer").waitFor();
    await check("a stopped sale");
  });

  it.each([
    [390, 844],
    [1024, 768],
  ])("is German all the way and fits, %i pixels wide", async (width, height) => {
    world = await World.open(browser, "sam", { ...comesBack, locale: "de-DE", viewport: { width, height } });
    const { page } = world;
    const narrow = width < 768;
    const order = async () => {
      if (narrow) await page.getByRole("button", { name: "Bestellung zeigen" }).click();
    };
    /** Opens a dialog, looks at it, and closes it. */
    const look = async (what: string) => {
      await page.getByRole("dialog").waitFor();
      await check(what);
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "hidden" });
    };
    expect(await page.locator("html").getAttribute("lang")).toBe("de");
    await check("selling");
    const touched = (await world.id("sync-status").boundingBox())!;
    expect([touched.width >= 44, touched.height >= 44]).toEqual([true, true]);
    world.stub.state.settle = false;
    await world.choose("TW-1000");
    await order();
    await world.id("cart-line-TW-1000").waitFor();
    await check("order");
    await world.id("cart-line-TW-1000").getByRole("button").first().click();
    await look("line");
    await world.id("actions-open").click();
    await look("actions");
    for (const action of ["coupon-open", "discount-open", "exempt-open", "unlisted-open", "return-open", "cart-clear"]) {
      await world.action(action);
      await world.id("actions").waitFor({ state: "hidden" });
      await look(action);
    }
    await world.action("discount-open");
    await world.id("discount-value").fill("10");
    await page.getByRole("button", { name: "Kulanz" }).click();
    await world.id("discount-apply").click();
    await page.getByText("Personalrabatt").waitFor();
    await world.id("explain-open").click();
    await page.getByRole("dialog").getByText("Der Rabatt von der Kasse gibt").waitFor();
    await look("explain");
    await world.id("parked-open").click();
    await look("parked");
    await world.id("pay").click();
    await world.id("payment").waitFor();
    await check("paying");
    await world.id("tender-exact").click();
    expect(await world.id("tender-amount").inputValue()).toBe("3,90");
    await world.id("tender-amount").fill("20,5");
    // Phones bring a keypad of their own.
    if (width > 640) for (const key of [",", "0"]) await page.getByRole("button", { name: key, exact: true }).click();
    expect(await world.id("tender-amount").inputValue()).toBe(width > 640 ? "20,50" : "20,5");
    await world.id("tender-confirm").click();
    await world.id("receipt").waitFor();
    expect(await world.id("receipt-change").getAttribute("data-amount")).toBe("1660");
    expect(await world.id("receipt").innerText()).toContain("Personalrabatt");
    await check("receipt");
    await world.id("new-order").click();
    await page.locator("[data-testid=sync-status][data-underway='1']").waitFor();
    await world.cutOff();
    await world.choose("TW-1001");
    await order();
    await world.payExact();
    await world.id("new-order").click();
    await page.locator("[data-testid=sync-status][data-online=false][data-pending='1']").waitFor();
    await check("counts");
    // Each in one line, and the shop still named.
    for (const count of await page.locator("[data-testid=sync-status] .rounded-full").all()) expect((await count.boundingBox())!.height).toBeLessThan(30);
    if (!narrow) expect((await page.locator("header").getByText("Harbour Street").boundingBox())!.width).toBeGreaterThan(60);
    await world.id("nav-orders").click();
    world.stub.hold([...world.stub.orders.keys()][0]!, "OUT_OF_STOCK", "Magento has too little stock.");
    world.stub.setDown(false);
    await expect.poll(() => world.stub.orders.size).toBe(2);
    await world.id("order-reason-NYC1-1").getByText("zu wenig Bestand").waitFor();
    await check("list");
    await world.id("order-NYC1-1").getByRole("button").first().click();
    await check("orders");
    await world.id("staff-menu").click();
    await world.id("lock").waitFor();
    await check("menu");
    await world.id("hardware-open").click();
    await look("hardware");
    await world.lock();
    await world.id("staff-sam").waitFor();
    await check("who");
    await world.id("staff-sam").click();
    await check("pin");
  });

  it("is chosen in the menu, keeps the open order, and stays chosen", async () => {
    world = await World.open(browser);
    await world.add("TW-1000");
    await world.id("staff-menu").click();
    await world.id("language-de").click();
    await world.page.locator("html[lang=de]").waitFor();
    await world.id("cart-line-TW-1000").waitFor();
    expect(await world.id("pay").innerText()).toContain("Bezahlen");
    await world.lock();
    await world.id("language-en").click();
    await world.page.locator("html[lang=en]").waitFor();
    await world.page.getByText("Who is at the register?").waitFor();
  });
});
