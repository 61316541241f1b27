import type { BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { eventually, type World } from "./harness";

/** What a device keeps of one register. */
export interface Kept {
  cart: string | null;
  receipts: number[];
  last: number;
  waiting: number;
  unsettled: number;
}

/** A register at work: what the person at it does, in their words. */
export class Register {
  private constructor(
    readonly context: BrowserContext,
    public page: Page,
    private readonly code: string,
  ) {}

  /** Enrols a browser, signs somebody in and waits for the catalog. */
  static async open(world: World, register: string, staff = "sam", options: BrowserContextOptions = {}): Promise<Register> {
    const { context, page } = await world.newRegister(register, staff, options);
    const opened = new Register(context, page, register);
    await opened.ready();
    return opened;
  }

  /** A register that is open already. */
  static of(context: BrowserContext, page: Page, register = "NYC1"): Register {
    return new Register(context, page, register);
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

  /** Waits until every order of this device is settled, in what is stored and on the screen. */
  async done(ms = 120_000): Promise<void> {
    const none = async (what: string) => (await this.id("sync-status").getAttribute(`data-${what}`)) === "0";
    await eventually("every order is settled", async () => (await this.kept()).unsettled === 0 && (await none("pending")) && (await none("underway")), ms);
  }

  /** What IndexedDB keeps, whatever the screen shows: the open order's id, the receipts' numbers, the last number, and what waits. */
  async kept(): Promise<Kept> {
    return this.page.evaluate(
      (register) =>
        new Promise<Kept>((done, fail) => {
          const opening = indexedDB.open("tillway");
          opening.onerror = () => fail(opening.error!);
          opening.onsuccess = () => {
            const tx = opening.result.transaction(["settings", "orders", "outbox", "counters"]);
            const cart = tx.objectStore("settings").get("cart") as IDBRequest<{ id: string } | undefined>;
            const orders = tx.objectStore("orders").getAll() as IDBRequest<{ counter: number; remote: { state: string } | null }[]>;
            const outbox = tx.objectStore("outbox").count();
            const last = tx.objectStore("counters").get(register) as IDBRequest<number | undefined>;
            tx.onabort = () => fail(tx.error!);
            tx.oncomplete = () => {
              opening.result.close();
              done({
                cart: cart.result?.id ?? null,
                receipts: orders.result.map((order) => order.counter).sort((a, b) => a - b),
                last: last.result ?? 0,
                waiting: outbox.result,
                unsettled: orders.result.filter((order) => order.remote?.state !== "SETTLED").length,
              });
            };
          };
        }),
      this.code,
    );
  }

  /** Waits until an order of this device is so far, by its screen. */
  async until(receipt: string, state: string, ms = 60_000): Promise<void> {
    await this.id("nav-orders").click();
    const shown = async () => (await this.id(`order-state-${receipt}`).getAttribute("data-state", { timeout: 1_000 })) === state;
    await eventually(`${receipt} is ${state} on the screen`, shown, ms);
    await this.id("nav-sell").click();
  }
}
