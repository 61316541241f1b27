import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { World, able, comesBack, launch } from "./world";

describe.skipIf(!able)("a shift", { timeout: 90_000 }, () => {
  let browser: Browser;
  let world: World;
  beforeAll(async () => {
    browser = await launch();
  }, 60_000);
  afterAll(() => browser?.close());
  afterEach(() => world?.close());

  const open = async (float: string) => {
    await world.id("shift-prompt-open").click();
    await world.id("cash-total").fill(float);
    await world.id("shift-open").click();
    await world.id("shift-since").waitFor();
  };
  const approve = async () => {
    await world.id("approval").waitFor();
    await world.id("pin-input").fill("2468");
    await world.id("pin-submit").click();
  };
  const kinds = () => [...world.stub.shiftEvents.values()].map((event) => event.kind);
  const row = async (label: string) => (await world.id("report").locator("dt", { hasText: new RegExp(`^${label}$`) }).last().locator("+ dd").innerText()).replace(/\u00a0/g, " ");

  it("is opened when selling asks for it, holds what is sold, and ends with a report that adds up", async () => {
    world = await World.open(browser);
    await open("100");
    await world.id("nav-sell").click();
    expect(await world.id("shift-prompt").count()).toBe(0);
    await world.add("TW-1000");
    await world.payExact();
    await world.id("new-order").click();
    const order = await world.order(1);
    await world.id("nav-shift").click();
    expect(order.shiftId).toBe([...world.stub.shiftEvents.values()][0]!.shiftId);
    await world.id("shift-paid-out").click();
    await world.id("move-amount").fill("20");
    expect(await world.id("move-confirm").isDisabled()).toBe(true);
    await world.page.getByRole("button", { name: "Postage" }).click();
    await world.id("reason").fill("Porto".repeat(40));
    await world.id("move-confirm").click();
    await world.id("shift-move").waitFor({ state: "hidden" });
    await world.checkFits("a shift with a long reason");
    await world.id("shift-drawer").click();
    await world.page.locator("[data-kind=DRAWER_OPENED]").waitFor();
    await world.id("shift-close").click();
    await world.id("cash-by-pieces").click();
    // 100.00 and 4.34 came in, 20.00 went out: 84.34, of which 4 cents are missing.
    for (const [value, count] of [[2_000, 4], [100, 4], [10, 3]] as const) await world.id(`count-${value}`).fill(String(count));
    expect(await world.id("count-sum").getAttribute("data-amount")).toBe("8430");
    expect(await world.id("count-expected").getAttribute("data-amount")).toBe("8434");
    await world.checkAxe("counting");
    // A scan sells nothing now, and what was counted stays.
    await world.id("count-10").focus();
    await world.scan("4006381300002");
    await world.page.getByText("Finish this step before scanning").waitFor();
    expect(await world.id("count-sum").getAttribute("data-amount")).toBe("8430");
    expect(await world.page.locator("[data-testid^=cart-line-]").count()).toBe(0);
    await world.id("count-confirm").click();
    await world.id("report").waitFor();
    expect([await row("Orders"), await row("Sales with tax"), await row("Paid out"), await row("Should be"), await row("Difference")]).toEqual(["1", "$4.34", "-$20.00", "$84.34", "-$0.04"]);
    await world.checkAxe("report");
    await expect.poll(kinds).toEqual(["OPENED", "PAID_OUT", "DRAWER_OPENED", "COUNTED", "CLOSED"]);
    await world.page.keyboard.press("Escape");
    await world.id("earlier-shift").waitFor();
    await world.id("shift-open").waitFor();
    await world.checkAxe("shift");
  });

  it("shows the gateway's figures once it has everything, and the device's own before", async () => {
    world = await World.open(browser, "sam", comesBack);
    const { stub } = world;
    await world.page.evaluate(async () => (await navigator.serviceWorker.ready).active?.state);
    stub.setDown(true);
    await open("50");
    await world.id("shift-report").click();
    await world.page.locator("[data-testid=report][data-source=device]").waitFor();
    await world.page.keyboard.press("Escape");
    stub.setDown(false);
    await expect.poll(kinds, { timeout: 20_000 }).toEqual(["OPENED"]);
    const none = { paidIn: 0, paidOut: 0, drawerOpened: 0, sales: 0, discounts: 0, refunds: 0, tax: 0, rounding: 0, cancelled: 0, cancelledAmount: 0, otherCurrency: 0, tenders: [], unsentOrders: 0, unsentAmount: 0 };
    const nothing = { openedAt: null, openedBy: null, closedAt: null, closedBy: null, countedCash: null, countedAt: null, difference: null, events: [] };
    stub.state.shiftReport = { ...none, ...nothing, id: "x", registerId: "NYC1", currency: "USD", float: 5_000, orders: 7, expectedCash: 9_900 };
    await world.id("shift-report").click();
    await world.page.locator("[data-testid=report][data-source=gateway]").waitFor();
    expect([await row("Orders"), await row("Should be")]).toEqual(["7", "$99.00"]);
  });

  it("is counted blindly by those who may not see what should be there, and asks a manager for the rest", async () => {
    world = await World.open(browser, "alex");
    await open("100");
    await world.id("shift-count").click();
    await world.id("count-blind").waitFor();
    expect(await world.id("count-expected").count()).toBe(0);
    await world.id("cash-total").fill("99.50");
    await world.id("count-confirm").click();
    await world.id("shift-counting").waitFor({ state: "hidden" });
    await world.id("shift-paid-in").click();
    await approve();
    await world.id("move-amount").fill("5");
    await world.id("move-confirm").click();
    await world.id("shift-move").waitFor({ state: "hidden" });
    await world.id("shift-report").click();
    await approve();
    await world.id("report").waitFor();
    await world.page.keyboard.press("Escape");
    await expect.poll(kinds).toEqual(["OPENED", "COUNTED", "PAID_IN"]);
    expect([...world.stub.shiftEvents.values()].at(-1)).toMatchObject({ staffId: "alex", approvedBy: "sam", amount: 500 });
    // Another's shift is closed with a manager's word.
    await world.lock();
    await world.signIn("jo");
    await world.id("shift-close").click();
    await approve();
    await world.id("cash-total").fill("105");
    await world.id("count-confirm").click();
    await world.id("report").waitFor();
    await expect.poll(() => [...world.stub.shiftEvents.values()].at(-1)).toMatchObject({ kind: "CLOSED", staffId: "jo", approvedBy: "sam" });
  });

  it("is taken over by another device when its own breaks down, which is told when it is back", { timeout: 240_000 }, async () => {
    world = await World.open(browser, "sam");
    const broken = world;
    world.stub.state.knowsShifts = true;
    await open("100");
    await world.id("nav-sell").click();
    await world.add("TW-1000");
    await world.payExact();
    await world.id("new-order").click();
    await world.order(1);
    const [opened] = [...world.stub.shiftEvents.values()];
    const second = await World.open(browser, "alex", {}, broken);
    try {
      world = second;
      await world.id("nav-shift").click();
      await world.id("take-over").click();
      await approve();
      await world.id("take-over-shift").waitFor();
      await world.checkAxe("taking a shift over");
      await world.id("take-over-yes").click();
      await world.id("shift-since").waitFor();
      expect(await world.id("shift-since").innerText()).toContain("by Sam Rivera");
      await expect.poll(() => [...world.stub.shiftEvents.values()].at(-1)).toMatchObject({
        shiftId: opened!.shiftId, kind: "DRAWER_OPENED", staffId: "alex", approvedBy: "sam", reason: "Shift taken over from another device",
      });
      // What the first device put into the drawer is counted in.
      await world.id("shift-report").click();
      await approve();
      await world.id("report").waitFor();
      expect(await row("Should be")).toBe("$104.34");
      await world.page.keyboard.press("Escape");
      await world.id("shift-report-dialog").waitFor({ state: "hidden" });

      world = broken;
      await world.id("nav-shift").click();
      await world.page.locator("[data-testid=shift-elsewhere][data-closed=false]").getByText("Alex Chen has gone on with this shift").waitFor();
      await world.checkAxe("a shift that goes on elsewhere");
      await world.id("nav-sell").click();

      world = second;
      await world.id("shift-close").click();
      await approve();
      await world.id("cash-total").fill("104.34");
      await world.id("count-confirm").click();
      await world.id("report").waitFor();
      await expect.poll(() => [...world.stub.shiftEvents.values()].at(-1)?.kind).toBe("CLOSED");

      world = broken;
      await world.id("nav-shift").click();
      await world.id("shift-leave").click();
      await world.id("shift-open").waitFor();
      await world.id("earlier-shift").waitFor();
      expect(kinds()).toEqual(["OPENED", "DRAWER_OPENED", "COUNTED", "CLOSED"]);
      await world.id("take-over").click();
      await world.id("take-over-none").waitFor();
    } finally {
      await second.close();
      world = broken;
    }
  });

  it("goes on offline, after the tab was killed, and in two tabs", async () => {
    world = await World.open(browser, "sam", comesBack);
    await world.page.evaluate(async () => (await navigator.serviceWorker.ready).active?.state);
    world.stub.setDown(true);
    await open("10");
    await world.page.close();
    world.page = await world.context.newPage();
    await world.page.goto(`${world.stub.origin}/#shift`);
    await world.id("shift-since").waitFor();
    const other = await world.context.newPage();
    await other.goto(`${world.stub.origin}/#shift`);
    await other.getByTestId("shift-close").click();
    await other.getByTestId("cash-total").fill("10");
    await other.getByTestId("count-confirm").click();
    await other.getByTestId("report").waitFor();
    await world.id("shift-open").waitFor();
    await other.close();
    world.stub.setDown(false);
    await expect.poll(kinds, { timeout: 30_000 }).toEqual(["OPENED", "COUNTED", "CLOSED"]);
  });

  it("prints its report on the receipt printer, and opens the drawer", async () => {
    world = await World.open(browser);
    await world.usbPrinter();
    await open("100");
    await world.id("shift-drawer").click();
    await world.page.locator("[data-kind=DRAWER_OPENED]").waitFor();
    await world.id("shift-report").click();
    await world.id("report-print").click();
    await expect.poll(async () => (await world.printed()).length).toBe(2);
    const [drawer, paper] = await world.printed();
    expect(drawer).toEqual([0x1b, 0x70, 0, 25, 250]);
    expect(String.fromCharCode(...paper!)).toMatch(/X report[\s\S]*Float +\$100\.00[\s\S]*Drawer opened without a sale +1[\s\S]*Should be +\$100\.00/);
  });
});
