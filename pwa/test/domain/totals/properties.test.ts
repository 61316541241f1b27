import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Totals } from "../../../src/domain/totals/calculate";
import { Exact } from "../../../src/domain/totals/exact";
import type { Basket, Item } from "../../../src/domain/totals/input";
import { type Figures, isRefused } from "../../../src/domain/totals/result";
import { loadSnapshot, loadVectors } from "./vectors";

const snapshot = loadSnapshot();
const totals = new Totals(snapshot);
const vectors = loadVectors().filter((vector) => !vector.tags.includes("cart_fixed_surcharge"));
const items = vectors.flatMap((vector) => vector.items);
const codes = snapshot.rules.flatMap((rule) => (rule.coupon ? [rule.coupon] : []));

/** Lines of real carts in new company, under the settings of any of them. */
const basket = fc
  .record({
    of: fc.integer({ min: 0, max: vectors.length - 1 }),
    lines: fc.array(
      fc.record({ item: fc.integer({ min: 0, max: items.length - 1 }), qty: fc.constantFrom(1, 2, 3, 7, 12, 0.5, "1.237", "0.12345678") }),
      { minLength: 1, maxLength: 8 },
    ),
    coupon: fc.option(fc.constantFrom(...codes)),
    group: fc.integer({ min: 0, max: 4 }),
  })
  .map(({ of, lines, coupon, group }): Basket => {
    const vector = vectors[of]!;
    const drawn = lines.map(({ item, qty }): Item => ({ ...items[item]!, qty }));
    const shipping = vector.shipping && { method: vector.shipping.method };
    return { ...vector, items: drawn, coupon, customer_group: group, shipping, is_virtual: vector.shipping === null };
  });

function figures(of: Basket): Figures {
  const result = totals.calculate(of);
  if (isRefused(result)) throw new Error(result.refused.code);
  return result;
}

const exact = (text: string | null) => Exact.parse(text ?? "0")!;
const sum = (texts: (string | null)[]) => texts.reduce((total, text) => total.plus(exact(text)), Exact.of(0));
/** Every printed decimal is rounded to four places. */
const near = (a: Exact, b: Exact, of: number) => a.minus(b).compare(Exact.of(of, 10_000)) <= 0 && b.minus(a).compare(Exact.of(of, 10_000)) <= 0;

describe("any basket", () => {
  it("adds up: lines to totals, taxes to the tax, everything to the grand total", () => {
    fc.assert(
      fc.property(basket, (of) => {
        const result = figures(of);
        const n = result.items.length + 10;
        expect(near(sum(result.items.map((line) => line.row_total)), exact(result.subtotal), n)).toBe(true);
        // The tax inside prices is shared among its rates line by line, rounded each time.
        const inside = of.config["tax/calculation/price_includes_tax"] === "1" || of.config["tax/calculation/shipping_includes_tax"] === "1";
        expect(near(sum(result.applied_taxes.map((tax) => tax.amount)), exact(result.tax_amount), inside ? 100 * n : n)).toBe(true);
        const lines = result.items.flatMap((line) => [line, ...(line.children ?? [])]);
        const discounts = sum([...lines.map((line) => line.discount_amount), result.shipping_discount_amount]);
        expect(near(discounts, exact(result.discount_amount).negated(), lines.length + 2)).toBe(true);
        const { subtotal, tax_amount, shipping_amount, discount_amount } = result;
        const { discount_tax_compensation, shipping_discount_tax_compensation } = result;
        const parts = [subtotal, tax_amount, shipping_amount, discount_amount, discount_tax_compensation, shipping_discount_tax_compensation];
        expect(near(sum(parts), exact(result.grand_total), 6)).toBe(true);
      }),
    );
  });

  it("comes to the same again, and leaves its input alone", () => {
    fc.assert(
      fc.property(basket, (of) => {
        const before = JSON.stringify(of);
        expect(figures(of)).toEqual(figures(of));
        expect(JSON.stringify(of)).toBe(before);
      }),
    );
  });

  it("takes no more off a line than the line, unless it says that the figures are nonsense", () => {
    fc.assert(
      fc.property(basket, (of) => {
        const result = figures(of);
        if (result.nonsense) return;
        for (const line of result.items.flatMap((top) => top.children ?? [top])) {
          const most = exact(line.row_total_incl_tax ?? "0").compare(exact(line.row_total)) > 0 ? line.row_total_incl_tax : line.row_total;
          expect(exact(line.discount_amount).sign()).toBeGreaterThanOrEqual(0);
          expect(exact(line.discount_amount).minus(exact(most)).compare(Exact.of(5, 100))).toBeLessThanOrEqual(0);
        }
      }),
    );
  });

  it("is as without a code when the code is refused", () => {
    fc.assert(
      fc.property(basket, (of) => {
        const result = figures(of);
        if (result.coupon_rejected) expect({ ...result, coupon_rejected: false }).toEqual(figures({ ...of, coupon: null }));
      }),
    );
  });

  it("costs in cash the nearest multiple of the coin, and nothing else changes", () => {
    fc.assert(
      fc.property(basket, fc.constantFrom("0.05", "0.10", "0.50", "1.00"), (of, coin) => {
        const { payable: cash, ...others } = figures({ ...of, cash_rounding: coin });
        const { payable: card, ...same } = figures(of);
        expect(others).toEqual(same);
        const step = Math.round(Number(coin) * 100);
        expect(cash.amount % step === 0).toBe(true);
        expect(cash.amount - cash.rounding).toBe(card.amount);
        expect(Math.abs(cash.rounding) * 2).toBeLessThanOrEqual(step + 1);
      }),
    );
  });
});

describe("Exact", () => {
  const number = fc.tuple(fc.maxSafeInteger(), fc.integer({ min: 1, max: 10_000_000 })).map(([n, d]) => ({ n: BigInt(n), d: BigInt(d), x: Exact.of(n, d) }));
  it("agrees with whole-number arithmetic, however large the numbers", () => {
    fc.assert(
      fc.property(number, number, (a, b) => {
        const is = (x: Exact, n: bigint, d: bigint) => {
          const positive = d < 0n ? [-n, -d] as const : [n, d] as const;
          const whole = ((positive[0] < 0n ? -positive[0] : positive[0]) * 2n + positive[1]) / (2n * positive[1]);
          expect(x.rounded().text()).toBe(String(positive[0] < 0n ? -whole : whole));
        };
        is(a.x.plus(b.x), a.n * b.d + b.n * a.d, a.d * b.d);
        is(a.x.minus(b.x), a.n * b.d - b.n * a.d, a.d * b.d);
        is(a.x.times(b.x), a.n * b.n, a.d * b.d);
        if (b.n !== 0n) is(a.x.over(b.x), a.n * b.d, a.d * b.n);
        const order = a.n * b.d - b.n * a.d;
        expect(Math.sign(a.x.compare(b.x))).toBe(order < 0n ? -1 : order > 0n ? 1 : 0);
      }),
      { numRuns: 2000 },
    );
  });

  it.each<[unknown, string | undefined]>([
    ["1.005", "1.005"],
    [1e-8, "0"],
    ["1e3", "1000"],
    ["-0.00005", "-0.0001"],
    [1234.5678, "1234.5678"],
    ["", undefined],
    ["1,5", undefined],
    ["NaN", undefined],
    [Infinity, undefined],
    [null, undefined],
  ])("reads %s", (value, text) => {
    expect(Exact.parse(value)?.text()).toBe(text);
  });
});
