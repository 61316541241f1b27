import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { inSight } from "../support/sight";
import { World, able, comesBack, launch } from "./world";

/** A screen of 1024 × 768 on which all is made twice as large. */
const enlarged = { width: 512, height: 384 };

describe.skipIf(!able)("selling in a browser", { timeout: 60_000 }, () => {
  let browser: Browser;
  let world: World;
  beforeAll(async () => {
    browser = await launch();
  }, 60_000);
  afterAll(() => browser?.close());
  afterEach(() => world?.close());

  it("takes a rule, a coupon and a staff discount off, names them on the receipt and in the order", async () => {
    world = await World.open(browser);
    const { id, page } = bound(world);
    await world.add("TW-1005");
    await id("quantity-TW-1005").fill("");
    await id("quantity-TW-1005").pressSequentially("0.5");
    await world.total(1298);
    await id("quantity-TW-1005").fill("999999999");
    await page.getByText("Up to 9,999 fit").waitFor();
    expect(await id("quantity-TW-1005").inputValue()).toBe("9999");
    await id("quantity-TW-1005").fill("1");
    await world.total(2597);
    await id("line-TW-1005").click();
    await id("discount-by-amount").click();
    await page.getByRole("button", { name: "Goodwill" }).click();
    await id("discount-value").fill("500");
    await page.getByText("more than the price of").waitFor();
    expect(await id("line-discount-apply").isDisabled()).toBe(true);
    await id("discount-by-percent").click();
    for (const odd of ["150", "-10", "abc"]) {
      await id("discount-value").fill(odd);
      await page.getByText("up to 100").waitFor();
    }
    await page.keyboard.press("Escape");
    await world.action("coupon-open");
    await id("coupon-code").fill("NOPE".repeat(20));
    await id("coupon-apply").click();
    await page.getByText("is not known").waitFor();
    await world.checkFits("a long code that is not known");
    await id("coupon-code").fill("club10");
    await id("coupon-apply").click();
    await world.total(2337);
    await world.action("discount-open");
    await id("discount-value").fill("5");
    await page.getByRole("button", { name: "Goodwill" }).click();
    await id("discount-apply").click();
    await world.total(2220);
    // There is no room for all of that at once.
    await page.setViewportSize(enlarged);
    await id("cart-show").click();
    for (const testId of ["cart-line-TW-1005", "cart-manual-remove", "cart-tax", "cart-line-TW-1005"]) {
      await id(testId).scrollIntoViewIfNeeded();
      for (const there of [testId, "cart-total", "pay"]) expect(await inSight(page, there), `${there} with ${testId}`).toBeGreaterThan(0.9);
    }
    await page.setViewportSize({ width: 1280, height: 800 });
    expect((await id("explain-open").boundingBox())!.height).toBeGreaterThanOrEqual(44);
    await id("explain-open").click();
    await id("explain").getByText('“Autumn sale” gives $').first().waitFor();
    await page.keyboard.press("Escape");
    await world.payExact();
    expect(await id("receipt").innerText()).toMatch(/Autumn sale[\s\S]*Club ten[\s\S]*Staff discount/);
    const order = await world.order(1);
    expect(order).toMatchObject({ coupon: "club10", rules: [1, 2], discount: { percent: "5", reason: "Goodwill" }, pricing: "p1", charged: { total: 2220 } });
    expect(order.approvals).toMatchObject([{ permission: "DISCOUNT", staffId: "sam" }]);
  });

  it("says which rule only Magento can judge", async () => {
    world = await World.open(browser);
    await world.add("TW-1000");
    await world.action("coupon-open");
    await world.id("coupon-code").fill("ODD");
    await world.id("coupon-apply").click();
    await world.id("needs-magento").waitFor();
    expect(await world.id("needs-magento").innerText()).toContain("Staff only");
  });

  it("changes a price by a manager's PIN on the spot, offline, and puts both names on record", async () => {
    world = await World.open(browser, "sam", comesBack);
    const { id, page } = bound(world);
    await page.evaluate(async () => (await navigator.serviceWorker.ready).active?.state);
    await world.lock();
    await world.signIn("alex");
    await world.add("TW-1001");
    world.stub.setDown(true);
    await id("line-TW-1001").click();
    await id("line-tab-price").click();
    await id("line-price").fill("30");
    await page.getByRole("button", { name: "Price match" }).click();
    await id("line-price-apply").click();
    await id("approver-sam").waitFor({ state: "hidden" });
    await id("approval").getByTestId("pin-input").fill("1111");
    await id("approval").getByTestId("pin-submit").click();
    await page.getByText("That PIN is not right").waitFor();
    await world.total(4498);
    await id("approval").getByTestId("pin-input").fill("2468");
    await id("approval").getByTestId("pin-submit").click();
    await world.total(3251);
    // Within five minutes the same permission needs no second PIN.
    await id("line-TW-1001").click();
    await id("line-price").fill("20");
    const reason = "Wiederbeschaffung".repeat(6);
    await id("reason").fill(reason);
    await id("line-price-apply").click();
    await world.total(2168);
    await world.checkFits("a line with a long reason");
    // Who allowed what is in sight until it is over, or ended: then the next use needs a PIN again.
    await id("cart-approval-PRICE_OVERRIDE").getByText("By Sam Rivera").waitFor();
    await world.checkAxe("an approval in force");
    await id("cart-approval-PRICE_OVERRIDE-end").click();
    await id("cart-approval-PRICE_OVERRIDE").waitFor({ state: "hidden" });
    await id("line-TW-1001").click();
    await id("line-price").fill("10");
    await id("line-price-apply").click();
    await id("approval").waitFor();
    await page.keyboard.press("Escape");
    await id("approval").waitFor({ state: "hidden" });
    await page.keyboard.press("Escape");
    await world.total(2168);
    await world.payExact();
    world.stub.setDown(false);
    const order = await world.order(1);
    expect(order).toMatchObject({ staffId: "alex" });
    // Just what the gateway takes.
    expect(order.approvals).toEqual([{ permission: "PRICE_OVERRIDE", staffId: "sam", at: expect.any(String) }]);
    expect(order.lines).toMatchObject([{ unitPrice: 2000, override: { regular: 4150, reason } }]);
  });

  it("charges no tax with a certificate, and sells what is not in the catalog", async () => {
    world = await World.open(browser);
    const { id, page } = bound(world);
    await world.action("unlisted-open");
    await id("unlisted-name").fill("Old kettle");
    await id("unlisted-price").fill("12,50");
    await id("unlisted-add").click();
    await world.total(1355);
    await world.action("exempt-open");
    await id("exempt-certificate").fill("NY-77");
    await id("exempt-apply").click();
    await world.total(1250);
    await world.payExact();
    const order = await world.order(1);
    expect(order).toMatchObject({ exemption: { certificate: "NY-77" }, charged: { tax: 0, total: 1250 } });
    expect(order.lines).toMatchObject([{ sku: "TW-1002", name: "Old kettle", unlisted: true, unitPrice: 1250 }]);
    await id("new-order").click();
    await world.add("TW-1000");
    await world.action("discount-open");
    await id("discount-value").fill("100");
    await page.getByRole("button", { name: "Goodwill" }).click();
    await id("discount-apply").click();
    await world.total(0);
    await id("pay").press("Enter");
    await id("payment").waitFor();
    await page.keyboard.press("Enter");
    await id("receipt").waitFor();
  });

  it("asks for the parts of a bundle, for options, and for files, and prices the answers", async () => {
    world = await World.open(browser);
    const { id } = bound(world);
    await world.choose("SET-1");
    await id("bundle-2-3").click();
    await id("choices-add").click();
    await id("cart-line-SET-1").waitFor();
    await world.choose("MUG-E");
    expect(await id("choices-add").isDisabled()).toBe(true);
    await id("custom-5").fill("Kim");
    await id("custom-6-61").click();
    await id("choices-add").click();
    await id("cart-line-MUG-E").waitFor();
    expect(await id("cart-line-total-MUG-E").innerText()).toBe("$26.50");
    await world.choose("MAPS");
    await id("link-7").click();
    await id("link-8").click();
    await id("choices-add").click();
    await world.choose("GROUP-1");
    await id("grouped-more-TW-1004").click();
    await id("grouped-add").click();
    await id("cart-line-TW-1004").waitFor();
    expect(await id("cart-line-TW-1004").getAttribute("data-quantity")).toBe("2");
    await world.payExact();
    const { lines } = (await world.order(1)) as { lines: { sku: string; choices?: object; quantity: string }[] };
    expect(lines.map((line) => [line.sku, line.choices])).toEqual([
      ["SET-1", { bundle: [{ optionId: 1, selections: [1], quantity: "1" }, { optionId: 2, selections: [3], quantity: "1" }] }],
      ["MUG-E", { custom: [{ optionId: 5, value: "Kim" }, { optionId: 6, value: "61" }] }],
      ["MAPS", { links: [7, 8] }],
      ["TW-1004", undefined],
      ["TW-1010", undefined],
    ]);
  });

  it("splits a payment over a card and cash, rounds only the cash, and survives a killed tab in between", async () => {
    world = await World.open(browser, "sam", comesBack);
    world.stub.state.coin = 5;
    await world.page.reload();
    await world.add("TW-1000");
    await world.total(434);
    const [phone, reference] = [{ width: 390, height: 664 }, "T-99".padEnd(60, "0")];
    await world.page.setViewportSize(phone);
    await world.id("cart-show").click();
    await world.id("pay").click();
    await world.id("tender-kind-CARD").click();
    await world.id("tender-amount").fill("5");
    await world.id("tender-reference").fill(reference);
    expect(await world.id("tender-confirm").isDisabled()).toBe(true);
    await world.id("tender-amount").fill("2");
    await world.id("tender-confirm").click();
    await world.id("tender-given-0").waitFor();
    await world.checkFits("a long reference, on a phone");
    await world.page.close();
    world.page = await world.context.newPage();
    await world.page.goto(world.stub.origin);
    await world.id("pay").click();
    await world.id("tender-given-0").waitFor();
    await world.checkFits("a long reference");
    await world.page.setViewportSize(enlarged);
    await world.page.locator('[data-testid=tender-due][data-amount="235"]').waitFor();
    await world.id("tender-amount").fill("-5");
    expect(await world.id("tender-confirm").isDisabled()).toBe(true);
    await world.id("tender-amount").fill("10");
    await world.id("tender-confirm").click();
    await world.id("receipt").waitFor();
    expect(await world.id("receipt-change").getAttribute("data-amount")).toBe("765");
    await expect.poll(() => inSight(world.page, "receipt-change")).toBeGreaterThan(0.9);
    await world.checkFits("a receipt with a long reference");
    expect(await world.order(1)).toMatchObject({
      tenders: [{ kind: "CARD", amount: 200, reference }, { kind: "CASH", amount: 1000 }],
      change: 765,
      rounding: 1,
      charged: { total: 434 },
    });
  });

  it("lets no payment get lost with an order that becomes less, and takes no more until it was given back", async () => {
    world = await World.open(browser);
    const { id, page } = bound(world);
    await world.add("TW-1000");
    await world.add("TW-1000");
    await world.total(867);
    const pay = async (kind: string, amount: string, reference?: string) => {
      await id(`tender-kind-${kind}`).click();
      await id("tender-amount").fill(amount);
      if (reference) await id("tender-reference").fill(reference);
      await id("tender-confirm").click();
    };
    await id("pay").click();
    await pay("CASH", "1");
    await id("tender-given-0").waitFor();
    await pay("CARD", "6", "T-1");
    await id("tender-given-1").waitFor();
    await id("tender-remove-0").dblclick();
    await id("tender-given-1").waitFor({ state: "hidden" });
    await page.locator('[data-testid=tender-given-0]:has-text("T-1")').waitFor();
    await page.keyboard.press("Escape");
    await id("quantity-TW-1000").fill("1");
    await world.total(434);
    await id("pay").click();
    await page.getByText("Paid too much").waitFor();
    await page.locator('[data-testid=tender-due][data-amount="166"]').waitFor();
    expect(await id("tender-amount").count()).toBe(0);
    expect(await id("tender-confirm").isDisabled()).toBe(true);
    await page.keyboard.press("Escape");
    await world.action("park");
    await id("parked-open").click();
    await id("parked-discard").click();
    await page.getByText("Something was paid on this order. Take it up").waitFor();
    await id("parked-recall").click();
    await id("remove-TW-1000").click();
    await id("quantity-TW-1000").waitFor({ state: "hidden" });
    await id("pay").click();
    await page.locator('[data-testid=tender-due][data-amount="600"]').waitFor();
    await id("tender-remove-0").click();
    await id("payment").waitFor({ state: "hidden" });
    expect(await id("pay").isDisabled()).toBe(true);
  });

  it("parks orders, takes one up and parks the other in its place", async () => {
    world = await World.open(browser, "sam", comesBack);
    await world.add("TW-1000");
    await world.action("park");
    await world.id("cart-line-TW-1000").waitFor({ state: "hidden" });
    await world.add("TW-1001");
    await world.id("parked-open").click();
    await world.id("parked-recall").click();
    await world.id("cart-line-TW-1000").waitFor();
    expect(await world.id("parked-open").getAttribute("data-count")).toBe("1");
    await world.page.reload();
    await world.id("parked-open").click();
    // One tap throws nothing away, and who keeps the order is where they were.
    await world.id("parked-discard").click();
    await world.page.keyboard.press("Enter");
    await world.page.locator("[data-testid=parked-discard]:focus").click();
    await world.page.locator("[data-testid=parked-discard-no]:focus").click();
    await world.page.keyboard.press("Escape");
    await world.id("parked-open").click();
    await world.id("parked-recall").click();
    await world.id("cart-line-TW-1001").waitFor();
  });

  it("takes goods back by a scan of the receipt, refunds what was paid, and no more than was sold", async () => {
    world = await World.open(browser);
    const { id, page } = bound(world);
    await world.add("TW-1005");
    await id("more-TW-1005").click();
    await id("more-TW-1005").click();
    const receipt = await world.payExact();
    await id("new-order").click();
    await world.scan(receipt);
    await id("return-more-TW-1005").click();
    await page.getByRole("button", { name: "Damaged" }).click();
    await id("return-restock").click();
    await id("return-take").click();
    await world.total(-2597);
    await id("pay").click();
    await id("tender-confirm").click();
    await id("receipt").waitFor();
    const order = await world.order(2);
    expect(order.returns).toMatchObject([{ orderId: (await world.order(1)).id, sku: "TW-1005", quantity: "1", refund: 2597, restock: false, reason: "Damaged" }]);
    expect(order).toMatchObject({ lines: [], tenders: [{ kind: "CASH", amount: -2597 }], change: 0, approvals: [{ permission: "REFUND", staffId: "sam" }] });
    await id("new-order").click();
    await world.scan(receipt);
    await id("return-more-TW-1005").click();
    await id("return-more-TW-1005").click();
    expect(await id("return-more-TW-1005").isDisabled()).toBe(true);
    await page.getByRole("button", { name: "Wrong size" }).click();
    await id("return-take").click();
    await world.add("TW-1005");
    await world.total(-2596);
  });

  it.each(["light", "dark"] as const)("has no accessibility fault in its dialogs that axe can find, %s", { timeout: 150_000 }, async (scheme) => {
    world = await World.open(browser);
    const { id, page } = bound(world);
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    await world.add("TW-1005");
    for (const open of ["coupon-open", "discount-open", "exempt-open", "unlisted-open", "return-open", "cart-clear"]) {
      await world.action(open);
      await id("actions").waitFor({ state: "hidden" });
      await page.getByRole("dialog").waitFor();
      await world.checkAxe(open);
      await page.keyboard.press("Escape");
    }
    for (const open of ["actions-open", "explain-open", "line-TW-1005", "parked-open"]) {
      await id(open).click();
      await page.getByRole("dialog").waitFor();
      await world.checkAxe(open);
      await page.keyboard.press("Escape");
    }
    for (const sku of ["SET-1", "MUG-E", "GROUP-1", "TW-1003"]) {
      await world.choose(sku);
      await page.getByRole("dialog").waitFor();
      await world.checkAxe(sku);
      await page.keyboard.press("Escape");
    }
  });
});

/** What stories use most. */
function bound(world: World) {
  return { id: (testId: string) => world.id(testId), page: world.page };
}
