import { readFileSync, readdirSync } from "node:fs";
import { expect, it } from "vitest";
import type { Cart, CartLine } from "../../src/domain/cart";
import { basketOf } from "../../src/domain/charge";
import type { Choices } from "../../src/domain/choices";
import { toMinor } from "../../src/domain/money";
import type { PricingDocument } from "../../src/domain/pricing";
import type { CategoryDocument, ProductDocument } from "../../src/domain/product";
import { type Around, sellableOf } from "../../src/domain/sellable";

/** Carts with documents and the basket that they become, kept with the Go engine: both turn them into the same. */
const testdata = new URL("../../../gateway/pos/totals/testdata/mapping/", import.meta.url);

interface Off {
  percent?: string;
  amount?: string;
}

interface Vector {
  says: string;
  pricing: PricingDocument;
  root: number;
  categories: CategoryDocument[];
  products: ProductDocument[];
  cart: {
    date: string;
    group: number;
    taxClass?: number;
    address: { country: string; region_code: string; postcode: string };
    coupon?: string;
    lines: { product: number; parent?: number; quantity: string; choices?: Choices; override?: string; discount?: Off }[];
    shipping?: { method: string };
    payment?: string;
    discount?: Off;
  };
  basket?: Record<string, unknown>;
}

const off = (given: Off) => ({ reason: "r", ...(given.percent ? { percent: given.percent } : { amount: toMinor(given.amount ?? "0", "USD")! }) });

/** The lines of a vector's cart as the register would put them on an order; null where it refuses one. */
function linesOf({ pricing, root, categories, products, cart }: Vector): CartLine[] | null {
  const around: Around = {
    product: (id) => products.find((doc) => doc.id === id),
    category: (id) => categories.find((doc) => doc.id === id),
    root,
    attributes: pricing.attributes,
  };
  const lines = cart.lines.map((line, i): CartLine | null => {
    const doc = around.product(line.product);
    const product = doc && sellableOf(doc, line.choices ?? {}, around);
    if (!product) return null;
    return {
      id: i, sku: doc.sku, name: "", detail: "", image: "", quantity: Number(line.quantity), product,
      ...(line.override !== undefined && { override: { price: toMinor(line.override, "USD")!, regular: 0, reason: "r" } }),
      ...(line.discount && { manual: off(line.discount) }),
    };
  });
  return lines.every((line) => line !== null) ? lines : null;
}

const vectors = readdirSync(testdata).map((name): [string, Vector] => [name, JSON.parse(readFileSync(new URL(name, testdata), "utf8")) as Vector]);

it.each(vectors)("%s", (name, vector) => {
  // A register sells a variant by its own SKU, so never as its configurable product.
  const byThemselves = vector.cart.lines.map((line) => !line.parent);
  const { pricing, cart } = { pricing: vector.pricing, cart: { ...vector.cart, lines: vector.cart.lines.filter((_, i) => byThemselves[i]) } };
  const lines = linesOf({ ...vector, cart });
  if (!vector.basket) {
    expect(name).toContain("refused");
    expect(lines).toBeNull();
    return;
  }
  const { address, shipping, payment } = cart;
  const place = {
    country: address.country,
    regionId: pricing.tax.regions[`${address.country}-${address.region_code}`] ?? 0,
    postcode: address.postcode,
    shippingMethod: shipping?.method,
    paymentMethod: payment,
  };
  const open: Cart = {
    id: "c",
    currency: pricing.currency,
    lines: lines!,
    coupon: cart.coupon,
    customer: { group: cart.group, taxClass: cart.taxClass, name: "", email: "" },
    ...(cart.discount && { discount: off(cart.discount) }),
  };
  // Goods are billed where they are handed over; coins are rounded with the tenders; a register knows no earlier uses of rules.
  const elsewhere = { billing_address: undefined, cash_rounding: undefined, rule_uses: undefined };
  const want = { ...vector.basket, ...elsewhere, items: (vector.basket.items as unknown[]).filter((_, i) => byThemselves[i]) };
  expect(plain({ ...basketOf(open, pricing, place, cart.date), ...elsewhere })).toEqual(plain(want));
});

it("has vectors of both kinds", () => {
  expect(vectors.filter(([, vector]) => vector.basket).length).toBeGreaterThan(4);
  expect(vectors.filter(([, vector]) => !vector.basket).length).toBeGreaterThan(3);
});

/** Without what is empty, and with numbers in their shortest form. Two prices may be 0, which is not none. */
function plain(value: unknown, key = ""): unknown {
  if (Array.isArray(value)) return value.length ? value.map((each) => plain(each)) : undefined;
  if (value !== null && typeof value === "object") {
    const entries = Object.entries(value).map(([k, v]): [string, unknown] => [k, plain(v, k)]);
    const kept = entries.filter(([, v]) => v !== undefined);
    return kept.length ? Object.fromEntries(kept) : undefined;
  }
  const zeroCounts = key === "carrier_price" || key === "override_price";
  if (value === null || value === "" || value === false || value === undefined) return undefined;
  if (typeof value === "boolean") return value;
  const text = String(value);
  const short = /^-?\d+(\.\d+)?$/.test(text) && !text.startsWith("00") ? String(Number(text)) : text;
  return short === "0" && !zeroCounts ? undefined : short;
}
