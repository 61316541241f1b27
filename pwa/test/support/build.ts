import { randomBytes } from "node:crypto";
import "fake-indexeddb/auto";
import { type Cart, type CartLine, addLine } from "../../src/domain/cart";
import { Pricer } from "../../src/domain/charge";
import type { PricingDocument } from "../../src/domain/pricing";
import type { Item } from "../../src/domain/product";
import type { Sellable } from "../../src/domain/sellable";
import type { Tender } from "../../src/domain/tender";
import type { Rule } from "../../src/domain/totals/input";
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

export const sam: Staff = { id: "sam", name: "Sam", role: "MANAGER", permissions: ["DISCOUNT", "PRICE_OVERRIDE", "REFUND"] };
export const kim: Staff = { id: "kim", name: "Kim", role: "CASHIER", permissions: [] };

export function workplace(lastCounter = 0): Workplace {
  const address = { street: ["1 Main St"], city: "New York", postcode: "10001", country: "US", regionId: 43, telephone: "" };
  return {
    register: { id: "R1", name: "One" },
    location: { id: "l", name: "Shop", store: "default", address, unlistedSku: "MISC", cashRounding: 1, shippingMethod: "freeshipping_freeshipping", paymentMethod: "checkmo" },
    staff: [sam, kim],
    lastCounter,
  };
}

export function item(sku: string): Item {
  return { id: 1, sku, name: sku, kind: "single", taxClass: 2, price: 1_000, priceFrom: false, image: "", stock: null };
}

/** What a simple product of tax class 2 is calculated from. */
export function sellable(price = "10.00", more: Partial<Sellable["item"]> = {}): Sellable {
  return { item: { type: "simple", product_tax_class_id: 2, unit_price_original: price, ...more }, prices: [] };
}

export function cartLine(sku: string, price = "10.00"): Omit<CartLine, "id"> {
  return { sku, name: sku, detail: "", image: "", quantity: 1, product: sellable(price) };
}

/** A line with a picture of so many bytes, no other's. */
export function picturedLine(sku: string, bytes: number): Omit<CartLine, "id"> {
  const content = randomBytes(bytes).toString("base64");
  return { ...cartLine(sku), detail: "us.png", choices: { custom: [{ optionId: 1, value: "us.png", file: { mediaType: "image/png", content } }] } };
}

/** New York's tax on class 2 for retail customers, and what a test adds. */
export function pricing(more: Partial<PricingDocument> = {}): PricingDocument {
  return {
    fingerprint: "f",
    attributes: [],
    rules: [],
    tax: {
      rates: [{ id: 1, code: "US-NY", country: "US", region_id: 43, postcode: "*", zip_from: null, zip_to: null, percent: "8.375" }],
      rules: [{ id: 1, priority: 0, calculate_subtotal: false, customer_tax_class_ids: [3], product_tax_class_ids: [2], tax_rate_ids: [1] }],
      regions: { "US-NY": 43 },
      default_customer_tax_class_id: 3,
    },
    config: {},
    websiteId: 1,
    groups: [{ id: 0, code: "NOT LOGGED IN", taxClass: 3 }],
    currency: "USD",
    timezone: "America/New_York",
    ...more,
  };
}

/** A rule that holds for every order. */
export function rule(id: number, more: Partial<Rule>): Rule {
  return {
    id, name: `Rule ${id}`, label: null, is_active: true, priority: id, stop: false, action: "by_percent", discount_amount: 10, discount_qty: null,
    discount_step: null, apply_to_shipping: false, free_shipping: null, coupon: null, customer_groups: [0, 1], from_date: null, to_date: null,
    conditions: { type: "combine", aggregator: "all", expect: true, conditions: [] },
    actions: { type: "product_combine", aggregator: "all", expect: true, conditions: [] },
    ...more,
  };
}

export function pricer(more: Partial<PricingDocument> = {}): Pricer {
  return new Pricer(pricing(more), workplace().location.address);
}

/** What paying a cart takes, in cash unless told otherwise. */
export function payment(cartId: string, last: Tender | null = { kind: "CASH", amount: 5_000 }) {
  const now = new Date();
  return { cartId, registerId: "R1", staff: sam, last, coin: 1, now, charge: (cart: Cart) => pricer().charge(cart, now) };
}

/** Sells one piece for cash and returns the order. */
export async function sell(db: Database, sku = "A") {
  await changeCart(db, "USD", (cart) => addLine(cart, cartLine(sku)));
  const cart = await db.setting("cart");
  return payOrder(db, payment(cart!.id));
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

/** Waits until a check holds; fails after thirty seconds. */
export async function eventually(check: () => unknown): Promise<void> {
  const end = Date.now() + 30_000;
  while (!(await check())) {
    if (Date.now() > end) throw new Error(`never became true: ${check.toString()}`);
    await new Promise((wake) => setTimeout(wake, 5));
  }
}
