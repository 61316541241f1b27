import { expect, it, onTestFinished, vi } from "vitest";
import { type Cart, addLine } from "../../src/domain/cart";
import type { OrderRecord, RemoteStatus } from "../../src/domain/order";
import type { Transfer } from "../../src/domain/transfer";
import { changeCart } from "../../src/store/cart";
import { saveWorkplace } from "../../src/store/device";
import { lookUp } from "../../src/sync/status";
import { applyRemote, countOpen, findPayable, listOrders, openOrders, payOrder, pruneOrders } from "../../src/store/orders";
import { countQueued, finish, requeue, takeDue } from "../../src/store/outbox";
import { Database } from "../../src/store/database";
import { openShift } from "../../src/store/shift";
import { takeOver } from "../../src/store/transfer";
import { cartLine, enrolled, payment, picturedLine, sell, workplace } from "../support/build";

it("writes order, queue row and counter together and empties the cart", async () => {
  const db = await enrolled(41);
  const order = await sell(db);
  expect(order.receiptNumber).toBe("R1-42");
  expect(await countQueued(db)).toBe(1);
  expect(await db.setting("cart")).toBeUndefined();
  expect(order.input.lines.map((line) => line.rowTotal + line.tax)).toEqual([order.input.charged.total]);
});

it("keeps pictures until Magento has their order and nothing more can become of it", async () => {
  const db = await enrolled();
  const line = picturedLine("MUG", 1_000);
  const content = async (id: string) => (await listOrders(db)).find((order) => order.id === id)?.input.lines[0]?.choices?.custom?.[0]?.file?.content;
  const whole = line.choices!.custom![0]!.file!.content;
  const sold = async () => {
    await changeCart(db, "USD", (cart) => addLine(cart, line));
    return (await payOrder(db, payment((await db.setting("cart"))!.id))).id;
  };
  const [id, told] = [await sold(), await sold()];
  await finish(db, id, "received", { state: "RECEIVED" }, "");
  const underway: RemoteStatus[] = [{ state: "HELD" }, { state: "PLACED" }, { state: "SETTLED", waitsFor: ["HAND_OVER"] }];
  for (const remote of underway) {
    await applyRemote(db, id, remote);
    expect(await content(id)).toBe(whole);
  }
  await applyRemote(db, id, { state: "SETTLED" });
  await finish(db, told, "received", { state: "SETTLED" }, "");
  expect([await content(id), await content(told)]).toEqual(["", ""]);
  expect((await listOrders(db))[0]?.input.lines[0]?.choices?.custom?.[0]).toMatchObject({ value: "us.png", file: { mediaType: "image/png" } });
});

it("lists and counts every order that has not ended, however many were sold since", async () => {
  const db = await enrolled();
  const [held, settled, cancelled, refused, placed, fresh] = [await sell(db), await sell(db), await sell(db), await sell(db), await sell(db), await sell(db)];
  for (const { id } of [held, settled, cancelled, placed, fresh]) await finish(db, id, "received", null, "");
  await finish(db, refused.id, "refused", null, "no");
  await applyRemote(db, held.id, { state: "HELD" });
  await applyRemote(db, settled.id, { state: "SETTLED" });
  await applyRemote(db, cancelled.id, { state: "CANCELLED" });
  await applyRemote(db, placed.id, { state: "PLACED" });
  const waiting = [await sell(db), await sell(db)];
  await takeDue(db, "R1", Date.now());
  // News of it may come before the answer: it is being sent all the same.
  await applyRemote(db, waiting[0]!.id, { state: "HELD" });
  expect(await countOpen(db)).toEqual({ unsent: 2, attention: 2, underway: 2 });
  const shown = (await listOrders(db, 1)).map((order) => order.counter);
  expect(shown).toHaveLength(6);
  expect(shown).toEqual(expect.arrayContaining([1, 4, 5, 6, 7, 8]));
});

it("makes one order of a cart that is paid many times at once", async () => {
  const db = await enrolled();
  await changeCart(db, "USD", (cart) => addLine(cart, cartLine("A")));
  const cart = await db.setting("cart");
  const orders = await Promise.all(Array.from({ length: 8 }, () => payOrder(db, payment(cart!.id))));
  expect(new Set(orders.map((order) => order.receiptNumber))).toEqual(new Set(["R1-1"]));
  expect(await listOrders(db)).toHaveLength(1);
  expect(await countQueued(db)).toBe(1);
});

it("numbers receipts without gaps over two tabs", async () => {
  const db = await enrolled();
  const tab = new Database((db as unknown as { name: string }).name);
  onTestFinished(() => tab.close());
  for (let i = 0; i < 6; i++) await sell(i % 2 ? db : tab);
  const numbers = (await listOrders(db)).map((order) => order.counter).sort((a, b) => a - b);
  expect(numbers).toEqual([1, 2, 3, 4, 5, 6]);
});

it("pays what was read ahead without asking again", async () => {
  const db = await enrolled(41);
  await changeCart(db, "USD", (cart) => addLine(cart, cartLine("A")));
  const found = await findPayable(db, "R1");
  const asked = vi.spyOn(IDBObjectStore.prototype, "get");
  const order = await payOrder(db, { ...payment(found.cart!.id), found });
  expect(asked).not.toHaveBeenCalled();
  asked.mockRestore();
  expect(order.receiptNumber).toBe("R1-42");
  expect((await listOrders(db)).map(({ id }) => id)).toEqual([found.cart!.id]);
  expect(await countQueued(db)).toBe(1);
  expect(await db.setting("cart")).toBeUndefined();
});

const clock = { now: new Date(), newId: () => "shift-1" };
it.each([
  ["another sold", async (other: Database): Promise<void> => { await payOrder(other, payment((await other.setting("cart"))!.id)); }, "R1-1", undefined],
  ["a line came", (other: Database) => changeCart(other, "USD", (cart) => addLine(cart, cartLine("B"))), "R1-1", undefined],
  ["the gateway knew a higher number", (other: Database) => saveWorkplace(other, workplace(7)), "R1-8", undefined],
  ["orders were taken over", async (other: Database): Promise<void> => { await takeOver(other, { registerId: "R1", orders: [await sell(await enrolled(6))] } as Transfer); }, "R1-8", undefined],
  ["a shift was opened", async (other: Database): Promise<void> => { await openShift(other, "R1", "USD", { staffId: "sam", amount: 0 }, clock); }, "R1-1", "shift-1"],
] as const)("looks again when %s since it was read ahead", async (_, change, receipt, shiftId) => {
  const db = await enrolled();
  const other: Database = new Database((db as unknown as { name: string }).name);
  onTestFinished(() => other.close());
  await changeCart(db, "USD", (cart) => addLine(cart, cartLine("A")));
  const found = await findPayable(db, "R1");
  await change(other);
  const stored: Cart | undefined = await db.setting("cart");
  const order: OrderRecord = await payOrder(db, { ...payment(found.cart!.id), found });
  expect(order.receiptNumber).toBe(receipt);
  expect(order.input.shiftId).toBe(shiftId);
  if (stored) expect(order.input.lines).toHaveLength(stored.lines.length);
  const numbers = (await listOrders(db)).map(({ receiptNumber }) => receiptNumber);
  expect(new Set(numbers).size).toBe(numbers.length);
});

it("takes no number when the payment fails, and leaves the cart as it was", async () => {
  const db = await enrolled();
  await changeCart(db, "USD", (cart) => addLine(cart, cartLine("A")));
  const cart = await db.setting("cart");
  await expect(payOrder(db, payment(cart!.id, { kind: "CASH", amount: 1 }))).rejects.toThrow("do not settle");
  expect(await db.setting("cart")).toEqual(cart);
  expect((await sell(db)).counter).toBe(1);
});

it("writes nothing when the last of the four writes fails", async () => {
  const db = await enrolled();
  await changeCart(db, "USD", (cart) => addLine(cart, cartLine("A")));
  const cart = await db.setting("cart");
  const real = IDBObjectStore.prototype.add;
  IDBObjectStore.prototype.add = function (this: IDBObjectStore, ...args) {
    if (this.name === "outbox") throw new DOMException("disk full", "QuotaExceededError");
    return real.apply(this, args);
  };
  onTestFinished(() => {
    IDBObjectStore.prototype.add = real;
  });
  await expect(payOrder(db, payment(cart!.id))).rejects.toThrow();
  IDBObjectStore.prototype.add = real;
  expect(await listOrders(db)).toEqual([]);
  expect(await db.setting("cart")).toEqual(cart);
  expect((await payOrder(db, payment(cart!.id))).counter).toBe(1);
});

it("counts on from the gateway's number, never back", async () => {
  const db = await enrolled(10);
  await sell(db);
  await saveWorkplace(db, workplace(3));
  expect((await sell(db)).counter).toBe(12);
  await saveWorkplace(db, workplace(20));
  expect((await sell(db)).counter).toBe(21);
});

it("loses no line when two tabs add at once", async () => {
  const db = await enrolled();
  await Promise.all(["A", "B", "C", "D"].map((sku) => changeCart(db, "USD", (cart) => addLine(cart, cartLine(sku)))));
  expect((await db.setting("cart"))?.lines).toHaveLength(4);
});

it("does not send an order of a register that the device was enrolled to before", async () => {
  const db = await enrolled();
  await sell(db);
  expect(await takeDue(db, "R2", Date.now())).toBeNull();
  expect((await takeDue(db, "R1", Date.now()))?.order.receiptNumber).toBe("R1-1");
});

it("sends orders with pictures after those without, also when one is queued again", async () => {
  const db = await enrolled();
  await changeCart(db, "USD", (cart) => addLine(cart, picturedLine("MUG", 100)));
  const { id } = await sell(db);
  await sell(db);
  await sell(db);
  await requeue(db, id);
  const sent = [];
  for (let due = await takeDue(db, "R1", Date.now()); due; due = await takeDue(db, "R1", Date.now())) {
    sent.push(due.order.counter);
    await finish(db, due.order.id, "received", null, "");
  }
  expect(sent).toEqual([2, 3, 1]);
});

it("removes only what has ended and is old", async () => {
  const db = await enrolled();
  const [settled, held, queued] = [await sell(db), await sell(db), await sell(db)];
  for (const order of [settled, held]) await finish(db, order.id, "received", { state: "RECEIVED" }, "");
  await applyRemote(db, settled.id, { state: "SETTLED" });
  await applyRemote(db, held.id, { state: "HELD" });
  await pruneOrders(db, Date.now());
  expect(await listOrders(db)).toHaveLength(3);
  await pruneOrders(db, Date.now() + 400 * 24 * 3_600_000);
  expect((await listOrders(db)).map((order) => order.id).sort()).toEqual([held.id, queued.id].sort());
});

it("asks on about orders of a register that the device was enrolled to before, until they have ended", async () => {
  const db = await enrolled();
  const order = await sell(db);
  await finish(db, order.id, "received", { state: "RECEIVED" }, "");
  const status = vi.fn(() => Promise.resolve({ state: "SETTLED" as const }));
  for (let round = 0; round < 2; round++) await lookUp({ db, statuses: () => Promise.resolve({ orders: [], next: null }), status }, "R2");
  expect(status.mock.calls).toEqual([[order.id]]);
  await pruneOrders(db, Date.now() + 400 * 24 * 3_600_000);
  expect(await listOrders(db)).toEqual([]);
});

it("keeps orders that the gateway tells nothing of at another location, and asks about them only at their register", async () => {
  const db = await enrolled();
  const [order, lost] = [await sell(db), await sell(db)];
  for (const { id } of [order, lost]) await finish(db, id, "received", { state: "RECEIVED" }, "");
  const status = vi.fn<(id: string) => Promise<RemoteStatus | null>>(() => Promise.resolve(null));
  const ask = (registerId: string) => lookUp({ db, statuses: () => Promise.resolve({ orders: [], next: null }), status }, registerId);
  for (let round = 0; round < 2; round++) await ask("R2");
  expect(status).toHaveBeenCalledTimes(2);
  expect(await countQueued(db)).toBe(0);
  // Back at its register it is known again; the other one is not, and is sent again.
  status.mockImplementation((id) => Promise.resolve(id === order.id ? { state: "RECEIVED" } : null));
  await ask("R1");
  expect(await countQueued(db)).toBe(1);
  status.mockResolvedValue(null);
  await ask("R2");
  await pruneOrders(db, Date.now() + 400 * 24 * 3_600_000);
  expect((await listOrders(db)).map(({ id }) => id).sort()).toEqual([order.id, lost.id].sort());
});

it("queues a refused order again under the same id, once", async () => {
  const db = await enrolled();
  const order = await sell(db);
  await finish(db, order.id, "refused", null, "no");
  await Promise.all([requeue(db, order.id), requeue(db, order.id)]);
  expect(await countQueued(db)).toBe(1);
  expect((await takeDue(db, "R1", Date.now()))?.order.input).toEqual(order.input);
});

it("does not let late news undo an end", async () => {
  const db = await enrolled();
  const order = await sell(db);
  await finish(db, order.id, "received", { state: "RECEIVED" }, "");
  await applyRemote(db, order.id, { state: "SETTLED" });
  await applyRemote(db, order.id, { state: "PLACED" });
  expect((await listOrders(db))[0]?.remote?.state).toBe("SETTLED");
});

it("asks on about an order that has ended but for the customer", async () => {
  const db = await enrolled();
  const order = await sell(db);
  await finish(db, order.id, "received", { state: "RECEIVED" }, "");
  await applyRemote(db, order.id, { state: "SETTLED", waitsFor: ["PAYMENT"] });
  const pages = vi.fn(() => Promise.resolve({ orders: [], next: null }));
  const status = vi.fn(() => Promise.resolve({ state: "SETTLED" as const, payments: [{ orderId: "later", amount: 500 }] }));
  for (let round = 0; round < 2; round++) await lookUp({ db, statuses: pages, status }, order.registerId);
  expect((await listOrders(db))[0]?.remote?.payments).toHaveLength(1);
  expect(status.mock.calls).toEqual([[order.id]]);
  expect(pages).not.toHaveBeenCalled();
});

it("does not send an order again that is in Magento, when the gateway has forgotten it", async () => {
  const db = await enrolled();
  const [waiting, placing] = [await sell(db), await sell(db)];
  for (const order of [waiting, placing]) await finish(db, order.id, "received", { state: "PLACING" }, "");
  await applyRemote(db, waiting.id, { state: "SETTLED", waitsFor: ["PAYMENT"] });
  await lookUp({ db, statuses: () => Promise.resolve({ orders: [], next: null }), status: () => Promise.resolve(null) }, waiting.registerId);
  const local = new Map((await listOrders(db)).map((order) => [order.id, order.local]));
  expect([local.get(waiting.id), local.get(placing.id)]).toEqual(["received", "device"]);
});

it("ignores word of orders that other devices made", async () => {
  const db = await enrolled();
  await applyRemote(db, "unknown", { state: "SETTLED" });
  expect(await listOrders(db)).toEqual([]);
  expect(await openOrders(db)).toEqual([]);
});
