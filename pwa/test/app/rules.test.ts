import { expect, it } from "vitest";
import { noteWhole } from "../../src/app/whole";
import { addLine } from "../../src/domain/cart";
import { changeCart } from "../../src/store/cart";
import { cartLine, enrolled } from "../support/build";

it("asks the catalog of an order that was taken up what it does not say itself", async () => {
  const db = await enrolled();
  const asked: string[] = [];
  const sell = async (sku: string) => {
    asked.push(sku);
    if (sku === "LOST") throw new Error("the worker is gone");
    return sku === "LAMP" || sku === "CUP" ? { whole: [1] } : sku === "ROPE" ? {} : null;
  };
  await noteWhole(db, sell);
  await changeCart(db, "USD", (cart) =>
    ["LAMP", "ROPE", "GONE", "LOST", "CUP", "MUG"].reduce(
      (all, sku) => addLine(all, { ...cartLine(sku), quantity: sku === "CUP" || sku === "MUG" ? 2 : 1.5, ...(sku === "MUG" && { whole: [1] }) }), cart),
  );
  await noteWhole(db, sell);
  expect(asked).toEqual(["LAMP", "ROPE", "GONE", "LOST", "CUP"]);
  const cart = await db.setting("cart");
  expect(cart?.lines.map(({ sku, quantity, whole }) => [sku, quantity, whole])).toEqual([["LAMP", 1.5, [1]], ["ROPE", 1.5, undefined], ["GONE", 1.5, undefined], ["LOST", 1.5, undefined], ["CUP", 2, [1]], ["MUG", 2, [1]]]);
});
