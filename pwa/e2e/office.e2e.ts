import { readFile } from "node:fs/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { axeFaults } from "../test/support/axe";
import { enrol, eventually, simpleSkus, World } from "./harness";
import { Register } from "./register";

/** Whether the first bar of a chart begins where its name does: under it, or beside it. */
function besideItsName(chart: Element): boolean {
  const rtl = document.documentElement.dir === "rtl";
  const bar = chart.querySelector("rect")!.getBoundingClientRect();
  if (chart instanceof SVGElement) {
    const { left, width } = chart.nextElementSibling!.firstElementChild!.getBoundingClientRect();
    return Math.abs(bar.left + bar.width / 2 - (left + width / 2)) < bar.width;
  }
  const name = chart.querySelector("span")!.getBoundingClientRect();
  return rtl ? name.left - bar.right < 20 && name.left >= bar.right : bar.left - name.right < 20 && bar.left >= name.right;
}

describe("head office, over two locations", () => {
  let world: World;
  let skus: string[];
  let office: Register;
  let beach: Register;
  /** What was taken at each location, in cents. */
  const taken = { nyc: 0, la: 0 };
  beforeAll(async () => {
    world = await World.start();
    skus = await simpleSkus(world, 3);
    office = await Register.open(world, "NYC1");
    beach = await Register.open(world, "LA1", "lee");
  });
  afterEach(() => world.shop("DELETE", "/sandbox/faults"));
  afterAll(() => world.stop());

  const refuse = (message: string) => world.shop("POST", "/sandbox/faults", { method: "POST", path: "guest-carts/*/items", kind: "status", status: 400, message });
  const visit = async (place: string) => {
    await office.page.goto(`${world.origin}/#office/${place}`);
    await office.id(`office-${place.split("/")[0]}`).waitFor();
  };
  const state = (wanted: string) => office.page.locator(`[data-testid=office-order][data-state=${wanted}]`).waitFor({ timeout: 30_000 });
  const decide = async (action: string, note: string) => {
    await office.id(`office-do-${action}`).click();
    await office.id("office-note").fill(note);
    await office.id("office-action-yes").click();
    await office.id("office-action").waitFor({ state: "hidden" });
  };

  test("a cashier has no way there", async () => {
    expect(await beach.id("nav-office").count()).toBe(0);
    await beach.page.goto(`${world.origin}/#office/orders`);
    await beach.id("pay").waitFor();
    expect(await beach.id("office-orders").count()).toBe(0);
  });

  test("an order that another location's register sold is found held, noted, retried and settled", async () => {
    await refuse("The warehouse cat sat on it.");
    const { receipt, due } = await beach.sell([skus[0]!]);
    taken.la += due;
    await beach.until(receipt, "held");
    await office.id("nav-office").click();
    await office.id("office-stage-held").click();
    await office.id(`office-order-${receipt}`).click();
    await office.page.locator("[data-testid=office-held][data-reason=REFUSED_BY_MAGENTO]").waitFor();
    expect(await office.id("office-held").innerText()).toContain("The warehouse cat sat on it.");
    expect(await axeFaults(office.page)).toEqual([]);
    await decide("NOTE", "The cat was moved.");
    await office.id("office-history").getByText("The cat was moved.").waitFor();
    await world.shop("DELETE", "/sandbox/faults");
    await decide("RETRY", "Cat gone");
    await state("settled");
    const history = await office.id("office-history").innerText();
    expect(history).toMatch(/Tried again by Sam[\s\S]*Cat gone[\s\S]*Placed in Magento[\s\S]*Invoiced[\s\S]*Settled/);
    await beach.until(receipt, "settled");
    await office.id("office-explain").click();
    await office.id("office-explained").waitFor();
    await office.id("office-back").click();
    await office.id("office-stage-settled").click();
    await office.id(`office-order-${receipt}`).waitFor();
    await office.id("office-location").selectOption("nyc");
    await office.id(`office-order-${receipt}`).waitFor({ state: "hidden" });
  });

  test("an order that must not go into Magento is cancelled, with a note of who and why", async () => {
    await refuse("No.");
    const { receipt } = await beach.sell([skus[1]!]);
    await beach.until(receipt, "held");
    await visit("orders");
    await office.id("office-reset").click();
    await office.id("office-receipt").fill(receipt);
    await office.id("office-search").click();
    await office.id(`office-order-${receipt}`).click();
    await decide("CANCEL", "The money was given back.");
    await state("cancelled");
    expect(await office.id("office-do-RETRY").count()).toBe(0);
    await beach.until(receipt, "cancelled");
  });

  test("orders are found by what is in them, and bad searches are told what is missing", async () => {
    const { receipt, due } = await office.page.goto(world.origin).then(() => office.sell([skus[2]!, skus[0]!]));
    taken.nyc += due;
    await office.until(receipt, "settled");
    await visit("orders");
    await office.id("office-reset").click();
    await office.id("office-text").fill(skus[2]!);
    await office.id("office-search").click();
    await office.page.getByText("both days, up to 31 apart.").waitFor();
    const today = await office.page.evaluate(() => new Date().toLocaleDateString("en-CA"));
    await office.id("office-from").fill(today);
    await office.id("office-to").fill(today);
    await office.id("office-search").click();
    await office.page.locator("[data-testid=office-orders-list][data-count='1']").waitFor();
    await office.id(`office-order-${receipt}`).waitFor();
  });

  test("sales are what was sold, however they are summed up, and a file tells the same", async () => {
    const net = (cents: number) => office.page.locator(`[data-testid=sales-total-net][data-amount="${cents}"]`).waitFor();
    await eventually("the gateway has counted every order, which it does each two seconds", async () => {
      await visit("orders");
      await visit("sales");
      await office.id("sales-total-net").waitFor();
      return (await office.id("sales-total-net").getAttribute("data-amount")) === String(taken.nyc + taken.la);
    });
    for (const by of ["HOUR", "STAFF", "LOCATION"]) {
      await office.id(`sales-by-${by}`).click();
      await net(taken.nyc + taken.la);
      for (const dir of ["rtl", "ltr"]) {
        await office.page.evaluate((to) => (document.documentElement.dir = to), dir);
        expect(await office.id("sales-chart").evaluate(besideItsName), `${by}, ${dir}`).toBe(true);
      }
    }
    expect(await office.id("sales-row-nyc").getAttribute("data-sales")).toBe(String(taken.nyc));
    expect(await office.id("sales-row-la").getAttribute("data-sales")).toBe(String(taken.la));
    await office.id("sales-by-PRODUCT").click();
    await office.id(`sales-row-${skus[0]}`).waitFor();
    expect(await office.id(`sales-row-${skus[0]}`).getAttribute("data-orders")).toBe("2");
    expect(await office.id(`sales-row-${skus[1]}`).count()).toBe(0);
    await office.id("sales-by-TENDER").click();
    await office.page.locator(`[data-testid=sales-total-sales][data-amount="${taken.nyc + taken.la}"]`).waitFor();
    await office.id("office-location").selectOption("la");
    await office.id("sales-by-LOCATION").click();
    await net(taken.la);
    const [file] = await Promise.all([office.page.waitForEvent("download"), office.id("sales-csv").click()]);
    const csv = await readFile(await file.path(), "utf8");
    expect(csv.split("\r\n")[1]).toBe(`la,Los Angeles,USD,1,0,${(taken.la / 100).toFixed(2)},0.00,0.00,${csv.split("\r\n")[1]!.split(",").at(-1)}`);
  });

  test("a device is enrolled by the code on the page, seen, and stops when it is revoked", async () => {
    await visit("registers");
    await office.id("office-enrol-NYC2").click();
    await office.id("office-code-make").click();
    const code = (await office.id("office-code-text").innerText()).trim();
    expect(await axeFaults(office.page)).toEqual([]);
    await office.id("office-code-done").click();
    expect(await office.page.getByText(code).count()).toBe(0);
    const other = await world.browser.newContext({ viewport: { width: 390, height: 844 } });
    const page = await other.newPage();
    await page.goto(`${world.origin}/#enrol=${code}`);
    expect(await page.getByTestId("enrol-code").inputValue()).toBe(code);
    await enrol(page, "sam");
    await page.getByTestId("search").waitFor();
    await visit("registers");
    await office.page.reload();
    const revoke = office.page.locator("section", { hasText: "NYC2" }).locator("[data-testid^=office-revoke-]");
    await revoke.click();
    await office.id("office-revoke-yes").click();
    await office.id("office-revoke").waitFor({ state: "hidden" });
    await office.page.getByText("1 revoked device").waitFor();
    await page.reload();
    await eventually("the device knows that it is revoked", async () => page.getByTestId("enrol-code").isVisible(), 60_000);
    await other.close();
  });

  test("what came back of an order is seen before Magento has it, and how far that is", async () => {
    await office.page.goto(world.origin);
    const { receipt } = await office.sell([skus[1]!]);
    await office.until(receipt, "settled");
    await world.shop("POST", "/sandbox/faults", { method: "POST", path: "order/*/refund", kind: "status", status: 400, message: "No." });
    await office.page.goto(world.origin);
    await office.id("actions-open").click();
    await office.id("return-open").click();
    await office.id("return-receipt").fill(receipt);
    await office.id("return-search").click();
    await office.id(`return-more-${skus[1]}`).click();
    await office.id("reason").fill("wrong size");
    await office.id("return-take").click();
    const back = (await office.pay()).receipt;
    await office.until(back, "held");
    await visit("orders");
    await office.id("office-reset").click();
    await office.id("office-receipt").fill(receipt);
    await office.id("office-search").click();
    await office.id(`office-order-${receipt}`).click();
    const since = office.id("office-order").locator("li", { hasText: "Held" });
    await since.waitFor();
    await since.locator("a").click();
    await office.page.getByRole("heading", { name: back }).waitFor();
    await state("held");
  });

  test("without the gateway it says so, and asks for the PIN again once the sign-in has run out", async () => {
    await visit("staff");
    await office.id("office-staff-lee").waitFor();
    await world.killGateway();
    await office.id("office-registers").click();
    await office.id("office-again").waitFor();
    await world.startGateway();
    // The browser may still have to find out that its connections are gone.
    await eventually("the page is there again", async () => {
      await office.id("office-again").click({ timeout: 1_000 }).catch(() => undefined);
      return office.id("office-enrol-LA1").isVisible();
    });
    // Or the register would lock itself as soon as its clock is changed.
    await office.id("sync-status").click();
    await office.id("lock-after-0").click();
    await office.page.clock.setFixedTime(Date.now() + 25 * 3_600_000);
    await office.page.reload();
    await office.id("office-pin").waitFor();
    await office.page.clock.setFixedTime(Date.now());
    await office.id("pin-input").fill("2468");
    await office.id("pin-submit").click();
    await office.id("office-enrol-LA1").waitFor();
  });

  test.each(["light", "dark"] as const)("every page passes axe, %s, and speaks German on a phone without breaking out", async (colorScheme) => {
    const context = await world.browser.newContext({ viewport: { width: 390, height: 844 }, colorScheme, locale: "de-DE" });
    const page = await context.newPage();
    await page.goto(`${world.origin}/#office/orders`);
    await page.getByTestId("enrol-code").fill(world.enrolmentCode("NYC1"));
    await enrol(page, "sam");
    for (const [place, words] of [["orders", "Alle Standorte"], ["registers", "Gerät anmelden"], ["staff", "Darf außer verkaufen"], ["sales", "Umsatz nach Erstattungen"]] as const) {
      await page.getByTestId(`office-${place}`).click();
      await page.getByText(words).first().waitFor({ state: "attached" });
      expect.soft(await axeFaults(page), place).toEqual([]);
      expect.soft(await page.evaluate(() => Math.max(...Array.from(document.querySelectorAll("main"), (main) => main.scrollWidth))), place).toBeLessThanOrEqual(390);
    }
    // What a held order met is said in German too, with Magento's own words as they are.
    await page.goto(`${world.origin}/#office/orders`);
    await page.getByTestId("office-stage-held").click();
    await page.locator("[data-testid=office-orders-list] a").first().click();
    const detail = page.getByTestId("office-held").getByText("Im Einzelnen:").locator("xpath=..");
    expect(await detail.innerText()).toContain("Magento hat abgelehnt: ");
    await context.close();
  });
});
