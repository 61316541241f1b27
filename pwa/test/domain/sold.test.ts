import { describe, expect, it } from "vitest";
import { type Cart, addLine, newCart, setQuantity, soldMore } from "../../src/domain/cart";
import { type SaleRule, inTurn, isSoldIn, nextSold, unsold } from "../../src/domain/sold";
import { cartLine, pricer } from "../support/build";

const stopOf = (cart: Cart) => pricer().charge(cart, new Date("2026-11-21T15:00:00Z")).stop;

const rules: SaleRule[] = [{ sku: "lamp", each: 1, whole: true }];
const ruled = (rule: Partial<SaleRule>, each = 1) => ({ rules: [{ sku: "mug", each, whole: true, ...rule }] });

describe("what is sold in whole pieces only", () => {
  it.each<[string, number, number[] | undefined, boolean]>([
    ["a part of what is whole", 1.5, [1], false],
    ["the smallest part", 0.0001, [1], false],
    ["a whole number", 3, [1], true],
    ["less than the smallest part more", 3.00001, [1], true],
    ["the most pieces", 9_999, [1], true],
    ["what nobody knows of", 1.5, undefined, true],
    ["half a bundle with two of each part", 0.5, [2, 4], true],
    ["half a bundle with one of a part", 0.5, [2, 1], false],
    ["a bundle with half of a part", 1, [0.5], false],
    ["two bundles with half of a part", 2, [0.5], true],
  ])("takes %s: %d of %j", (_name, quantity, whole, sold) => {
    expect(isSoldIn(quantity, { rules: whole?.map((each) => ({ sku: `part ${each}`, each, whole: true })) })).toBe(sold);
  });

  it("stops an order that has a part of it, and names it", () => {
    const cart = addLine(addLine(newCart("id", "USD"), { ...cartLine("LAMP"), quantity: 1.5 }), cartLine("CUP"));
    expect(stopOf(cart)).toBeNull();
    const known = addLine(cart, { ...cartLine("LAMP"), rules });
    expect(known.lines.map(({ sku, quantity }) => [sku, quantity])).toEqual([["LAMP", 2.5], ["CUP", 1]]);
    expect(stopOf(known)).toMatchObject({ kind: "unsold", lines: [{ name: "LAMP", quantity: 2.5, rules }] });
    expect(stopOf(setQuantity(known, 1, 3))).toBeNull();
  });

  it("lets go of it once Magento sells parts", () => {
    const cart = addLine(addLine(newCart("id", "USD"), { ...cartLine("ROPE"), rules }), cartLine("ROPE"));
    expect(stopOf(setQuantity(cart, 1, 2.5))).toBeNull();
  });
});

describe("what is sold in certain quantities only", () => {
  it.each<[string, number, Partial<SaleRule>, boolean]>([
    ["less than the fewest", 2, { min: 3 }, false],
    ["the fewest", 3, { min: 3 }, true],
    ["the most", 10, { max: 10 }, true],
    ["more than the most", 11, { max: 10 }, false],
    ["no multiple", 7, { step: 6 }, false],
    ["a multiple", 12, { step: 6 }, true],
    ["a multiple below the fewest", 6, { step: 6, min: 10 }, false],
    ["a multiple of parts", 0.3, { whole: false, step: 0.1 }, true],
    ["the most, in parts", 0.57, { whole: false, max: 0.57 }, true],
    ["no multiple of parts", 0.35, { whole: false, step: 0.1 }, false],
  ])("takes %s: %d of %j", (_name, quantity, rule, sold) => {
    expect(isSoldIn(quantity, ruled(rule))).toBe(sold);
  });

  it("asks of a bundle what its parts come to", () => {
    expect([1, 2, 3].map((quantity) => isSoldIn(quantity, ruled({ step: 6 }, 2)))).toEqual([false, false, true]);
    expect([nextSold(0, true, ruled({ step: 6 }, 4)), nextSold(3, true, ruled({ min: 5 }, 2)), nextSold(0, true, ruled({ min: 5 }, 2))]).toEqual([3, 4, 3]);
  });

  it.each<[string, Partial<SaleRule>, number, number | null, number | null]>([
    ["one piece", {}, 1, null, 2],
    ["one piece where parts are known", {}, 1.5, 1, 2],
    ["one piece of what is sold in parts", { whole: false }, 1.5, 0.5, 2.5],
    ["the fewest first", { min: 3 }, 0, null, 3],
    ["the fewest first, in parts", { whole: false, min: 2.5 }, 0, null, 2.5],
    ["the first multiple from the fewest", { min: 10, step: 6 }, 0, null, 12],
    ["the next multiple", { step: 6 }, 6, null, 12],
    ["the multiples on both sides", { step: 6 }, 7, 6, 12],
    ["a tenth", { whole: false, step: 0.1 }, 0.3, 0.2, 0.4],
    ["no more than the most", { max: 10 }, 10, 9, null],
    ["the most from above", { max: 10 }, 25, 10, null],
    ["nothing where nothing is sold", { min: 12, max: 6 }, 1, null, null],
  ])("goes on by %s", (_name, rule, quantity, below, above) => {
    const next = [nextSold(quantity, false, ruled(rule)), nextSold(quantity, true, ruled(rule))];
    expect(next).toEqual([below, above]);
  });

  it("asks of all lines of a product for the most, and of each alone for the rest", () => {
    const line = (quantity: number, rule: Partial<SaleRule>, choices?: object, each = 1) => ({ sku: `mug x ${each}`, quantity, ...(choices && { choices }), ...ruled(rule, each) });
    const [ana, ben] = [{ custom: "Ana" }, { custom: "Ben" }];
    expect(unsold([line(6, { max: 10 }, ana), line(6, { max: 10 }, ben)]).length).toBe(1);
    expect(unsold([line(2, { min: 2 }, ana), line(1, { min: 2 }, ben)])).toMatchObject([{ quantity: 1 }]);
    expect(unsold([line(6, { step: 6 }), line(1, { step: 6 }, undefined, 3)])).toMatchObject([{ quantity: 1 }]);
    expect(unsold([line(4, { max: 10 }), line(2, { max: 10 }, undefined, 3)])).toEqual([]);
  });

  it("takes lines of the same choices together, as Magento puts them on one, in their order", () => {
    const line = (quantity: number) => ({ sku: "MUG", quantity, ...ruled({ min: 2, step: 3 }) });
    expect(unsold([line(3), line(6)])).toEqual([]);
    expect(unsold([line(3), line(1)]).length).toBe(1);
    expect(unsold([{ sku: "MUG", quantity: 2, ...ruled({ min: 2 }) }, { sku: "MUG", quantity: 1, ...ruled({ min: 2 }) }])).toEqual([]);
    expect(unsold([{ sku: "MUG", quantity: 1, ...ruled({ min: 2 }) }, { sku: "MUG", quantity: 2, ...ruled({ min: 2 }) }]).length).toBe(1);
  });

  it("judges a line by what those before it put on the same line, and leave of the most", () => {
    const last = (rule: Partial<SaleRule>, before: number, choices?: object) => inTurn([{ sku: "MUG", quantity: before, ...ruled(rule) }, { sku: "MUG", quantity: 1, ...ruled(rule), choices }])[1]!;
    const near = (line: ReturnType<typeof last>, quantity: number) => [isSoldIn(quantity, line), nextSold(quantity, false, line), nextSold(quantity, true, line)];
    expect(near(last({ max: 10 }, 6), 6)).toEqual([false, 4, null]);
    expect(near(last({ max: 10 }, 6, {}), 6)).toEqual([false, 4, null]);
    expect(near(last({ min: 3 }, 2), 1)).toEqual([true, null, 2]);
    expect(near(last({ min: 3 }, 2, {}), 1)).toEqual([false, null, 3]);
    expect(near(last({ step: 6 }, 4), 3)).toEqual([false, 2, 8]);
  });

  it("adds to a second line no more than those before it leave", () => {
    const line = (option: number) => ({ ...cartLine("MUG"), ...ruled({ max: 10 }), choices: { custom: [{ optionId: 1, value: String(option) }] } });
    const one = addLine(newCart("id", "USD"), { ...line(1), quantity: 6 });
    expect([soldMore(one, line(2), 4), soldMore(one, line(2), 5), soldMore(one, line(1), 4), soldMore(addLine(one, { ...line(2), quantity: 4 }), line(2))]).toEqual([4, null, 4, null]);
  });

  it("adds the fewest first, and the next after that; what is said is added as it is said or not at all", () => {
    const line = { ...cartLine("MUG"), ...ruled({ min: 4, max: 12, step: 6 }) };
    const one = addLine(newCart("id", "USD"), { ...line, quantity: 6 });
    expect([soldMore(undefined, line), soldMore(one, line), soldMore(setQuantity(one, 1, 12), line)]).toEqual([6, 6, null]);
    expect([soldMore(one, line, 6), soldMore(one, line, 12), soldMore(one, line, 1)]).toEqual([6, null, null]);
  });

  it("stops an order until its quantities are sold", () => {
    const cart = addLine(newCart("id", "USD"), { ...cartLine("MUG"), ...ruled({ step: 6 }), quantity: 7 });
    expect(stopOf(cart)).toMatchObject({ kind: "unsold", lines: [{ name: "MUG", quantity: 7 }] });
    expect(stopOf(setQuantity(cart, 1, 6))).toBeNull();
  });
});
