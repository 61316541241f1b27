import { expect, it, vi } from "vitest";
import { followRules, noteRules } from "../../src/app/rules";
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

const steps = (step: number) => Promise.resolve({ rules: [{ sku: "lamp", each: 1, step }] });

it("writes what is new only, and leaves alone what money is on", async () => {
  const db = await enrolled();
  await changeCart(db, "USD", (cart) => addLine(cart, cartLine("LAMP")));
  await noteRules(db, () => steps(6));
  const written = vi.spyOn(db, "changedHere");
  await noteRules(db, () => steps(6));
  expect(written).not.toHaveBeenCalled();
  await changeCart(db, "USD", (cart) => ({ ...cart, tenders: [{ kind: "CARD", amount: 100 }] }));
  await noteRules(db, () => steps(12));
  expect((await db.setting("cart"))?.lines[0]?.rules).toEqual((await steps(6)).rules);
});

it("hears of each change of the catalog, once", async () => {
  const db = await enrolled();
  await changeCart(db, "USD", (cart) => addLine(cart, cartLine("LAMP")));
  let tell = () => undefined as void;
  let status = { phase: "ready", updatedAt: 1 };
  const call = vi.fn(() => steps(status.updatedAt));
  const catalog = {
    get status() {
      return status;
    },
    subscribe: (listener: () => void) => void (tell = listener),
    call,
  };
  followRules(db, catalog as unknown as Parameters<typeof followRules>[1]);
  for (const updatedAt of [2, 3]) {
    status = { phase: "ready", updatedAt };
    tell();
    tell();
    await vi.waitFor(async () => expect((await db.setting("cart"))?.lines[0]?.rules?.[0]?.step).toBe(updatedAt));
  }
  expect(call).toHaveBeenCalledTimes(2);
});
