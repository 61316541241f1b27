import { describe, expect, it } from "vitest";
import { Totals } from "../../../src/domain/totals/calculate";
import type { Basket } from "../../../src/domain/totals/input";
import { isRefused } from "../../../src/domain/totals/result";
import type { Step } from "../../../src/domain/totals/trace";
import { loadSnapshot, loadVectors } from "./vectors";

const snapshot = loadSnapshot();
const totals = new Totals(snapshot);
const vectors = loadVectors();
const basket = (change: Partial<Basket>): Basket => ({ ...vectors.find((vector) => vector.id === "default-p009")!, ...change });

describe("an explanation", () => {
  it("ends with the grand total and changes no figure", () => {
    for (const vector of vectors.slice(0, 100)) {
      const plain = totals.calculate(vector);
      const explained = totals.explain(vector);
      if (isRefused(plain) || isRefused(explained)) throw new Error(vector.id);
      const { trace, ...figures } = explained;
      expect(figures).toEqual(plain);
      expect(trace?.at(-1)).toMatchObject({ code: "total.grand", amount: plain.grand_total });
    }
  });

  it("names the rule that gave a discount, and the rounding of cash", () => {
    const result = totals.explain(basket({ cash_rounding: "0.50" }));
    if (isRefused(result)) throw new Error();
    expect(result.trace?.some((step) => step.code === "discount.rule" && step.name?.includes("FIX333"))).toBe(true);
    expect(result.trace?.at(-1)).toMatchObject({ code: "rounding.cash", coin: "0.5" });
  });
});

describe("what has no right figure", () => {
  it.each<[string, Partial<Basket>, Partial<Step>]>([
    ["a quantity of zero", { items: [{ ...basket({}).items[0]!, qty: 0 }] }, { code: "refused.quantity", line: 1 }],
    ["a negative quantity", { items: [{ ...basket({}).items[0]!, qty: -1 }] }, { code: "refused.quantity", line: 1 }],
    ["a price below zero", { items: [{ ...basket({}).items[0]!, unit_price_original: -1 }] }, { code: "refused.price", line: 1 }],
    ["no number", { items: [{ ...basket({}).items[0]!, qty: "two" }] }, { code: "refused.number", line: 1, name: "quantity" }],
    ["a fixed product tax", { items: [{ ...basket({}).items[0]!, fixed_product_tax: 1 }] }, { code: "refused.fixed_product_tax", line: 1 }],
    ["an unknown carrier", { shipping: { method: "ups_ground" } }, { code: "refused.carrier", line: 0, name: "ups_ground" }],
    ["an unknown algorithm", { config: { "tax/calculation/algorithm": "X" } }, { code: "refused.tax_algorithm", line: 0, name: "X" }],
  ])("%s is refused", (_name, change, step) => {
    expect(totals.calculate(basket(change))).toMatchObject({ refused: step });
  });

  it.each<[string, unknown]>([
    ["an unknown leaf", { type: "combine", aggregator: "all", expect: true, conditions: [{ type: "segment" }] }],
    ["an unknown attribute", { type: "combine", aggregator: "all", expect: true, conditions: [{ type: "address", attribute: "moon", operator: "==", value: "1" }] }],
    ["an unknown operator", { type: "combine", aggregator: "all", expect: true, conditions: [{ type: "address", attribute: "weight", operator: "~", value: "1" }] }],
    ["a broken tree", { type: "combine", aggregator: "all", expect: true, conditions: "none" }],
  ])("a rule with %s needs Magento, and the rest is computed", (_name, conditions) => {
    const rule = { ...snapshot.rules[0]!, id: 99, coupon: null, conditions: conditions as (typeof snapshot.rules)[0]["conditions"] };
    const result = new Totals({ ...snapshot, rules: [...snapshot.rules, rule] }).calculate(basket({}));
    if (isRefused(result)) throw new Error();
    expect(result.needs_magento).toEqual([99]);
    expect(result.grand_total).toBe((totals.calculate(basket({})) as typeof result).grand_total);
  });

  it.each([
    ["JPY", 0],
    ["KWD", 3],
    ["USD", 2],
  ])("a total in %s is paid in its own minor units", (currency, digits) => {
    const result = totals.calculate(basket({ currency }));
    if (isRefused(result)) throw new Error();
    expect(result.payable.amount).toBe(Math.round(Number(result.grand_total) * 10 ** digits));
  });

  it("an empty basket comes to nothing", () => {
    const result = totals.calculate(basket({ items: [], shipping: null, coupon: null }));
    if (isRefused(result)) throw new Error();
    expect([result.grand_total, result.payable.amount, result.items]).toEqual(["0", 0, []]);
  });
});
