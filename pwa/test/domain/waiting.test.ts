import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Cart, MAX_BALANCES, addLine, isEmpty, newCart, withBalance, withoutBalance } from "../../src/domain/cart";
import { idleDisplay, saleDisplay } from "../../src/domain/display";
import { deferredOf, dueOf } from "../../src/domain/due";
import { type OrderRecord, orderOf, receiptOf, worthOf } from "../../src/domain/order";
import { readParked, writeParked } from "../../src/domain/parked";
import { cashOf, paidFor } from "../../src/domain/shift";
import { settle } from "../../src/domain/tender";
import { isWaitingMeant, openOf, paymentsHere, waitingOf } from "../../src/domain/waiting";
import { sumRows } from "../../src/features/sell/receiptRows";
import { cartLine, pricer } from "../support/build";

const now = new Date("2026-11-21T12:00:00Z");
const bag = (): Cart => ({ ...addLine(newCart("id", "USD"), cartLine("A", "50.00")) });
const rest = { orderId: "earlier", receiptNumber: "R1-7", amount: 3_000, open: 5_000 };

const pay = (cart: Cart, given: number) => {
  const charge = pricer().charge(cart, now);
  const paid = { counter: 1, staffId: "sam", soldAt: now, tenders: given > 0 ? [{ kind: "CASH" as const, amount: given }] : [], coin: 5 };
  const input = orderOf(cart, charge, paid);
  return { charge, input, record: { id: cart.id, input, receipt: receiptOf(cart, charge), remote: null } as OrderRecord };
};

describe("an order that is paid in part", () => {
  it("asks for the rest of the total now, and says what is paid later", () => {
    const cart = { ...bag(), deferred: 4_000 };
    const { charge, input, record } = pay(cart, 1_420);
    expect(charge.total).toBe(5_419);
    expect(dueOf(cart, charge)).toBe(1_419);
    expect(input).toMatchObject({ deferred: 4_000, rounding: 1, change: 0, charged: { total: 5_419 } });
    expect(sumRows(record).filter((row) => row.strong).map((row) => row.amount)).toEqual([5_419, 4_000]);
  });

  it("never leaves more for later than there is, and nothing while goods come back", () => {
    const charge = pricer().charge(bag(), now);
    expect(deferredOf({ deferred: 9_999 }, charge)).toBe(charge.total);
    const back = { orderId: "o", receiptNumber: "R1-1", sku: "B", name: "B", quantity: 1, refund: 100, tax: 0, restock: true, reason: "x" };
    expect(deferredOf({ deferred: 4_000, returns: [back] }, charge)).toBe(0);
    expect(pay({ ...bag(), deferred: 4_000, returns: [back] }, 5_320).input).not.toHaveProperty("deferred");
  });

  it("names the customer of Magento's who comes back, and nobody else", () => {
    const customer = { id: 7, group: 1, name: "Kim Park", email: "kim@example.com" };
    expect(pay({ ...bag(), customer, deferred: 4_000 }, 1_420).input.customer).toMatchObject({ id: 7, name: "Kim Park" });
    expect(pay({ ...bag(), customer }, 5_420).input.customer).not.toHaveProperty("name");
  });
});

it("adds up on the receipt of an order with which goods come back", () => {
  const back = { orderId: "o", receiptNumber: "R1-1", sku: "B", name: "B", quantity: 1, refund: 2_000, tax: 0, restock: true, reason: "x" };
  const exchange = pay({ ...bag(), returns: [back] }, 3_420).record;
  expect(worthOf(exchange.input)).toBe(3_419);
  const sums = sumRows(exchange);
  expect(sums.filter(({ label }) => ["Returned goods", "Total"].includes(label)).map(({ amount }) => amount)).toEqual([-2_000, 3_419]);
  expect(sums.slice(0, sums.findIndex(({ strong }) => strong)).reduce((sum, { amount }) => sum + amount, 0)).toBe(3_419);
  const alone = pay({ ...newCart("id", "USD"), returns: [back] }, 0).record;
  expect(sumRows(alone).map(({ label, amount }) => [label, amount])).toEqual([["Returned goods", -2_000], ["To refund", 2_000]]);
});

describe("the rest of an earlier order", () => {
  it("is paid with the open order, or by itself", () => {
    const alone = withBalance(newCart("id", "USD"), rest);
    expect(isEmpty(alone)).toBe(false);
    const { input, record } = pay(alone, 3_000);
    expect(input).toMatchObject({ lines: [], charged: { total: 0 }, balances: [{ orderId: "earlier", amount: 3_000 }], change: 0 });
    expect(sumRows(record).filter((row) => row.strong)).toEqual([
      { label: "Rest of R1-7", amount: 3_000, strong: true },
      { label: "Still to pay of R1-7", amount: 2_000, strong: true },
    ]);
    expect(dueOf(withBalance(bag(), rest), pricer().charge(bag(), now))).toBe(8_419);
  });

  it("is on the order once, and comes off it again", () => {
    const cart = withBalance(withBalance(bag(), rest), { ...rest, amount: 500 });
    expect(cart.balances).toEqual([{ ...rest, amount: 500 }]);
    expect(withoutBalance(cart, "earlier").balances).toEqual([]);
    const many = Array.from({ length: MAX_BALANCES + 3 }, (_, i) => ({ ...rest, orderId: `o${i}` })).reduce(withBalance, bag());
    expect(many.balances).toHaveLength(MAX_BALANCES);
  });

  it("is left alone by registers that know of no balances", () => {
    const cart = withBalance(bag(), rest);
    expect(JSON.parse(writeParked(cart))).toMatchObject({ version: 3 });
    expect(JSON.parse(writeParked({ ...bag(), deferred: 1 }))).toMatchObject({ version: 3 });
    expect(readParked(writeParked(cart))?.balances).toEqual([rest]);
  });

  it("is shown to the customer, with what is paid later", () => {
    const manner = { shop: "Shop", locale: "en-US", currency: "USD" };
    const alone = withBalance(newCart("id", "USD"), rest);
    expect(saleDisplay(manner, alone, pricer().charge(alone, now), true)).toMatchObject({ kind: "pay", due: 3_000, balances: [{ receiptNumber: "R1-7", amount: 3_000 }] });
    const part = { ...bag(), deferred: 4_000 };
    expect(saleDisplay(manner, part, pricer().charge(part, now), false)).toMatchObject({ due: 1_419, later: 4_000 });
    expect(saleDisplay(manner, newCart("id", "USD"), null, false)).toEqual(idleDisplay(manner));
  });
});

it("adds up as the gateway checks it, whatever is paid now and later", () => {
  fc.assert(
    fc.property(fc.nat({ max: 7_000 }), fc.nat({ max: 9_000 }), fc.nat({ max: 500 }), fc.constantFrom(1, 5, 10), (deferred, balance, over, coin) => {
      const cart = { ...bag(), deferred, ...(balance > 0 && { balances: [{ ...rest, amount: balance, open: balance }] }) };
      const charge = pricer().charge(cart, now);
      const { missingCash } = settle(dueOf(cart, charge), [], coin);
      fc.pre(missingCash > 0);
      const tenders = [{ kind: "CASH" as const, amount: missingCash + over }];
      const input = orderOf(cart, charge, { counter: 1, staffId: "sam", soldAt: now, tenders, coin });
      const kept = tenders[0]!.amount - input.change;
      expect(kept).toBe(input.charged.total + (input.rounding ?? 0) - (input.deferred ?? 0) + balance);
      expect(kept).toBe(paidFor(input));
      expect(kept).toBe(cashOf(input));
    }),
  );
});

describe("what is left to be paid", () => {
  const record = (id: string, of: string, amount: number, state: "SETTLED" | "CANCELLED" = "SETTLED") =>
    ({ id, input: { balances: [{ orderId: of, amount }] }, remote: { state } }) as unknown as OrderRecord;

  it("counts each payment once, whoever knows of it", () => {
    const here = paymentsHere([record("p1", "o", 100), record("p2", "o", 50), record("p3", "other", 70), record("p4", "o", 30, "CANCELLED")]);
    const order = { orderId: "o", deferred: 1_000, payments: [] };
    expect(openOf(order, here)).toBe(850);
    expect(openOf({ ...order, payments: [{ orderId: "p1", amount: 100 }] }, here)).toBe(850);
    expect(openOf({ ...order, payments: [{ orderId: "p1", amount: 100 }, { orderId: "elsewhere", amount: 200 }] }, here)).toBe(650);
    expect(openOf({ ...order, deferred: 100 }, here)).toBe(0);
  });

  it("is nothing of an order that was cancelled", () => {
    const { record: sold } = pay({ ...bag(), deferred: 4_000 }, 1_420);
    expect(waitingOf(sold, "nyc")).toMatchObject({ deferred: 4_000, total: 5_419, handOver: false, pickupAt: null });
    expect(waitingOf({ ...sold, remote: { state: "CANCELLED" } }, "nyc").deferred).toBe(0);
  });

  it("is found by names, numbers and goods, every word of them", () => {
    const order = { ...waitingOf(pay(bag(), 5_420).record, "nyc"), receiptNumber: "NYC1-12", customer: "Kim Park", magentoOrderNumber: "000000042" };
    for (const search of ["", "kim", "PARK kim", "nyc1-12", "042", "a kim"]) expect(isWaitingMeant(order, search), search).toBe(true);
    for (const search of ["lee", "kim 13"]) expect(isWaitingMeant(order, search), search).toBe(false);
  });
});
