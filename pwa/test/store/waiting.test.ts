import { expect, it, onTestFinished } from "vitest";
import { addLine } from "../../src/domain/cart";
import type { WaitingOrder } from "../../src/domain/waiting";
import { changeCart } from "../../src/store/cart";
import { saveDevice } from "../../src/store/device";
import { applyRemote, listOrders, payOrder } from "../../src/store/orders";
import { countQueued, finish } from "../../src/store/outbox";
import { Database } from "../../src/store/database";
import { returnable } from "../../src/store/returns";
import { addBalance, openHere, waitingByReceipt, waitingHere } from "../../src/store/waiting";
import { cartLine, enrolled, payment, sell, workplace } from "../support/build";

const told: WaitingOrder = {
  orderId: "01890a5d-ac96-774b-bcce-000000000001", receiptNumber: "LA1-3", soldAt: "2026-11-20T10:00:00Z", locationId: "la", currency: "USD", customer: "Kim Park",
  magentoOrderNumber: "3", total: 9_000, deferred: 5_000, payments: [], lines: [], handOver: true, pickupAt: "l", held: "",
};

/** Sells one piece of which most is paid later. */
async function deposit(db: Database) {
  await changeCart(db, "USD", (cart) => ({ ...addLine(cart, cartLine("A")), deferred: 1_000 }));
  return payOrder(db, payment((await db.setting("cart"))!.id, { kind: "CASH", amount: 84 }));
}

it("asks for the rest of an order of this device before the gateway has heard of it", async () => {
  const db = await enrolled();
  const order = await deposit(db);
  expect(order.input).toMatchObject({ deferred: 1_000, change: 0 });
  const waiting = await waitingHere(db);
  expect(waiting).toMatchObject({ at: 0, more: false });
  expect(waiting.orders).toMatchObject([{ receiptNumber: order.receiptNumber, open: 1_000, locationId: "l" }]);
  expect(await waitingByReceipt(db, order.receiptNumber.toLowerCase())).toMatchObject({ orderId: order.id, deferred: 1_000 });
  expect((await returnable(db, order)).open).toBe(1_000);
});

it("takes the rest once, also when two tabs pay at once, and asks for no more of it", async () => {
  const db = await enrolled();
  const tab = new Database((db as unknown as { name: string }).name);
  onTestFinished(() => tab.close());
  await db.setSetting("waiting", { at: 1, orders: [told], more: false });
  await addBalance(db, told, 5_000, 5_000);
  const cart = (await db.setting("cart"))!;
  const orders = await Promise.all([db, tab, db].map((each) => payOrder(each, payment(cart.id, { kind: "CARD", amount: 5_000, reference: "t" }))));
  expect(new Set(orders.map((order) => order.id)).size).toBe(1);
  expect(orders[0]!.input).toMatchObject({ lines: [], balances: [{ orderId: told.orderId, amount: 5_000 }] });
  expect(await countQueued(db)).toBe(1);
  expect(await openHere(db, told)).toBe(0);
  // The goods wait still, and the gateway counts the payment that this device counts already.
  expect((await waitingHere(db)).orders).toMatchObject([{ receiptNumber: "LA1-3", open: 0 }]);
  await db.setSetting("waiting", { at: 2, orders: [{ ...told, payments: [{ orderId: cart.id, amount: 5_000 }] }], more: false });
  expect((await waitingHere(db)).orders).toMatchObject([{ open: 0 }]);
  await db.setSetting("waiting", { at: 3, orders: [{ ...told, handOver: false, payments: [{ orderId: cart.id, amount: 5_000 }] }], more: false });
  expect((await waitingHere(db)).orders).toEqual([]);
});

it("follows payments at other registers, and gives nothing back before it was paid", async () => {
  const db = await enrolled();
  const order = await deposit(db);
  await finish(db, order.id, "received", { state: "SETTLED", waitsFor: ["PAYMENT"], payments: [] }, "");
  await applyRemote(db, order.id, { state: "SETTLED", waitsFor: [], payments: [{ orderId: "elsewhere", amount: 1_000 }] });
  expect((await waitingHere(db)).orders).toEqual([]);
  const [stored] = await listOrders(db);
  expect((await returnable(db, stored!)).open).toBe(0);
  expect((await returnable(db, await sell(db))).open).toBe(0);
});

it("forgets what waited when the device is enrolled anew", async () => {
  const db = await enrolled();
  await db.setSetting("waiting", { at: 1, orders: [told], more: false });
  await saveDevice(db, { token: "t", deviceId: "d", label: "Test", workplace: workplace() });
  expect((await waitingHere(db)).orders).toHaveLength(1);
  await saveDevice(db, { token: "t2", deviceId: "d2", label: "Test", workplace: workplace() });
  expect((await waitingHere(db)).orders).toEqual([]);
});
