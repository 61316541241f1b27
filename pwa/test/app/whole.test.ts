import { expect, it } from "vitest";
import { noteWhole } from "../../src/app/whole";
import { addLine } from "../../src/domain/cart";
import { changeCart } from "../../src/store/cart";
import { cartLine, enrolled } from "../support/build";

it("asks the catalog of parts of a piece on an order that was taken up, and of nothing else", async () => {
  const db = await enrolled();
  const asked: string[] = [];
  const sell = async (sku: string) => {
    asked.push(sku);
    if (sku === "LOST") throw new Error("the worker is gone");
    return sku === "LAMP" ? { whole: [1] } : sku === "ROPE" ? {} : null;
  };
  await noteWhole(db, sell);
  await changeCart(db, "USD", (cart) =>
    ["LAMP", "ROPE", "GONE", "LOST", "CUP"].reduce((all, sku) => addLine(all, { ...cartLine(sku), quantity: sku === "CUP" ? 2 : 1.5 }), cart),
  );
  await noteWhole(db, sell);
  expect(asked).toEqual(["LAMP", "ROPE", "GONE", "LOST"]);
  const cart = await db.setting("cart");
  expect(cart?.lines.map(({ sku, quantity, whole }) => [sku, quantity, whole])).toEqual([["LAMP", 1.5, [1]], ["ROPE", 1.5, undefined], ["GONE", 1.5, undefined], ["LOST", 1.5, undefined], ["CUP", 2, undefined]]);
});
