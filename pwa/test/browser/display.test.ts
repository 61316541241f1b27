import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { axeFaults } from "../support/axe";
import { World, able, comesBack, launch } from "./world";

describe.skipIf(!able)("the customer display", { timeout: 120_000 }, () => {
  let browser: Browser;
  let world: World;
  beforeAll(async () => {
    browser = await launch();
  }, 60_000);
  afterAll(() => browser?.close());
  afterEach(() => world?.close());

  /** Opened by the register; headless Chromium has one window, so the register must be told that it is still in front. */
  async function open(): Promise<Page> {
    const opening = world.context.waitForEvent("page");
    await world.id("staff-menu").click();
    await world.id("display-open").click();
    const display = await opening;
    await display.getByTestId("display").waitFor();
    return display;
  }

  it("shows the order as it grows, what to pay, the change and thanks, and nothing of who buys or sells", async () => {
    world = await World.open(browser, "sam", comesBack);
    const display = await open();
    const kind = (which: string) => display.locator(`[data-testid=display][data-kind=${which}]`).waitFor({ timeout: 3_000 });
    // A browser that never rests.
    await world.page.evaluate(() => (window.requestIdleCallback = (work, options) => window.setTimeout(work, options?.timeout, {})));
    const axe = async (what: string) => expect.soft(await axeFaults(display), what).toEqual([]);
    await kind("idle");
    await display.getByText("Harbour Street").waitFor();
    await axe("an idle display");
    await world.id("customer-open").click();
    await world.id("customer-search").fill("kim");
    await world.id("customer-7").click();
    await world.add("TW-1000");
    await world.add("TW-1001");
    await kind("sale");
    await expect.poll(() => display.getByTestId("display-line").allInnerTexts()).toEqual([expect.stringContaining("Harbour enamel mug"), expect.stringContaining("$41.50")]);
    const total = (await world.id("cart-total").innerText()).trim();
    await expect.poll(() => display.getByTestId("display-total").innerText()).toBe(total);
    await axe("a sale on the display");
    const text = () => display.locator("body").innerText();
    expect(await text()).not.toMatch(/Kim|Park|Sam|Rivera/);
    await world.id("pay").click();
    await kind("pay");
    await display.getByText("Please pay").waitFor();
    await axe("a payment on the display");
    await world.id("tender-amount").fill("100");
    await world.id("tender-confirm").click();
    await world.id("receipt").waitFor();
    await kind("thanks");
    expect(await display.getByTestId("display-change").innerText()).toBe(await world.id("receipt-change").innerText());
    await axe("thanks on the display");
    expect(await text()).not.toMatch(/Kim|Park|Sam|Rivera/);
    await world.id("new-order").click();
    await kind("idle");
    // Who brings something back is told what they get, not what they pay.
    await world.action("return-open");
    await world.id("return-without").click();
    await world.id("return-code").fill("TW-1000");
    await world.id("return-without-take").click();
    await world.page.getByRole("button", { name: "Damaged" }).click();
    await world.id("return-without-take").click();
    await kind("sale");
    expect(await text()).toMatch(/Returned goods\s+-\$4\.34\s+You get back\s+\$4\.34/);
    expect(await text()).not.toContain("Subtotal");
    await world.id("pay").click();
    await world.id("tender-confirm").click();
    await kind("thanks");
    expect(await text()).toMatch(/You get back\s+\$4\.34/);
    expect(await text()).not.toMatch(/Total|change/);
    await world.id("new-order").click();
    await kind("idle");
    // A display that is opened in the middle of a sale shows it; a locked register shows nothing.
    await world.add("TW-1002");
    await display.reload();
    await kind("sale");
    await world.lock();
    await kind("idle");
    expect(await display.getByTestId("display-line").count()).toBe(0);
  });

  it("keeps no data of the register in its window", async () => {
    world = await World.open(browser, "sam", comesBack);
    const display = await open();
    const asked: string[] = [];
    display.on("request", (request) => asked.push(new URL(request.url()).pathname));
    await display.reload();
    await display.getByTestId("display").waitFor();
    expect(asked.filter((path) => path.startsWith("/graphql") || path.startsWith("/catalog/"))).toEqual([]);
    expect(await display.evaluate(() => performance.getEntriesByType("resource").map((entry) => entry.name).filter((name) => name.includes("worker")))).toEqual([]);
  });
});
