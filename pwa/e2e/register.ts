import type { BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { eventually, type World } from "./harness";

/** A register at work: what the person at it does, in their words. */
export class Register {
  private constructor(
    readonly context: BrowserContext,
    public page: Page,
  ) {}

  /** Enrols a browser, signs somebody in and waits for the catalog. */
  static async open(world: World, register: string, staff = "sam", options: BrowserContextOptions = {}): Promise<Register> {
    const { context, page } = await world.newRegister(register, staff, options);
    const opened = new Register(context, page);
    await opened.ready();
    return opened;
  }

  /** A register that is open already. */
  static of(context: BrowserContext, page: Page): Register {
    return new Register(context, page);
  }

  id(testId: string) {
    return this.page.getByTestId(testId);
  }

  async ready(): Promise<void> {
    await eventually("the catalog is on the device", async () => (await this.id("catalog-status").getAttribute("data-phase")) === "ready", 30_000);
  }

  async add(sku: string): Promise<void> {
    await this.id("search").fill(sku);
    await this.id(`product-${sku}`).click();
    await this.id(`cart-line-${sku}`).waitFor();
  }

  /** Takes what is due, in cash or by card with its terminal's reference; the receipt's number and what was due. */
  async pay(card?: string): Promise<{ receipt: string; due: number }> {
    await this.id("pay").click();
    const due = Number(await this.id("tender-due").getAttribute("data-amount"));
    if (card !== undefined) {
      await this.id("tender-kind-CARD").click();
      await this.id("tender-amount").fill((due / 100).toFixed(2));
      await this.id("tender-reference").fill(card);
    } else {
      await this.id("tender-exact").click();
    }
    await this.id("tender-confirm").click();
    await this.id("receipt").waitFor();
    const receipt = (await this.id("receipt-number").innerText()).trim();
    await this.id("new-order").click();
    await this.id("receipt").waitFor({ state: "hidden" });
    return { receipt, due };
  }

  async sell(skus: readonly string[], card?: string): Promise<{ receipt: string; due: number }> {
    for (const sku of skus) await this.add(sku);
    return this.pay(card);
  }

  /** Waits until an order of this device is so far, by its screen. */
  async until(receipt: string, state: string, ms = 60_000): Promise<void> {
    await this.id("nav-orders").click();
    const shown = async () => (await this.id(`order-state-${receipt}`).getAttribute("data-state", { timeout: 1_000 })) === state;
    await eventually(`${receipt} is ${state} on the screen`, shown, ms);
    await this.id("nav-sell").click();
  }
}
