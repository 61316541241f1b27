import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { difference } from "../test/support/difference";
import { eventually, simpleSkus, World } from "./harness";
import { Register } from "./register";

const kept = join(import.meta.dirname, "baselines");
const update = process.env.UPDATE_BASELINES === "1";
/** The share of all pixels that may differ. Fonts are ours, but not how each system smooths them. */
const share = 0.004;
const tablet = { width: 1024, height: 768 };
const phone = { width: 390, height: 844 };
// What moves by itself: times that the gateway's clock gave, and ids. A device tells as much as its last heartbeat did.
const still = "[data-testid^=office-device-] { display: none !important } time, [data-testid=office-code-text], [data-testid=waiting-as-of], [data-testid=waiting-moment], [data-testid=sync-status], [data-testid=catalog-status] { visibility: hidden !important } * { caret-color: transparent !important }";

describe("every page looks as it did", () => {
  let world: World;
  let sku: string;
  let blank: Page;
  beforeAll(async () => {
    mkdirSync(kept, { recursive: true });
    world = await World.start();
    [sku] = (await simpleSkus(world, 1)) as [string];
    blank = await (await world.browser.newContext()).newPage();
  });
  afterAll(() => world.stop());

  /** Compares a page with what was kept; with UPDATE_BASELINES=1 it is kept instead. */
  const look = async (page: Page, name: string) => {
    await page.mouse.move(1, 1);
    await eventually("the pictures in sight are there", () => page.evaluate(drawn));
    const shoot = () => page.screenshot({ animations: "disabled", style: still });
    const file = join(kept, `${name}.png`);
    if (update) return writeFileSync(file, await atRest(shoot));
    expect.soft(existsSync(file), `${name} has no baseline: npm run baselines makes one`).toBe(true);
    if (!existsSync(file)) return;
    let seen: Buffer;
    let differs: number;
    const end = Date.now() + 10_000;
    do { // as in atRest
      seen = await shoot();
      differs = await difference(blank, readFileSync(file), seen);
    } while (differs > share && Date.now() < end);
    if (differs <= share) return;
    const actual = join(tmpdir(), `tillway-${name}.png`);
    writeFileSync(actual, seen);
    expect.soft(differs, `${name} looks otherwise, see ${actual}; npm run baselines keeps the new look`).toBeLessThanOrEqual(share);
  };

  /** A page that looks as it did a second before: a picture that is there and decoded is still drawn a while later on a busy machine. */
  const atRest = async (shoot: () => Promise<Buffer>): Promise<Buffer> => {
    let now = await shoot();
    const same = async () => {
      await new Promise((later) => setTimeout(later, 1_000));
      const before = now;
      now = await shoot();
      return (await difference(blank, before, now)) <= share;
    };
    await eventually("nothing moves", same);
    return now;
  };

  const open = async (colorScheme: "light" | "dark"): Promise<{ context: BrowserContext; page: Page }> => {
    const context = await world.browser.newContext({ viewport: tablet, colorScheme, locale: "en-US", timezoneId: "America/New_York", reducedMotion: "reduce" });
    const page = await context.newPage();
    return { context, page };
  };

  test.each(["light", "dark"] as const)("%s", async (scheme) => {
    const { context, page } = await open(scheme);
    const shot = (name: string) => look(page, `${name}-${scheme}`);
    const id = (testId: string) => page.getByTestId(testId);
    await page.goto(world.origin);
    await id("enrol-code").waitFor();
    await shot("enrol");
    await id("enrol-code").fill(world.enrolmentCode(scheme === "light" ? "NYC1" : "NYC2"));
    await id("enrol-label").fill("Tablet");
    await id("enrol-submit").click();
    await id("staff-sam").waitFor();
    await shot("sign-in");
    await id("staff-sam").click();
    await id("pin-input").fill("2468");
    await id("pin-submit").click();
    const register = Register.of(context, page);
    await register.ready();
    await shot("sell");
    await register.add(sku);
    await id("search").fill("");
    await page.locator("[data-testid^=product-]").nth(8).waitFor();
    await shot("cart");
    await page.setViewportSize(phone);
    await shot("cart-phone");
    await page.setViewportSize(tablet);
    await id("pay").click();
    await id("tender-exact").waitFor();
    await shot("payment");
    await id("tender-exact").click();
    await id("tender-confirm").click();
    await id("receipt").waitFor();
    await id("new-order").click();
    await id("nav-orders").click();
    await page.locator("[data-testid^=order-state-][data-state=settled]").waitFor({ timeout: 60_000 });
    await shot("orders");
    await id("nav-shift").click();
    await id("shift-open").waitFor();
    await shot("shift");
    await id("nav-office").click();
    await page.locator("[data-testid^=office-order-]").first().waitFor();
    await id("office-register").selectOption(scheme === "light" ? "NYC1" : "NYC2");
    await page.locator("[data-testid=office-orders-list][data-count='1']").waitFor();
    await shot("office-orders");
    await page.locator("[data-testid^=office-order-]").first().click();
    await id("office-history").waitFor();
    await shot("office-order");
    await id("office-do-NOTE").click();
    await id("office-note").waitFor();
    await shot("office-note");
    await page.keyboard.press("Escape");
    await id("office-staff").click();
    await id("office-staff-lee").waitFor();
    await shot("office-staff");
    await id("office-registers").click();
    await id("office-enrol-LA1").waitFor();
    await shot("office-registers");
    await id("office-sales").click();
    await id("sales-by-LOCATION").click();
    await id("sales-row-nyc").waitFor();
    await page.getByTestId("sales-table").evaluate((table) => table.remove());
    await shot("office-sales");
    await id("nav-sell").click();
    await register.add(sku);
    await id("pay").click();
    await id("deposit-open").click();
    await id("deposit").waitFor();
    await shot("deposit");
    await id("deposit-amount").fill("5");
    await id("deposit-apply").click();
    await id("deposit-later").waitFor();
    await id("tender-exact").click();
    await id("tender-confirm").click();
    await id("receipt").waitFor();
    await id("new-order").click();
    await id("nav-orders").click();
    await id("orders-waiting").click();
    const row = page.locator(`[data-testid=waiting-${scheme === "light" ? "NYC1" : "NYC2"}-2]`);
    await row.getByRole("button").first().click();
    await row.locator("[data-testid^=waiting-pay-]").waitFor();
    await shot("waiting");
    await context.close();
  });

  test("an enrolment in the middle of nothing looks other than the selling screen", async () => {
    const one = join(kept, "enrol-light.png");
    const other = join(kept, "sell-light.png");
    expect(await difference(blank, readFileSync(one), readFileSync(other))).toBeGreaterThan(share);
    expect(await difference(blank, readFileSync(one), readFileSync(one))).toBe(0);
  });
});

/** Runs in the page: whether its fonts are there, and every picture that can be seen is decoded. */
async function drawn(): Promise<boolean> {
  await document.fonts.ready;
  if (document.querySelector("[data-picture=due]")) return false;
  const seen = Array.from(document.images).filter((image) => image.checkVisibility() && image.getBoundingClientRect().top < innerHeight);
  if (!seen.every((image) => image.complete && image.naturalWidth > 0)) return false;
  await Promise.all(seen.map((image) => image.decode()));
  await new Promise((frame) => requestAnimationFrame(() => requestAnimationFrame(frame)));
  return true;
}
