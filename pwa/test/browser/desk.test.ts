import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { misfits } from "../support/fits";
import { World, able, comesBack, launch } from "./world";

describe.skipIf(!able)("customers who come back", { timeout: 120_000 }, () => {
  let browser: Browser;
  const worlds: World[] = [];
  beforeAll(async () => {
    browser = await launch();
  }, 60_000);
  afterAll(() => browser?.close());
  afterEach(async () => {
    for (const world of worlds.splice(0).reverse()) await world.close();
  });
  const open = async (...args: Parameters<typeof World.open>) => {
    const world = await World.open(...args);
    worlds.push(world);
    return world;
  };

  const waiting = async (world: World) => {
    await world.id("nav-orders").click();
    await world.id("orders-waiting").click();
  };
  /** What the device has counted of an order's state. */
  const settled = async (world: World, counter: number) => {
    const order = await world.order(counter);
    await expect.poll(() => order.state).toBe("SETTLED");
    return order;
  };

  it("pay a part now, with somebody's permission, and the rest later, without the gateway, once", async () => {
    const world = await open(browser, "alex", comesBack);
    await world.add("TW-1000");
    await world.id("pay").click();
    await world.id("deposit-open").click();
    await world.id("pin-input").fill("2468");
    await world.id("pin-submit").click();
    await world.id("deposit").waitFor();
    await world.checkAxe("how much is paid now");
    for (const wrong of ["4.34", "-1", "9", "x"]) {
      await world.id("deposit-amount").fill(wrong);
      expect(await world.id("deposit-apply").isEnabled(), wrong).toBe(false);
    }
    await world.id("deposit-share-50").click();
    expect(await world.id("deposit-amount").inputValue()).toBe("2.17");
    await world.id("deposit-amount").fill("1");
    await world.id("deposit-amount").press("Enter");
    await world.page.locator('[data-testid=deposit-later][data-amount="334"]').waitFor();
    await world.page.locator('[data-testid=tender-due][data-amount="100"]').waitFor();
    await world.checkAxe("a deposit is paid");
    await world.id("tender-exact").click();
    await world.id("tender-confirm").dblclick();
    await world.id("receipt").waitFor();
    const paper = await world.page.locator("[data-print]").innerText();
    expect(paper).toMatch(/Total\s+\$4\.34\s+Cash\s+\$1\.00\s+Still to pay\s+\$3\.34/);
    await world.id("new-order").click();
    const sold = await settled(world, 1);
    expect(sold).toMatchObject({ deferred: 334, change: 0, tenders: [{ kind: "CASH", amount: 100 }], approvals: [{ permission: "PAY_LATER", staffId: "sam" }] });

    // Nothing comes back of what was not paid.
    await world.scan("NYC1-1");
    await world.id("return-unpaid").getByText("$3.34").waitFor();
    await world.checkAxe("goods that were not paid do not come back");
    await world.page.keyboard.press("Escape");

    await waiting(world);
    await world.page.locator('[data-testid="waiting-NYC1-1"][data-open="334"]').waitFor();
    await world.cutOff();
    await world.id("waiting-refresh").click();
    await world.id("waiting-fault").getByText("The rest of an order can be paid all the same").waitFor();
    await world.id("nav-sell").click();
    await world.action("balance-open");
    await world.id("balance-receipt").fill("nyc1-1");
    await world.id("balance-search").click();
    await world.id("balance-open-amount").getByText("$3.34").waitFor();
    await world.checkAxe("the rest of an order");
    await world.id("balance-amount").fill("9");
    await world.page.getByText("That is more than is left to be paid.").waitFor();
    await world.id("balance-amount").fill("2");
    await world.id("balance-take").click();
    await world.page.locator('[data-testid="balance-line-NYC1-1"][data-amount="200"]').waitFor();
    await world.total(200);
    await world.checkAxe("an order that pays for another");
    // It survives a reload.
    await world.page.reload();
    await world.total(200);
    await world.id("pay").click();
    await world.id("tender-kind-CARD").click();
    await world.id("tender-reference").fill("T-1");
    await world.id("tender-confirm").click();
    await world.id("receipt").waitFor();
    expect(await world.page.locator("[data-print]").innerText()).toMatch(/Rest of NYC1-1\s+\$2\.00\s+Card T-1\s+\$2\.00\s+Still to pay of NYC1-1\s+\$1\.34/);
    await world.id("new-order").click();
    // What was paid here counts here, before the gateway has heard of it.
    await waiting(world);
    await world.page.locator('[data-testid="waiting-NYC1-1"][data-open="134"]').waitFor();
    world.stub.state.dropAnswers = 1;
    world.stub.setDown(false);
    const paid = await settled(world, 2);
    expect(paid).toMatchObject({ lines: [], charged: { total: 0 }, balances: [{ orderId: sold.id, amount: 200 }] });
    expect(sold.payments).toEqual([{ orderId: paid.id, amount: 200 }]);
    // The last part, from the list, however long the catalog takes to open; then nobody is expected.
    await world.page.addInitScript(() => {
      const post = Worker.prototype.postMessage as (message: { method: string }) => void;
      Worker.prototype.postMessage = function (message: { method: string }) {
        setTimeout(() => post.call(this, message), message.method === "start" ? 2_000 : 0);
      };
    });
    await world.page.reload();
    await world.id("waiting-NYC1-1").getByRole("button").first().click();
    await world.id("waiting-pay-NYC1-1").click();
    await world.total(134);
    await world.payExact();
    await world.id("new-order").click();
    await settled(world, 3);
    await waiting(world);
    await world.id("waiting-refresh").click();
    await world.page.getByText("Nobody is expected").waitFor();
    await world.checkAxe("nobody is expected");
    await world.id("nav-sell").click();
    await world.action("balance-open");
    await world.id("balance-receipt").fill("NYC1-1");
    await world.id("balance-search").click();
    await world.page.getByText("Nothing is left to be paid of NYC1-1.").waitFor();
    await world.id("balance-receipt").fill("NYC1-99");
    await world.id("balance-search").click();
    await world.page.getByText("There is no order with receipt “NYC1-99”.").waitFor();
  });

  it("count in the shift's report, and are told the customer", async () => {
    const world = await open(browser, "sam", comesBack);
    await world.id("nav-shift").click();
    await world.id("cash-total").fill("100");
    await world.id("shift-open").click();
    await world.id("shift-since").waitFor();
    await world.id("nav-sell").click();
    const display = await world.context.newPage();
    await display.goto(`${world.stub.origin}/#display`);
    // A page that is not in front is slow.
    await world.page.bringToFront();
    await world.add("TW-1000");
    await world.id("pay").click();
    await world.id("deposit-open").click();
    await world.id("deposit-none").click();
    await world.id("deposit-later").waitFor();
    await display.getByText("You pay later").waitFor();
    await display.getByTestId("display-total").getByText("$0.00").waitFor();
    await world.id("tender-confirm").click();
    await world.id("receipt").waitFor();
    await world.id("new-order").click();
    await settled(world, 1);
    await world.scan("NYC1-1");
    await world.id("return-balance").click();
    await world.id("balance-take").click();
    await display.getByText("Rest of NYC1-1").waitFor();
    await world.total(434);
    await world.payExact();
    await world.id("new-order").click();
    await world.id("nav-shift").click();
    await world.id("shift-report").click();
    const report = await world.id("report").innerText();
    expect(report).toMatch(/To be paid later\s+-\$4\.34/);
    expect(report).toMatch(/Paid for earlier orders\s+\$4\.34/);
    expect(report).toMatch(/Cash\s+1 · \$4\.34/);
    await world.checkAxe("a report with a deposit");
  });

  it("take their goods at another device, by name, from whoever is signed in", async () => {
    const seller = await open(browser, "sam", comesBack);
    await seller.id("customer-open").click();
    await seller.id("customer-search").fill("kim");
    await seller.id("customer-7").click();
    await seller.add("TW-1000");
    await seller.action("delivery-open");
    await seller.id("delivery-PICKUP").click();
    await seller.id("pickup-nyc").check();
    await seller.id("delivery-apply").click();
    await seller.payExact();
    await seller.id("new-order").click();
    const sold = await settled(seller, 1);
    expect(sold.customer).toMatchObject({ id: 7, name: "Kim Park" });

    const desk = await open(browser, "jo", comesBack, seller);
    await waiting(desk);
    await desk.id("waiting-NYC1-1").waitFor();
    await desk.id("waiting-search").fill("nobody");
    await desk.page.getByText("Nothing here matches").waitFor();
    await desk.id("waiting-search").fill("park kim");
    const row = desk.id("waiting-NYC1-1");
    await row.getByRole("button").first().click();
    await desk.checkAxe("what waits");
    await desk.cutOff();
    await desk.id("waiting-refresh").click();
    await desk.id("waiting-fault").getByText("Handing over needs the gateway").waitFor();
    expect(await desk.id("waiting-hand-over-NYC1-1").isDisabled()).toBe(true);
    await desk.checkAxe("what waited, offline");
    // It is still there after a reload without the gateway.
    await desk.page.reload();
    await desk.id("waiting-NYC1-1").getByText("Kim Park").waitFor();
    desk.stub.setDown(false);
    await desk.id("waiting-refresh").click();
    await desk.id("waiting-NYC1-1").getByRole("button").first().click();
    await desk.id("waiting-hand-over-NYC1-1").click();
    await desk.page.getByText("NYC1-1 was handed over.").waitFor();
    await desk.id("waiting-NYC1-1").waitFor({ state: "detached" });
    expect(sold.handedOver).toBe("jo");
  });

  it.each([
    [360, 740, "de-DE"],
    [1024, 768, "de-DE"],
    [360, 740, "en-US"],
  ])("fit on a screen %i by %i, in %s, and from the right to the left", async (width, height, locale) => {
    const world = await open(browser, "sam", { locale, viewport: { width, height } });
    const fits = async (what: string) => {
      for (const dir of ["ltr", "rtl"]) {
        await world.page.evaluate((to) => (document.documentElement.dir = to), dir);
        expect.soft(await world.page.evaluate(misfits, []), `${what}, ${dir}`).toEqual([]);
      }
      await world.page.evaluate(() => (document.documentElement.dir = "ltr"));
    };
    const cart = () => (width < 768 ? world.id("cart-show").click() : Promise.resolve());
    await fits("selling");
    await world.choose("TW-1000");
    await cart();
    await world.id("pay").click();
    await world.id("deposit-open").click();
    await world.id("deposit").waitFor();
    await fits("a deposit is asked for");
    await world.id("deposit-none").click();
    await world.id("deposit-later").waitFor();
    await fits("a deposit is taken");
    await world.id("tender-confirm").click();
    await world.id("receipt").waitFor();
    await fits("the receipt");
    await world.id("new-order").click();
    await settled(world, 1);
    await waiting(world);
    await world.id("waiting-NYC1-1").getByRole("button").first().click();
    await world.id("waiting-pay-NYC1-1").waitFor();
    await fits("what waits");
    await world.id("waiting-pay-NYC1-1").click();
    await cart();
    await world.id("balance-line-NYC1-1").waitFor();
    await fits("an order that pays for another");
  });
});
