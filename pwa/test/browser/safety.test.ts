import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { World, able, comesBack, launch } from "./world";

describe.skipIf(!able)("a register to which bad things happen", { timeout: 90_000 }, () => {
  let browser: Browser;
  let world: World;
  beforeAll(async () => {
    browser = await launch();
  }, 60_000);
  afterAll(() => browser?.close());
  afterEach(() => world?.close());

  const complaint = (which: string) => world.page.locator(`[data-testid=complaint][data-complaint=${which}]`).waitFor({ timeout: 30_000 });
  const settled = (number: string, state: string) => world.page.locator(`[data-testid="order-state-${number}"][data-state="${state}"]`).waitFor();
  /** The engine's next round comes at once. */
  const look = () => world.page.evaluate(() => void window.dispatchEvent(new Event("online")));
  const enrol = async () => {
    await world.id("enrol-code").fill("K7QM-4XPD");
    await world.id("enrol-label").fill("Again");
    await world.id("enrol-submit").click();
  };

  /** Asks for so many percent off the order. */
  const discount = async (percent: string) => {
    await world.action("discount-open");
    await world.id("discount-value").fill(percent);
    await world.id("discount").getByRole("button", { name: "Goodwill" }).click();
    await world.id("discount-apply").click();
  };

  it("does not show a sale as done when its storage is full, says what to do, and completes it later", async () => {
    world = await World.open(browser);
    await world.add("TW-1000");
    await world.id("pay").click();
    await world.id("tender-exact").click();
    // Storage that is full fails the write of the order, and nothing before it.
    await world.page.evaluate(() => {
      const add = IDBObjectStore.prototype.add;
      Object.assign(window, { makeRoom: () => (IDBObjectStore.prototype.add = add) });
      IDBObjectStore.prototype.add = function () {
        throw new DOMException("full", "QuotaExceededError");
      };
    });
    await world.id("tender-confirm").click();
    await world.page.getByText("The storage of this device is full. The order was not recorded.").waitFor();
    expect(await world.id("receipt").count()).toBe(0);
    await world.page.evaluate(() => (window as unknown as { makeRoom(): void }).makeRoom());
    await world.id("tender-confirm").click();
    await world.id("receipt").waitFor();
    expect(await world.id("receipt-number").innerText()).toBe("NYC1-1");
    await world.order(1);
    expect(world.stub.orders.size).toBe(1);
  });

  it("keeps a line that is added in a tab which has not heard yet what was added in another", async () => {
    world = await World.open(browser, "sam", comesBack);
    const one = world.page;
    await one.addInitScript(() => {
      const { set } = Object.getOwnPropertyDescriptor(BroadcastChannel.prototype, "onmessage")!;
      const told = function (this: BroadcastChannel, hear: (event: MessageEvent) => void) {
        set!.call(this, (event: MessageEvent) => "deaf" in window || hear(event));
      };
      Object.defineProperty(BroadcastChannel.prototype, "onmessage", { set: told });
    });
    await one.reload();
    await world.add("TW-1000");
    await one.evaluate(() => Object.assign(window, { deaf: true }));
    const two = await world.context.newPage();
    await two.goto(world.stub.origin);
    world.page = two;
    await world.add("TW-1001");
    world.page = one;
    await world.add("TW-1002");
    for (const sku of ["TW-1000", "TW-1001"]) await world.id(`cart-line-${sku}`).waitFor();
    await two.getByTestId("cart-line-TW-1002").waitFor();
  });

  it("says that the browser dropped everything, and doubles no receipt number when it is enrolled again", async () => {
    world = await World.open(browser, "sam", comesBack);
    await world.add("TW-1000");
    await world.payExact();
    await world.order(1);
    // The second was not sent when it happened.
    world.stub.setDown(true);
    await world.id("new-order").click();
    await world.add("TW-1002");
    expect(await world.payExact()).toBe("NYC1-2");
    const { page } = world;
    // Nothing is asked of the register's address before it answers again: the browser's error page would come when it likes.
    await page.goto("about:blank");
    world.stub.setDown(false);
    await page.goto(`${world.stub.origin}/icon.svg`);
    await page.evaluate(() => new Promise((done) => (indexedDB.deleteDatabase("tillway").onsuccess = done)));
    await page.goto(world.stub.origin);
    expect(await world.id("enrol-lost").innerText()).toContain("NYC1-2");
    await enrol();
    await world.signIn("sam");
    await page.locator("[data-testid=catalog-status][data-phase=ready]").waitFor();
    await world.add("TW-1001");
    expect(await world.payExact()).toBe("NYC1-3");
    await world.order(3);
    expect([...world.stub.orders.values()].map((order) => order.counter)).toEqual([1, 3]);
  });

  it("keeps an order that a gateway of another version does not understand, says so, and sends it when it does", async () => {
    world = await World.open(browser, "sam", comesBack);
    world.stub.state.misfit = true;
    await world.add("TW-1000");
    await world.payExact();
    await world.id("new-order").click();
    await complaint("versions");
    await world.id("nav-orders").click();
    await settled("NYC1-1", "device");
    expect(await world.id("sync-status").getAttribute("data-pending")).toBe("1");
    expect(await world.id("sync-status").getAttribute("data-attention")).toBe("0");
    world.stub.state.misfit = false;
    await world.page.reload();
    await settled("NYC1-1", "settled");
    expect(world.stub.orders.size).toBe(1);
    await world.id("complaint").waitFor({ state: "hidden" });
  });

  it("shows an order that is in a state which only a newer gateway knows", async () => {
    world = await World.open(browser, "sam", comesBack);
    world.stub.state.settle = false;
    await world.add("TW-1000");
    await world.payExact();
    await world.id("new-order").click();
    const order = await world.order(1);
    world.stub.hold(String(order.id), "OUT_OF_STOCK", "Too little stock.");
    Object.assign(order, { state: "QUARANTINED", held: null });
    await world.page.reload();
    await world.id("nav-orders").click();
    await settled("NYC1-1", "received");
  });

  it("sells with its clock in 2001, tells how wrong it is, and sends the orders all the same", async () => {
    world = await World.open(browser);
    await world.page.evaluate(() => {
      const Real = Date;
      const late = Real.now() - Real.parse("2001-01-01T10:00:00Z");
      const now = () => Real.now() - late;
      globalThis.Date = new Proxy(Real, {
        construct: (_, given: [number]) => (given.length ? new Real(...given) : new Real(now())),
        get: (real, name) => (name === "now" ? now : (Reflect.get(real, name) as unknown)),
      });
      // Somebody is there: by the new clock nobody has been for years, and the register would lock itself.
      window.dispatchEvent(new Event("pointerdown"));
    });
    await look();
    await complaint("clock");
    await world.add("TW-1000");
    expect(await world.payExact()).toBe("NYC1-1");
    const order = await world.order(1);
    expect(String(order.soldAt)).toMatch(/^2001-01-01/);
    await world.id("new-order").click();
    await world.id("sync-status").click();
    expect(await world.id("device-clock").innerText()).toMatch(/days slow/);
  });

  it("keeps its orders when it is revoked, and sends them once it is enrolled again", async () => {
    world = await World.open(browser, "sam", comesBack);
    await world.page.evaluate(async () => (await navigator.serviceWorker.ready).active?.state);
    world.stub.setDown(true);
    await world.add("TW-1000");
    await world.payExact();
    await world.id("new-order").click();
    world.stub.state.revoked = true;
    world.stub.setDown(false);
    await world.page.getByText("This device is no longer enrolled.").waitFor({ timeout: 30_000 });
    await world.page.getByText("1 order is waiting on this device.").waitFor();
    expect(await world.id("enrol-lost").count()).toBe(0);
    await enrol();
    world.stub.state.revoked = false;
    await world.order(1);
    expect(world.stub.orders.size).toBe(1);
  });

  it("fetches a part of the catalog again that arrived damaged", async () => {
    world = await World.open(browser);
    await world.page.evaluate(() => new Promise((done) => (indexedDB.deleteDatabase("tillway").onsuccess = done)).catch(() => undefined));
    world.stub.state.damage = 1;
    await world.page.goto(world.stub.origin);
    await enrol();
    await world.signIn("sam");
    await world.page.locator("[data-testid=catalog-status][data-phase=ready]").waitFor({ timeout: 60_000 });
    expect(world.stub.state.damage).toBe(0);
    await world.add("TW-1000");
  });

  it("tells head office how it is, and people what it keeps and what it needs the gateway for", async () => {
    world = await World.open(browser);
    await expect.poll(() => world.stub.counters.beats.length).toBeGreaterThan(0);
    expect(await world.id("catalog-status").innerText()).toMatch(/^Stock as of \d\d:\d\d/);
    expect(world.stub.counters.beats[0]).toMatchObject({ ordersWaiting: 0, appVersion: expect.stringMatching(/^\d+\.\d+/) });
    await world.id("sync-status").click();
    await world.id("device-storage").waitFor();
    await expect.poll(() => world.id("device-storage").innerText()).toMatch(/ of .*GB|MB/);
    expect(await world.id("device-clock").innerText()).toBe("Right");
    expect(await world.id("needs-gateway").locator("li").count()).toBeGreaterThan(4);
    // A browser without a screen promises nothing: its answer is shown, and what to do.
    expect(await world.id("device-kept").innerText()).toBe("Not promised");
    await world.id("device-keep").click();
    await world.page.getByText("The browser did not agree.").waitFor();
    await world.checkAxe("device");
    await world.id("device-orders").click();
    await world.page.getByText("Orders on this device").waitFor();
  });

  it("warns while there is still room", async () => {
    world = await World.open(browser, "sam", comesBack);
    await world.page.addInitScript(() => {
      navigator.storage.estimate = () => Promise.resolve({ usage: 81e6, quota: 100e6 });
    });
    // A register that is opened looks at once.
    await world.page.reload();
    await complaint("space");
    await world.id("sync-status").click();
    expect(await world.id("device-storage").innerText()).toBe("81 MB of 100 MB (81%)");
  });

  it("hands over to another person in one tap and their PIN, with the order that is open", async () => {
    world = await World.open(browser);
    await world.add("TW-1000");
    await discount("5");
    await world.total(412);
    await world.id("staff-menu").click();
    await world.id("switch-alex").click();
    await world.id("pin-input").fill("2468");
    await world.id("pin-submit").click();
    await world.id("switch").waitFor({ state: "hidden" });
    await world.page.getByText("Alex Chen").first().waitFor();
    // What somebody did by their own right lets nobody else do the same.
    await discount("100");
    await world.id("approval").waitFor();
    await world.page.keyboard.press("Escape");
    await world.id("approval").waitFor({ state: "hidden" });
    await world.payExact();
    expect(await world.order(1)).toMatchObject({ staffId: "alex", charged: { total: 412 }, approvals: [{ permission: "DISCOUNT", staffId: "sam" }] });
  });

  it("takes from whoever is signed in what head office takes from them", async () => {
    world = await World.open(browser);
    await world.add("TW-1000");
    await world.id("nav-office").waitFor();
    world.stub.state.staff = world.stub.state.staff.map((person) => (person.id === "sam" ? { ...person, role: "CASHIER", permissions: [] } : { ...person, permissions: ["DISCOUNT"] }));
    await look();
    await world.id("nav-office").waitFor({ state: "hidden" });
    await discount("5");
    await world.id("approver-alex").waitFor();
  });

  it("locks itself when nobody touches it, open or closed, but not while somebody pays", async () => {
    world = await World.open(browser);
    const { page } = world;
    await world.add("TW-1000");
    await world.id("pay").click();
    await world.id("payment").waitFor();
    const idle = () => page.evaluate(() => localStorage.setItem("tillway-touched", String(Date.now() - 6 * 60_000)));
    await idle();
    // Held: the register notes that as if it had been touched.
    await expect.poll(() => page.evaluate(() => Date.now() - Number(localStorage.getItem("tillway-touched")))).toBeLessThan(60_000);
    expect(await world.id("payment").isVisible()).toBe(true);
    await page.keyboard.press("Escape");
    await world.id("payment").waitFor({ state: "hidden" });
    await idle();
    await world.id("staff-sam").waitFor();
    await world.signIn("sam");
    await world.id("cart-line-TW-1000").waitFor();
    // Closed for a minute, and for a night.
    const closed = async (minutes: number) => {
      await page.goto(`${world.stub.origin}/icon.svg`);
      await page.evaluate((ms) => localStorage.setItem("tillway-touched", String(Date.now() - ms)), minutes * 60_000);
      await page.goto(world.stub.origin);
    };
    await closed(1);
    await world.id("cart-line-TW-1000").waitFor();
    await closed(12 * 60);
    await world.id("staff-sam").waitFor();
    await world.signIn("sam");
    await world.id("cart-line-TW-1000").waitFor();
    // One that never locks is not locked by being told to.
    const lockAfter = async (minutes: number) => {
      await world.id("sync-status").click();
      await world.id(`lock-after-${minutes}`).click();
      await page.locator(`[data-testid=lock-after-${minutes}][aria-pressed=true]`).waitFor();
      await page.keyboard.press("Escape");
    };
    await lockAfter(0);
    await closed(12 * 60);
    await world.id("cart-line-TW-1000").waitFor();
    await lockAfter(5);
    await world.add("TW-1001");
  });
});
