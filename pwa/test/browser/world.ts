import { existsSync } from "node:fs";
import { type Browser, type BrowserContext, type BrowserContextOptions, type Page, chromium } from "playwright-core";
import { expect } from "vitest";
import { type Stub, startStub } from "../../dev/stub.mjs";
import { axeFaults } from "../support/axe";
import { misfits } from "../support/fits";
import { scanInto } from "../support/scanner";

const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const built = existsSync(new URL("../../dist/index.html", import.meta.url));

/** Whether there is a browser and a built register; CI sets REQUIRE_SERVERS=1, which turns the skip into a failure. */
export const able = (existsSync(executablePath) && built) || process.env.REQUIRE_SERVERS === "1";

/** A browser to run stories in. */
export function launch(...more: string[]): Promise<Browser> {
  return chromium.launch({ executablePath, args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", ...more] });
}

/**
 * For a story that loads the register again, opens another tab, or cuts the gateway off. The others have no service worker: to fill its
 * cache is two fifths of the work of opening a register. They fail when they need one.
 */
export const comesBack = { serviceWorkers: "allow" } as const satisfies BrowserContextOptions;

/** A register at work over the stub, with somebody signed in. */
export class World {
  private constructor(
    readonly stub: Stub,
    readonly context: BrowserContext,
    public page: Page,
    private readonly owns: boolean,
  ) {}

  /** A register of a stub of its own; or of one that is there, such as another device of the same register. */
  static async open(browser: Browser, staff = "sam", options: BrowserContextOptions = {}, beside?: { stub: Stub }): Promise<World> {
    const stub = beside?.stub ?? (await startStub());
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, serviceWorkers: "block", ...options });
    const world = new World(stub, context, await context.newPage(), beside === undefined);
    await world.page.goto(stub.origin);
    await world.id("enrol-code").fill("K7QM-4XPD");
    await world.id("enrol-label").fill("Test");
    await world.id("enrol-submit").click();
    await world.signIn(staff);
    await world.id("search").waitFor();
    await world.page.locator("[data-testid=catalog-status][data-phase=ready]").waitFor();
    return world;
  }

  async close(): Promise<void> {
    await this.context.close();
    if (this.owns) await this.stub.stop();
  }

  id(testId: string) {
    return this.page.getByTestId(testId);
  }

  async signIn(staff: string, pin = "2468"): Promise<void> {
    await this.id(`staff-${staff}`).click();
    await this.id("pin-input").fill(pin);
    await this.id("pin-submit").click();
  }

  async lock(): Promise<void> {
    await this.id("staff-menu").click();
    await this.id("lock").click();
  }

  /** As scanInto. */
  scan(code: string, ends?: string[], gap?: number): Promise<void> {
    return scanInto(this.page, code, ends, gap);
  }

  /** Cuts the gateway off, once the service worker has everything that the register may fetch later. */
  async cutOff(): Promise<void> {
    await this.page.waitForFunction(() => navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null));
    this.stub.setDown(true);
  }

  /** Chooses a product from the grid. */
  async choose(sku: string): Promise<void> {
    await this.id("search").fill(sku);
    await this.id(`product-${sku}`).click();
  }

  async add(sku: string): Promise<void> {
    await this.choose(sku);
    await this.id(`cart-line-${sku}`).waitFor();
  }

  /** Plugs a receipt printer in and sets it up; save false leaves the dialog open. */
  async usbPrinter(save = true): Promise<void> {
    await this.page.evaluate(() => {
      const sent: number[][] = [];
      const alternate = { interfaceClass: 7, endpoints: [{ endpointNumber: 1, direction: "out" }] };
      const done = () => Promise.resolve();
      const transferOut = (_: number, data: Uint8Array) => {
        sent.push(Array.from(data));
        return Promise.resolve({ status: "ok" });
      };
      const device = { opened: false, configuration: { interfaces: [{ interfaceNumber: 0, alternate }] }, open: done, close: done, selectConfiguration: done, claimInterface: done, transferOut };
      Object.assign(window, { sent });
      Object.defineProperty(navigator, "usb", { value: { getDevices: () => Promise.resolve([device]), requestDevice: () => Promise.resolve(device) } });
    });
    await this.id("staff-menu").click();
    await this.id("hardware-open").click();
    await this.id("printer-usb").click();
    if (!save) return;
    await this.id("hardware-save").click();
    await this.id("hardware").waitFor({ state: "hidden" });
  }

  /** What that printer was sent. */
  printed(): Promise<number[][]> {
    return this.page.evaluate(() => (window as unknown as { sent: number[][] }).sent);
  }

  /** Opens one of the order's actions. */
  async action(testId: string): Promise<void> {
    await this.id("actions-open").click();
    await this.id(testId).click();
  }

  /** What is to be paid, in cents, once it is that. */
  async total(cents: number): Promise<void> {
    await this.page.locator(`[data-testid=cart-total][data-amount="${cents}"]`).waitFor();
  }

  async payExact(): Promise<string> {
    await this.id("pay").click();
    await this.id("tender-exact").click();
    await this.id("tender-confirm").click();
    await this.id("receipt").waitFor();
    return this.id("receipt-number").innerText();
  }

  /** The order that the stub holds under a receipt counter. */
  async order(counter: number): Promise<Record<string, unknown>> {
    const find = () => [...this.stub.orders.values()].find((order) => order.counter === counter) as Record<string, unknown> | undefined;
    await expect.poll(() => find() !== undefined).toBe(true);
    return find()!;
  }

  /** Fails when something does not fit into its place. */
  async checkFits(what: string): Promise<void> {
    expect.soft(await this.page.evaluate(misfits, []), what).toEqual([]);
  }

  /** Fails when axe finds a fault against WCAG 2.2 AA. */
  async checkAxe(what: string): Promise<void> {
    expect.soft(await axeFaults(this.page), what).toEqual([]);
  }
}
