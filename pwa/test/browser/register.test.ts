import { readFile } from "node:fs/promises";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Stub, startStub } from "../../dev/stub.mjs";
import { scanInto } from "../support/scanner";
import { inSight } from "../support/sight";
import { able, launch } from "./world";

const mug = "TW-1000";
const mugBarcode = "4006381300000";

describe.skipIf(!able)("the register in a browser", { timeout: 60_000 }, () => {
  let browser: Browser;
  let stub: Stub;
  let context: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    browser = await launch();
  }, 60_000);
  afterAll(() => browser?.close());
  beforeEach(async () => {
    stub = await startStub();
    context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    page = await context.newPage();
    await page.goto(stub.origin);
    await page.getByTestId("enrol-code").fill("K7QM-4XPD");
    await page.getByTestId("enrol-label").fill("Test");
    await page.getByTestId("enrol-submit").click();
    await signIn("sam", "2468");
    await page.getByTestId("pay").waitFor();
    await page.locator("[data-testid=catalog-status][data-phase=ready]").waitFor();
  }, 60_000);
  afterEach(async () => {
    await context?.close();
    await stub?.stop();
  });

  const id = (testId: string) => page.getByTestId(testId);
  const signIn = async (staff: string, pin: string) => {
    await id(`staff-${staff}`).click();
    await id("pin-input").fill(pin);
    await id("pin-submit").click();
  };
  const scan = (code: string) => scanInto(page, code);
  const add = async (sku: string) => {
    await id("search").fill(sku);
    await id(`product-${sku}`).click();
    await id(`cart-line-${sku}`).waitFor();
  };
  const payExact = async () => {
    await id("pay").click();
    await id("tender-exact").click();
    await id("tender-confirm").click();
    await id("receipt").waitFor();
    return id("receipt-number").innerText();
  };
  const sell = async (sku: string) => {
    await add(sku);
    const number = await payExact();
    await id("new-order").click();
    return number;
  };
  const settled = (number: string, state: string) =>
    page.locator(`[data-testid="order-state-${number}"][data-state="${state}"]`).waitFor();

  it("sells for cash with change, and the order settles before one's eyes", async () => {
    await add(mug);
    await id("pay").click();
    await id("tender-amount").fill("20");
    await id("tender-confirm").click();
    expect(await id("receipt-number").innerText()).toBe("NYC1-1");
    expect(await id("receipt-change").getAttribute("data-amount")).toBe("1566");
    await id("new-order").click();
    // Who sells by keyboard goes on at the products.
    await page.keyboard.press("Tab");
    expect(await id("search").evaluate((field) => field === document.activeElement)).toBe(true);
    await id("nav-orders").click();
    await settled("NYC1-1", "settled");
    expect(await id("sync-status").getAttribute("data-pending")).toBe("0");
  });

  it("adds what is scanned from any focus, and leaves fields as they were", async () => {
    await id("search").fill("lantern");
    await scan(mugBarcode);
    await id(`cart-line-${mug}`).waitFor();
    expect(await id("search").inputValue()).toBe("lantern");
    await id("nav-orders").click();
    await id(`cart-line-${mug}`).waitFor({ state: "hidden" });
    await scan(mug);
    await page.locator(`[data-testid=cart-line-${mug}][data-quantity="2"]`).waitFor();
    await scan("no-such-code-%%%");
    await page.locator("[data-testid=notice][data-tone=bad]", { hasText: "no-such-code" }).waitFor();
    await id("pay").click();
    await id("tender-amount").fill("50");
    await scan(mugBarcode);
    expect(await id("tender-amount").inputValue()).toBe("50");
    expect(stub.orders.size).toBe(0);
    // What was scanned last is in sight, however long the order.
    await page.keyboard.press("Escape");
    for (const sku of ["TW-1001", "TW-1002", "TW-1004", "TW-1005", "TW-1006", mug]) {
      await scan(sku);
      await expect.poll(() => inSight(page, `cart-line-${sku}`)).toBeGreaterThan(0.9);
    }
  });

  it("is worked by keys alone: search, customer and payment are one key each, behind no dialog", async () => {
    await page.keyboard.press("F9");
    await scan(mugBarcode);
    await id(`cart-line-${mug}`).waitFor();
    await page.keyboard.press("F2");
    expect(await id("search").evaluate((field) => field === document.activeElement)).toBe(true);
    await page.keyboard.press("F4");
    await id("customer").waitFor();
    await page.keyboard.press("F9");
    expect(await id("payment").count()).toBe(0);
    await page.keyboard.press("Escape");
    await id("customer").waitFor({ state: "hidden" });
    await page.keyboard.press("F9");
    await id("tender-amount").fill("100");
    await page.keyboard.press("Enter");
    await id("receipt").waitFor();
  });

  it("asks for the options of a product and sells the variant", async () => {
    await id("search").fill("TW-1003");
    await id("product-TW-1003").click();
    await id("option-color-51").click();
    await id("option-size-61").click();
    await id("cart-line-TW-1003-11").waitFor();
    expect(await id("cart-line-TW-1003-11").innerText()).toContain("Slate, M");
  });

  it("makes one order of a double click and of a double Enter", async () => {
    await add(mug);
    await id("pay").click();
    await id("tender-exact").click();
    await id("tender-confirm").dblclick();
    await id("receipt").waitFor();
    await id("new-order").click();
    await add("TW-1002");
    await id("pay").click();
    await id("tender-amount").fill("500");
    await scanInto(page, "", ["Enter", "Enter"], 100);
    await id("receipt").waitFor();
    expect(await id("receipt-number").innerText()).toBe("NYC1-2");
    await expect.poll(() => stub.orders.size).toBe(2);
  });

  it("does nothing with a receipt when a double click on Pay ends over it", async () => {
    await add(mug);
    await payExact();
    for (const name of ["receipt-gift", "receipt-email", "new-order"]) {
      const button = (await id(name).boundingBox())!;
      await page.mouse.move(button.x + button.width / 2, button.y + button.height / 2);
      await page.mouse.down({ clickCount: 2 });
      await page.mouse.up({ clickCount: 2 });
    }
    await page.waitForTimeout(100);
    expect(await id("receipt-gift").getAttribute("aria-pressed")).toBe("false");
    expect(await id("receipt-email").getAttribute("aria-pressed")).toBe("false");
    await id("receipt-gift").click();
    expect(await id("receipt-gift").getAttribute("aria-pressed")).toBe("true");
    await id("new-order").click();
    await id("receipt").waitFor({ state: "hidden" });
  });

  it("works after a reload with the gateway gone, and sends everything when it is back", async () => {
    await page.evaluate(async () => (await navigator.serviceWorker.ready).active?.state);
    await add("TW-1001");
    stub.setDown(true);
    await page.reload();
    await id("cart-line-TW-1001").waitFor();
    await payExact();
    await id("new-order").click();
    await sell(mug);
    await expect.poll(() => id("sync-status").getAttribute("data-online")).toBe("false");
    expect(await id("sync-status").getAttribute("data-pending")).toBe("2");
    await page.reload();
    await id("nav-orders").click();
    await settled("NYC1-2", "device");
    await id("orders-send").waitFor();
    stub.setDown(false);
    // Nobody has to press the button: the register finds the gateway again by itself.
    await settled("NYC1-1", "settled");
    await settled("NYC1-2", "settled");
    expect([...stub.orders.values()].map((order) => order.counter)).toEqual([1, 2]);
  });

  it("lets a person who was here before unlock it with the gateway gone, and nobody else", async () => {
    await page.evaluate(async () => (await navigator.serviceWorker.ready).active?.state);
    stub.setDown(true);
    await id("staff-menu").click();
    await id("lock").click();
    await signIn("alex", "2468");
    await page.getByText("The first time needs a connection").waitFor();
    await page.getByRole("button", { name: "Back" }).click();
    await signIn("sam", "1111");
    await page.getByText("That PIN is not right").waitFor();
    await page.keyboard.type("2468");
    await page.keyboard.press("Enter");
    await id("pay").waitFor();
  });

  it("keeps one order when the answer is lost and the tab is killed meanwhile", async () => {
    stub.state.dropAnswers = 1;
    await add(mug);
    await payExact();
    await expect.poll(() => stub.counters.submits).toBeGreaterThan(0);
    await page.close();
    page = await context.newPage();
    await page.goto(`${stub.origin}/#orders`);
    await settled("NYC1-1", "settled");
    expect(stub.orders.size).toBe(1);
  });

  it("shows one cart in two tabs and numbers their receipts in one row", async () => {
    const first = page;
    const second = await context.newPage();
    await second.goto(stub.origin);
    await add(mug);
    await second.getByTestId(`cart-line-${mug}`).waitFor();
    await Promise.all([first, second].map((tab) => tab.getByTestId("pay").click()));
    await Promise.all([first, second].map((tab) => tab.getByTestId("tender-exact").click()));
    // Whoever is later may find its dialog gone with the order.
    await Promise.all([first, second].map((tab) => tab.locator("[data-testid=tender-confirm]:enabled").waitFor()));
    const confirm = () => document.querySelector<HTMLButtonElement>("[data-testid=tender-confirm]")?.click();
    await Promise.all([first, second].map((tab) => tab.evaluate(confirm)));
    await expect.poll(() => stub.orders.size).toBe(1);
    await second.close();
    page = first;
    await page.reload();
    expect(await sell("TW-1002")).toBe("NYC1-2");
  });

  it("keeps refused and held orders in sight with the reason, until a person has acted", async () => {
    stub.state.nextAnswer = { __typename: "OrderRefused", code: "TOTALS_MISMATCH", message: "The tax adds up to something else." };
    stub.state.settle = false;
    await sell(mug);
    await id("nav-orders").click();
    await settled("NYC1-1", "refused");
    expect(await id("order-reason-NYC1-1").innerText()).toContain("adds up to something else");
    await id("order-NYC1-1").getByRole("button").first().click();
    expect(await id("order-to-do-NYC1-1").innerText()).toContain("Remove the cause, then send it again.");
    await id("order-resend-NYC1-1").click();
    await settled("NYC1-1", "received");
    stub.hold([...stub.orders.keys()][0]!, "OUT_OF_STOCK", "The back office has too little stock.");
    await settled("NYC1-1", "held");
    expect(await id("sync-status").getAttribute("data-attention")).toBe("1");
    expect(await id("order-to-do-NYC1-1").innerText()).toMatch(/^What to do: Correct the source's quantity in Magento/);
    stub.state.settle = true;
    await id("order-retry-NYC1-1").click();
    await settled("NYC1-1", "settled");
  });

  it("shows a changed price as soon as the gateway tells", async () => {
    await id("search").fill(mug);
    const tile = id(`product-${mug}`);
    await tile.waitFor();
    const now = { id: 1000, sku: mug, type: "simple", name: "Engraved mug", enabled: true, visibility: 4, taxClass: 2, price: "77.00" };
    stub.change("PRODUCT", "1000", now);
    await id("search").fill("engraved");
    await expect.poll(() => tile.innerText().catch(() => "")).toContain("$77.00");
  });

  /** Whether a new version waits. */
  const waiting = () => page.evaluate(async () => (await navigator.serviceWorker.ready).waiting !== null);
  /** An occasion to let it in, as each change of an order is: a line comes and goes. */
  const occasion = async () => {
    await add(mug);
    await id(`remove-${mug}`).click();
    await id(`cart-line-${mug}`).waitFor({ state: "hidden" });
  };
  /** Waits until it has come in. One occasion may be too early, such as before the browser has told all tabs that another's dialog is closed. */
  const letIn = () => expect.poll(() => occasion().then(waiting).catch(() => true), { interval: 1_000 }).toBe(false);

  it("lets a new version wait until no order is open", async () => {
    const update = () =>
      page.evaluate(async () => {
        const registration = await navigator.serviceWorker.ready;
        await registration.update();
        (window as { marked?: boolean }).marked = true;
      });
    const marked = () => page.evaluate(() => (window as { marked?: boolean }).marked === true).catch(() => true);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await page.reload();
    await add(mug);
    stub.state.version = "\n// a new version";
    await update();
    await expect.poll(waiting).toBe(true);
    await add("TW-1001");
    expect(await marked()).toBe(true);
    await payExact();
    await id("new-order").click();
    await letIn();
    await expect.poll(marked).toBe(false);
  });

  it("lets a new version wait while another tab has something open", async () => {
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await page.reload();
    await id("search").waitFor();
    const other = await context.newPage();
    await other.goto(stub.origin);
    await other.getByTestId("actions-open").click();
    await other.locator("dialog[open]").waitFor();
    await page.bringToFront(); // A tab behind another draws hardly any frames, and what is clicked waits for two.
    stub.state.version = "\n// a new version";
    await page.evaluate(async () => (await navigator.serviceWorker.ready).update().then(() => undefined));
    await expect.poll(waiting).toBe(true);
    await occasion();
    await occasion();
    expect(await waiting()).toBe(true);
    await other.bringToFront();
    await other.keyboard.press("Escape");
    await other.locator("dialog[open]").waitFor({ state: "hidden" });
    await page.bringToFront();
    await letIn();
    await other.close();
  });

  it("tells the gateway how fast it was, when it is left", async () => {
    await scan(mugBarcode);
    await id(`cart-line-${mug}`).waitFor();
    await id("search").fill("lantern");
    await page.locator("[data-query=lantern]").waitFor();
    await payExact();
    await page.evaluate(async () => {
      await new Promise((drawn) => setTimeout(drawn, 100));
      Object.defineProperty(document, "visibilityState", { value: "hidden" });
      document.dispatchEvent(new Event("visibilitychange"));
    });
    const readings = () => stub.counters.vitals.flatMap((report) => (report as { readings: { phase: string; interaction: string; seconds: number }[] }).readings);
    await expect.poll(() => readings().length).toBeGreaterThan(3);
    const names = readings().map((reading) => `${reading.phase} ${reading.interaction}`);
    expect(names).toEqual(expect.arrayContaining(["response scan", "response search", "response tender", "load first"]));
    expect(readings().every(({ seconds }) => seconds >= 0 && seconds < 60)).toBe(true);
  });

  it("takes ten thousand characters in the search without freezing", async () => {
    await id("search").fill("x y ".repeat(2_500));
    await page.getByText("No products match").waitFor();
    await id("search").fill("");
    await page.locator("[data-testid^=product-]").first().waitFor();
  });

  it.each(["light", "dark"] as const)("has no accessibility fault that axe can find, %s", async (scheme) => {
    const axe = await readFile(new URL("../../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
    const check = async (what: string) => {
      await page.evaluate(axe);
      const faults = await page.evaluate(async () => {
        const run = (window as unknown as { axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }).axe.run;
        const { violations } = await run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] });
        return violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 160)).join(" | ")}`);
      });
      expect.soft(faults, what).toEqual([]);
    };
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    await add("TW-1001");
    await check("selling");
    await id("pay").click();
    await check("paying");
    await id("tender-exact").click();
    await id("tender-confirm").click();
    await id("receipt").waitFor();
    await check("receipt");
    await id("new-order").click();
    await id("nav-orders").click();
    await settled("NYC1-1", "settled");
    await id("order-NYC1-1").getByRole("button").first().click();
    await check("orders");
    await id("staff-menu").click();
    await id("lock").click();
    await id("staff-sam").waitFor();
    await check("staff");
    await id("staff-sam").click();
    await check("pin");
  });
});
