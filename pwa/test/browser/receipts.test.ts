import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { World, able, comesBack, launch } from "./world";

describe.skipIf(!able)("receipts by e-mail", { timeout: 120_000 }, () => {
  let browser: Browser;
  let world: World;
  beforeAll(async () => {
    browser = await launch();
  }, 60_000);
  afterAll(() => browser?.close());
  afterEach(() => world?.close());

  it("go to the customer's address, or another, at once", async () => {
    world = await World.open(browser);
    await world.id("customer-open").click();
    await world.id("customer-search").fill("kim");
    await world.id("customer-7").click();
    await world.add("TW-1000");
    await world.payExact();
    await world.id("receipt-email").click();
    expect(await world.id("email-address").inputValue()).toBe("kim.park@example.com");
    await world.checkAxe("a receipt by e-mail");
    await world.id("email-address").fill("kim");
    await world.id("email-send").click();
    await world.page.getByText("Enter an e-mail address such as").waitFor();
    await world.id("email-address").fill("boss@example.com");
    await world.page.keyboard.press("Enter");
    await world.id("email-done").waitFor();
    const [order] = [...world.stub.orders.values()];
    expect(world.stub.mails).toEqual([{ orderId: order!.id, email: "boss@example.com" }]);
  });

  it("wait for the gateway over a reload, and say when it refuses them", async () => {
    world = await World.open(browser, "sam", comesBack);
    await world.cutOff();
    for (const email of ["lee@example.com", "lee@refused.example"]) {
      await world.add("TW-1000");
      await world.payExact();
      await world.id("receipt-email").click();
      await world.id("email-address").fill(email);
      await world.id("email-send").click();
      await world.page.getByText("as soon as the order has been received").waitFor();
      await world.id("new-order").click();
    }
    await world.page.reload();
    world.stub.setDown(false);
    await expect.poll(() => world.stub.mails.map(({ email }) => email), { timeout: 20_000 }).toEqual(["lee@example.com"]);
    await world.id("nav-orders").click();
    await world.page.locator("[data-testid=order-mail][data-refused=true]").waitFor();
    expect(await world.id("order-mail").count()).toBe(1);
    expect(await world.id("order-mail").innerText()).toContain("This is not an e-mail address; correct it.");
    await world.checkAxe("a refused receipt");
    await world.id("order-mail").getByRole("button").click();
    await world.id("order-mail").waitFor({ state: "hidden" });
  });
});

describe.skipIf(!able)("receipts of earlier orders", { timeout: 120_000 }, () => {
  let browser: Browser;
  let world: World;
  beforeAll(async () => {
    browser = await launch();
  }, 60_000);
  afterAll(() => browser?.close());
  afterEach(() => world?.close());

  it("are printed as copies, also for gifts, and sent by e-mail", async () => {
    world = await World.open(browser);
    await world.add("TW-1000");
    await world.payExact();
    expect(await world.id("receipt-copy").count()).toBe(0);
    await world.id("new-order").click();
    await world.order(1);
    await world.usbPrinter();
    await world.id("nav-orders").click();
    await world.id("order-NYC1-1").getByRole("button").first().click();
    await world.id("order-receipt-NYC1-1").click();
    await world.id("receipt-copy").getByText("Copy").waitFor();
    await world.checkAxe("a receipt once more");
    await world.id("receipt-print").click();
    const paper = async () => (await world.printed()).map((bytes) => String.fromCharCode(...bytes)).join("");
    await expect.poll(paper).toContain("Copy");
    expect(await paper()).toContain("$4.34");
    await world.id("receipt-gift").click();
    const before = (await paper()).length;
    await world.id("receipt-print").click();
    await expect.poll(async () => (await paper()).slice(before)).toContain("Gift receipt");
    expect((await paper()).slice(before)).not.toContain("$");
    await world.id("receipt-email").click();
    await world.id("email-address").fill("late@example.com");
    await world.id("email-send").click();
    await world.id("email-done").waitFor();
    await expect.poll(() => world.stub.mails.map(({ email }) => email)).toEqual(["late@example.com"]);
    await world.page.keyboard.press("Escape");
    await world.id("receipt").waitFor({ state: "hidden" });
  });
});
