import { expect, it } from "vitest";
import { noteRules } from "../../src/app/rules";
import { addLine } from "../../src/domain/cart";
import { changeCart } from "../../src/store/cart";
import { cartLine, enrolled } from "../support/build";

const ruled = (sku: string) => ({ rules: [{ sku, each: 1, whole: true, step: 6 }] });

it("asks the catalog of an order that was taken up what it does not say itself", async () => {
  const db = await enrolled();
  const asked: string[] = [];
  const sell = async (sku: string) => {
    asked.push(sku);
    if (sku === "LOST") throw new Error("the worker is gone");
    return sku === "LAMP" || sku === "CUP" ? ruled(sku) : sku === "ROPE" ? {} : null;
  };
  await noteRules(db, sell);
  await changeCart(db, "USD", (cart) =>
    ["LAMP", "ROPE", "GONE", "LOST", "CUP", "MUG"].reduce(
      (all, sku) => addLine(all, { ...cartLine(sku), quantity: sku === "CUP" || sku === "MUG" ? 2 : 1.5, ...(sku === "MUG" && ruled(sku)) }), cart),
  );
  await noteRules(db, sell);
  expect(asked).toEqual(["LAMP", "ROPE", "GONE", "LOST", "CUP", "MUG"]);
  const cart = await db.setting("cart");
  expect(cart?.lines.map(({ sku, quantity, rules }) => [sku, quantity, rules])).toEqual([["LAMP", 1.5, ruled("LAMP").rules], ["ROPE", 1.5, undefined], ["GONE", 1.5, undefined], ["LOST", 1.5, undefined], ["CUP", 2, ruled("CUP").rules], ["MUG", 2, ruled("MUG").rules]]);
});
