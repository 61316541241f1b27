import "fake-indexeddb/auto";
import { type CartLine, addLine } from "../../src/domain/cart";
import type { Item } from "../../src/domain/product";
import type { Staff, Workplace } from "../../src/domain/workplace";
import { changeCart } from "../../src/store/cart";
import { Database } from "../../src/store/database";
import { saveDevice } from "../../src/store/device";
import { payOrder } from "../../src/store/orders";

let last = 0;

/** A database of its own, enrolled to register R1. */
export async function enrolled(lastCounter = 0): Promise<Database> {
  const db = new Database(`test-${process.pid}-${++last}`);
  await saveDevice(db, { token: "t", deviceId: "d", label: "Test", workplace: workplace(lastCounter) });
  return db;
}

export const sam: Staff = { id: "sam", name: "Sam", role: "MANAGER" };

export function workplace(lastCounter = 0): Workplace {
  const address = { street: ["1 Main St"], city: "New York", postcode: "10001", country: "US", regionId: 43, telephone: "" };
  return {
    register: { id: "R1", name: "One" },
    location: { id: "l", name: "Shop", store: "default", address },
    staff: [sam],
    lastCounter,
  };
}

export function item(sku: string): Item {
  return { id: 1, sku, name: sku, kind: "single", taxClass: 2, price: 1_000, priceFrom: false, image: "", stock: null };
}

export function cartLine(sku: string): CartLine {
  const rate = { key: "NY", percentMillionths: 8_375_000 };
  return { sku, name: sku, detail: "", unitPrice: 1_000, quantity: 1, rate, image: "" };
}

/** Sells one piece for cash and returns the order. */
export async function sell(db: Database, sku = "A") {
  await changeCart(db, "USD", (cart) => addLine(cart, cartLine(sku)));
  const cart = await db.setting("cart");
  return payOrder(db, { cartId: cart!.id, registerId: "R1", staff: sam, tendered: 5_000, now: new Date() });
}

/** Locks for one process: one holder per name, the others queue; a killed holder lets go. */
export function locks(): Pick<LockManager, "request"> {
  const tails = new Map<string, Promise<unknown>>();
  const request = async (name: string, options: unknown, callback?: unknown) => {
    const work = (callback ?? options) as () => Promise<unknown>;
    const before = tails.get(name) ?? Promise.resolve();
    const mine = before.catch(() => undefined).then(() => work());
    tails.set(name, mine);
    return mine;
  };
  return { request } as Pick<LockManager, "request">;
}

/** Waits until a check holds; fails after five seconds. */
export async function eventually(check: () => unknown): Promise<void> {
  const end = Date.now() + 5_000;
  while (!(await check())) {
    if (Date.now() > end) throw new Error(`never became true: ${check.toString()}`);
    await new Promise((wake) => setTimeout(wake, 5));
  }
}
