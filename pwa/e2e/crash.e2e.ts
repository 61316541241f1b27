import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { simpleSkus, World } from "./harness";
import { killPages } from "./kill";
import { Register } from "./register";

/** What a payment calls that writes, in this order, until the order is recorded. */
const payment = ["begin settings,turns,counters,orders,outbox", "add turns", "delete settings", "put counters", "add orders", "add outbox", "commit"];
/** What tells others of it, and sends it. */
const after = ["tell orders", "note tillway-enrolled", "begin outbox,orders", "put orders", "fetch SubmitOrder", "delete outbox"];

describe("a tab that is killed, against the gateway", () => {
  let world: World;
  let sku: string;
  beforeAll(async () => {
    world = await World.start();
    [sku] = (await simpleSkus(world, 1)) as [string];
  });
  afterAll(() => world.stop());

  test("before whatever records, tells or sends a sale leaves it open or recorded, never both, never neither", { timeout: 240_000 }, async () => {
    const register = await Register.open(world, "NYC1");
    // Whatever is killed comes back from what the service worker keeps.
    await register.page.waitForFunction(() => navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null));
    const ready = async () => {
      await register.add(sku);
      await register.id("pay").click();
      await register.id("tender-exact").click();
      return (await register.kept()).cart;
    };
    let sold = 0;
    for (const call of [...payment, ...after]) {
      // News of an order before this one would be stored as this one is.
      await register.done();
      const cart = await ready();
      const stopped = await stopBefore(register.page, call);
      // A page that stops does not answer the click.
      void register.id("tender-confirm").click().catch(() => undefined);
      await stopped();
      await Promise.all([register.page.waitForEvent("crash"), killPages(world.browser)]);
      register.page = await register.context.newPage();
      await register.page.goto(world.origin);
      await register.ready();
      sold++;
      const now = await register.kept();
      // The commit is what counts: before it the order is open as it was, after it it is recorded.
      const recorded = payment.includes(call) ? sold - 1 : sold;
      expect(now, `killed before ${call}`).toMatchObject({ cart: payment.includes(call) ? cart : null, receipts: numbers(recorded), last: recorded });
      if (now.cart === null) continue;
      await register.id(`cart-line-${sku}`).waitFor();
      await register.pay();
    }
    await register.done();
    expect(await register.kept()).toEqual({ cart: null, receipts: numbers(sold), last: sold, waiting: 0, unsettled: 0 });
    const orders = await world.shopOrders();
    expect(orders).toHaveLength(sold);
    expect(new Set(orders.map((order) => order.increment_id)).size).toBe(sold);
    await register.context.close();
  });
});

/**
 * Has the page stop for ever, from the next click on, just before a call such as "put orders". The returned function waits until it
 * has.
 */
async function stopBefore(page: Page, call: string): Promise<() => Promise<unknown>> {
  const mark = `stopped before ${call}`;
  const stopped = page.waitForEvent("console", { predicate: (message) => message.text() === mark });
  await page.evaluate(
    ([wanted, mark]) => {
      let clicked = false;
      addEventListener("click", () => (clicked = true), { capture: true, once: true });
      const before = <T extends object>(target: T, name: keyof T & string, say: (self: T, args: unknown[]) => string) => {
        const real = target[name] as (...args: unknown[]) => unknown;
        Object.assign(target, {
          [name](this: T, ...args: unknown[]) {
            if (clicked && say(this, args) === wanted) {
              console.log(mark);
              const end = performance.now() + 120_000;
              while (performance.now() < end);
            }
            return real.apply(this, args);
          },
        });
      };
      for (const name of ["put", "add", "delete"] as const) before(IDBObjectStore.prototype, name, (self) => `${name} ${self.name}`);
      before(IDBDatabase.prototype, "transaction", (_, [stores, mode]) => (mode === "readwrite" ? `begin ${String(stores)}` : ""));
      before(IDBTransaction.prototype, "commit", () => "commit");
      before(BroadcastChannel.prototype, "postMessage", (_, [topic]) => `tell ${String(topic)}`);
      before(Storage.prototype, "setItem", (_, [key]) => `note ${String(key)}`);
      before(window, "fetch", (_, [, request]) => `fetch ${/(?:query|mutation) (\w+)/.exec(String((request as RequestInit | undefined)?.body))?.[1] ?? ""}`);
    },
    [call, mark] as const,
  );
  return () => stopped;
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i + 1);
}
