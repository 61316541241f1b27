import { describe, expect, it } from "vitest";
import { type Cart, addLine, isSoldIn, newCart, setQuantity } from "../../src/domain/cart";
import { cartLine, pricer } from "../support/build";

const stopOf = (cart: Cart) => pricer().charge(cart, new Date("2026-11-21T15:00:00Z")).stop;

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
    expect(isSoldIn(quantity, whole ? { whole } : {})).toBe(sold);
  });

  it("stops an order that has a part of it, and names it", () => {
    const cart = addLine(addLine(newCart("id", "USD"), { ...cartLine("LAMP"), quantity: 1.5 }), cartLine("CUP"));
    expect(stopOf(cart)).toBeNull();
    const known = addLine(cart, { ...cartLine("LAMP"), whole: [1] });
    expect(known.lines.map(({ sku, quantity }) => [sku, quantity])).toEqual([["LAMP", 2.5], ["CUP", 1]]);
    expect(stopOf(known)).toEqual({ kind: "fraction", detail: "LAMP" });
    expect(stopOf(setQuantity(known, 1, 3))).toBeNull();
  });

  it("lets go of it once Magento sells parts", () => {
    const cart = addLine(addLine(newCart("id", "USD"), { ...cartLine("ROPE"), whole: [1] }), cartLine("ROPE"));
    expect(stopOf(setQuantity(cart, 1, 2.5))).toBeNull();
  });
});
