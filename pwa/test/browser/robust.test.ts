import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { killPages } from "../../e2e/kill";
import { World, able, comesBack, launch } from "./world";

const mug = "TW-1002";
const mugBarcode = "4006381300002";

describe.skipIf(!able)("a register that is treated badly", { timeout: 60_000 }, () => {
  let browser: Browser;
  let world: World;
  beforeAll(async () => {
    browser = await launch();
  }, 60_000);
  afterAll(() => browser?.close());
  afterEach(() => world?.close());

  it("keeps a line that was seen, however soon the tab is killed", async () => {
    world = await World.open(browser, "sam", comesBack);
    // As soon as the line is there, this page tells so and never does anything again.
    await world.page.evaluate((sku) => {
      const seen = new MutationObserver(() => {
        if (!document.querySelector(`[data-testid="cart-line-${sku}"]`)) return;
        navigator.sendBeacon("/vitals", JSON.stringify("seen"));
        const end = performance.now() + 60_000;
        while (performance.now() < end);
      });
      seen.observe(document.body, { subtree: true, childList: true });
    }, mug);
    const page = world.page;
    void world.scan(mugBarcode).catch(() => undefined);
    await expect.poll(() => JSON.stringify(world.stub.counters.vitals).includes("seen"), { timeout: 20_000 }).toBe(true);
    await Promise.all([page.waitForEvent("crash"), killPages(browser)]);
    world.page = await world.context.newPage();
    await world.page.goto(world.stub.origin);
    await world.id(`cart-line-${mug}`).waitFor();
  });

  it.each(["/sw.js", "/icon-512.png"])("works without the network in the end when %s could not be fetched at first", async (file) => {
    world = await World.open(browser, "sam", comesBack);
    const { page, stub } = world;
    await page.evaluate(async () => {
      await (await navigator.serviceWorker.ready).unregister();
      for (const name of await caches.keys()) await caches.delete(name);
    });
    stub.state.lost = file;
    await page.reload();
    await expect.poll(() => stub.state.lost, { timeout: 20_000 }).toBeNull();
    await world.cutOff();
    await page.reload();
    await world.add(mug);
  });

  it("takes pasted HTML for the text that it is", async () => {
    world = await World.open(browser);
    const html = '<img src=x onerror="window.hurt = true"><b>mug</b>';
    await world.id("search").focus();
    await world.page.evaluate((text) => {
      const data = new DataTransfer();
      data.setData("text/plain", text);
      data.setData("text/html", text);
      const field = document.activeElement as HTMLInputElement;
      if (field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }))) document.execCommand("insertText", false, text);
    }, html);
    expect(await world.id("search").inputValue()).toBe(html);
    await world.page.getByText(html.slice(0, 40)).waitFor();
    expect(await world.page.evaluate(() => (window as { hurt?: boolean }).hurt)).toBeUndefined();
    expect(await world.page.locator("img[src=x]").count()).toBe(0);
  });

  it("says that it does not know what a broken scanner sends, and goes on selling", async () => {
    world = await World.open(browser);
    for (const code of ["<script>1</script>", "%00%00%00%00%00", "]C1]C1]C1", "9".repeat(120)]) {
      await world.scan(code);
      await world.page.locator("[data-testid=notice][data-tone=bad]").last().waitFor();
    }
    await world.scan(mugBarcode);
    await world.id(`cart-line-${mug}`).waitFor();
    expect(await world.page.locator("[data-testid^=cart-line-TW]").count()).toBe(1);
  });

  it.each([["Tab", ["Tab"]], ["CR and LF", ["Enter", "Enter"]], ["Tab and Enter", ["Tab", "Enter"]]])("takes a scanner that ends with %s, which does nothing else", async (_name, ends) => {
    world = await World.open(browser);
    await world.id("search").waitFor();
    // Enter on a product would sell it.
    await world.page.locator("[data-testid^=product-]").first().focus();
    await world.scan(mugBarcode, ends);
    await world.scan(mugBarcode, ends);
    await world.page.locator(`[data-testid=cart-line-${mug}][data-quantity="2"]`).waitFor();
    expect(await world.page.locator("[data-testid^=cart-line-][data-quantity]").count()).toBe(1);
    expect(await world.page.evaluate(() => document.activeElement?.getAttribute("data-testid"))).toMatch(/^product-/);
  });

  it("takes a scanner that sends nothing at the end, whatever has the focus, and typing for typing", async () => {
    world = await World.open(browser);
    await world.id("staff-menu").click();
    await world.id("hardware-open").click();
    await world.page.getByLabel("Sends no Enter or Tab").check();
    // On a busy machine the browser hands keys on late, and what it takes for silence must be longer.
    await world.id("scanner-gap").fill("400");
    await world.checkAxe("a scanner without an end key");
    await world.id("hardware-save").click();
    await world.id("hardware").waitFor({ state: "hidden" });
    const quantity = (n: number) => world.page.locator(`[data-testid=cart-line-${mug}][data-quantity="${n}"]`).waitFor();
    await world.scan(mugBarcode, []);
    await quantity(1);
    await world.id("search").fill("mug");
    await world.id("search").focus();
    await world.scan(mugBarcode, []);
    await quantity(2);
    expect(await world.id("search").inputValue()).toBe("mug");
    await world.scan(mugBarcode);
    await quantity(3);
    // A fast person, and one who pastes. Longer than a scanner's pause is silence.
    await world.id("search").fill("");
    await world.scan("enamel mug", [], 300);
    await world.id("search").evaluate((field: HTMLInputElement) => (field.focus(), document.execCommand("insertText", false, " 4006381333931")));
    await world.page.waitForTimeout(600);
    expect(await world.id("search").inputValue()).toBe("enamel mug 4006381333931");
    expect(await world.page.locator("[data-testid=notice][data-tone=bad]").count()).toBe(0);
  });

  it("takes what was scanned out of a text of several lines again", async () => {
    world = await World.open(browser);
    await world.page.evaluate(() => document.body.append(Object.assign(document.createElement("textarea"), { id: "note", value: "Dear" })));
    await world.page.locator("#note").focus();
    await world.scan(mugBarcode);
    await world.id(`cart-line-${mug}`).waitFor();
    expect(await world.page.locator("#note").inputValue()).toBe("Dear");
  });

  it("lets a new version wait while words are typed, here or in another tab", { timeout: 90_000 }, async () => {
    world = await World.open(browser, "sam", comesBack);
    const { page, stub } = world;
    const here = world.id("search");
    await here.waitFor();
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await page.reload();
    const other = await world.context.newPage();
    await other.goto(stub.origin);
    const there = other.getByTestId("search");
    await there.pressSequentially("mug");
    await page.bringToFront();
    await here.pressSequentially("ju");
    stub.state.version = "\n// a new version";
    const waiting = () => page.evaluate(async () => (await navigator.serviceWorker.ready).waiting !== null);
    await page.evaluate(async () => (await navigator.serviceWorker.ready).update().then(() => undefined));
    await expect.poll(waiting).toBe(true);
    await here.pressSequentially("g");
    await page.waitForTimeout(1_500);
    expect(await here.inputValue()).toBe("jug");
    await here.fill("");
    await page.waitForTimeout(1_500);
    expect(await waiting()).toBe(true);
    expect(await there.inputValue()).toBe("mug");
    await there.fill("");
    // At once, or where the browser has not told all tabs yet that nothing is typed, the next time that it is tried.
    await expect.poll(() => waiting().catch(() => true), { timeout: 40_000 }).toBe(false);
  });

  it("says what is wrong when an older version than the last comes back, loses nothing, and gives way to the next", async () => {
    world = await World.open(browser, "sam", comesBack);
    await world.cutOff();
    await world.add(mug);
    await world.payExact();
    await world.id("new-order").click();
    await world.add(mug);
    await world.page.goto(`${world.stub.origin}/icon.svg`);
    const raise = () => new Promise<number>((done, failed) => {
      const request = indexedDB.open("tillway", 99);
      request.onerror = () => failed(new Error(String(request.error)));
      request.onsuccess = () => {
        const count = request.result.transaction("orders").objectStore("orders").count();
        count.onsuccess = () => (request.result.close(), done(count.result));
      };
    });
    expect(await world.page.evaluate(raise)).toBe(1);
    world.stub.setDown(false);
    await world.page.goto(world.stub.origin);
    // Told as an alert, on a page that has its main part and its button.
    await world.page.getByRole("main").getByRole("alert").getByText("Nothing is lost.").waitFor();
    expect(await world.page.evaluate(raise)).toBe(1);
    // It cannot tell whether an order is open, and must not keep the next version from it.
    world.stub.state.version = "\n// a new version";
    const taken = world.page.waitForEvent("load");
    await world.page.evaluate(async () => (await navigator.serviceWorker.ready).update());
    await taken;
    expect(await world.page.evaluate(async () => (await navigator.serviceWorker.ready).waiting)).toBeNull();
  });

  it("takes no negative cash", async () => {
    world = await World.open(browser);
    await world.add(mug);
    await world.id("pay").click();
    for (const amount of ["-50", "−50", "1e9", "--", "50-"]) {
      await world.id("tender-amount").fill(amount);
      expect(await world.id("tender-amount").getAttribute("aria-invalid")).toBe("true");
      expect(await world.id("tender-confirm").isDisabled()).toBe(true);
    }
    await world.page.keyboard.press("Enter");
    expect(world.stub.counters.submits).toBe(0);
    await world.id("tender-exact").click();
    await world.id("tender-confirm").click();
    await world.id("receipt").waitFor();
  });
});
