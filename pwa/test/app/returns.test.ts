import "fake-indexeddb/auto";
import { afterEach, describe, expect, it, vi } from "vitest";
import { findReturnable } from "../../src/app/returns";
import { addLine } from "../../src/domain/cart";
import { returnOf } from "../../src/domain/returns";
import { changeCart } from "../../src/store/cart";
import { applyRemote, payOrder } from "../../src/store/orders";
import { finish } from "../../src/store/outbox";
import type { Database } from "../../src/store/database";
import { cartLine, enrolled, payment, sell } from "../support/build";

afterEach(() => vi.unstubAllGlobals());

const elsewhere = { state: "SETTLED", deferred: 0, payments: [], lines: [{ sku: "A", name: "A", quantity: "1", rowTotal: 1000, tax: 84, discount: 0, compensation: 0 }], returned: [] };

/** The gateway, with one order; undefined: it does not answer. */
function gateway(order?: object | null) {
  const fetch = vi.fn(async () => {
    if (order === undefined) throw new TypeError("Failed to fetch");
    return new Response(JSON.stringify({ data: { orders: { orders: order ? [order] : [] } } }));
  });
  vi.stubGlobal("fetch", fetch);
  return fetch;
}

async function received(db: Database) {
  const order = await sell(db);
  await finish(db, order.id, "received", { state: "RECEIVED" }, "");
  return order;
}

const left = (found: Awaited<ReturnType<typeof findReturnable>>) => found?.lines.map((line) => line.sold - line.returned);

describe("what may come back of an order", () => {
  it("is what did not come back at another register, wherever it was sold", async () => {
    const db = await enrolled();
    const order = await received(db);
    const back = [{ orderId: "other", sku: "A", quantity: "1", refund: 1084 }];
    gateway({ ...elsewhere, id: order.id, receiptNumber: order.receiptNumber, soldAt: order.input.soldAt, returned: back });
    expect(left(await findReturnable(db, order.receiptNumber))).toEqual([0]);
    gateway({ ...elsewhere, id: "far", receiptNumber: "R2-7", soldAt: order.input.soldAt, returned: back });
    expect(left(await findReturnable(db, "R2-7"))).toEqual([0]);
    gateway(null);
    expect(await findReturnable(db, "R2-8")).toBeNull();
  });

  it("counts what came back here once, whether the gateway knows of it or not", async () => {
    const db = await enrolled();
    await changeCart(db, "USD", (cart) => addLine(cart, { ...cartLine("A"), quantity: 3 }));
    const cart = await db.setting("cart");
    const order = await payOrder(db, payment(cart!.id));
    await finish(db, order.id, "received", { state: "SETTLED" }, "");
    gateway(undefined);
    const first = (await findReturnable(db, order.receiptNumber))!;
    const piece = returnOf(first, first.lines[0]!, 1, { restock: true, reason: "x" });
    await changeCart(db, "USD", (open) => ({ ...open, returns: [piece] }));
    const open = (await db.setting("cart"))!;
    const back = await payOrder(db, payment(open.id, { kind: "CASH", amount: -piece.refund }));
    const known = { ...elsewhere, id: order.id, receiptNumber: order.receiptNumber, soldAt: order.input.soldAt };
    gateway(known);
    expect(left(await findReturnable(db, order.receiptNumber))).toEqual([2]);
    gateway({ ...known, returned: [{ orderId: back.id, sku: "A", quantity: "1", refund: piece.refund }] });
    expect(left(await findReturnable(db, order.receiptNumber))).toEqual([2]);
  });

  it("is told without the gateway for an order of this device, and that others are not known", async () => {
    const db = await enrolled();
    const [unsent, order] = [await sell(db), await received(db)];
    const fetch = gateway(undefined);
    expect(await findReturnable(db, order.receiptNumber)).toMatchObject({ unsure: true, lines: [{ sold: 1, returned: 0 }] });
    expect(await findReturnable(db, unsent.receiptNumber)).toMatchObject({ unsure: false });
    await expect(findReturnable(db, "R2-7")).rejects.toThrow("not on this device");
    fetch.mockClear();
    await db.setSetting("status", { online: false, revoked: false, versionsDiffer: false, checkedAt: Date.now() });
    expect(await findReturnable(db, order.receiptNumber)).toMatchObject({ unsure: true });
    expect(fetch).not.toHaveBeenCalled();
  });

  it("is nothing when the order was cancelled, here or elsewhere", async () => {
    const db = await enrolled();
    const [order, other] = [await received(db), await received(db)];
    await applyRemote(db, order.id, { state: "CANCELLED" });
    gateway(null);
    expect(await findReturnable(db, order.receiptNumber)).toBeNull();
    gateway({ ...elsewhere, id: other.id, receiptNumber: other.receiptNumber, soldAt: other.input.soldAt, state: "CANCELLED" });
    expect(await findReturnable(db, other.receiptNumber)).toBeNull();
  });
});
