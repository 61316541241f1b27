import { describe, expect, it } from "vitest";
import { type OfficeDevice, type OfficeOrder, actionsFor, cancelledHere, healthOf } from "../../src/domain/office";
import { historyOf } from "../../src/domain/officeHistory";
import { filterOf, mayLookFor, plainSearch } from "../../src/domain/officeSearch";

const order: OfficeOrder = {
  id: "o", receiptNumber: "NYC1-1", registerId: "NYC1", locationId: "nyc", staffId: "sam", state: "HELD", held: { reason: "OUT_OF_STOCK", message: "", detail: "" },
  currency: "USD", soldAt: "2026-03-14T09:00:00Z", receivedAt: "2026-03-14T09:00:05Z", settledAt: null, lines: [], tenders: [], change: 0,
  charged: { subtotal: 0, discount: 0, shipping: 0, tax: 0, total: 0 }, expected: null, due: 0, rounding: 0, deferred: 0, deferredPaid: 0, payments: [], balances: [], refunded: 0, returned: [], magentoOrderNumber: null,
  magentoStatus: null, strategy: null, differences: [], decisions: [], steps: [], customerId: null, coupon: null, fulfilment: null, returns: [], unapproved: [],
  tracking: [], waitsFor: [], handedOverAt: null, handedOverBy: null, cancelling: false,
};
const begun = { name: "ORDER", begunAt: "2026-03-14T09:00:06Z", doneAt: "2026-03-14T09:00:07Z", attempts: 1, result: "7" } as const;
const invoiced = { ...begun, name: "INVOICE" } as const;
const all = { permissions: ["CANCEL" as const, "HEAD_OFFICE" as const] };
const some = { permissions: ["HEAD_OFFICE" as const] };
const held = (reason: string, more: Partial<OfficeOrder> = {}) => ({ ...order, held: { reason, message: "", detail: "" }, ...more });

describe("what may be done about an order", () => {
  it.each([
    ["a held order that is nowhere else", held("OUT_OF_STOCK"), some, ["RETRY", "USE_IMPORT", "USE_CART", "CANCEL", "NOTE"]],
    ["a difference", held("TOTALS_DIFFER"), all, ["ACCEPT_DIFFERENCE", "RETRY", "USE_IMPORT", "USE_CART", "CANCEL", "NOTE"]],
    ["a refused customer", held("CUSTOMER_REFUSED"), all, ["EDIT_CUSTOMER", "RETRY", "USE_IMPORT", "USE_CART", "CANCEL", "NOTE"]],
    ["what Magento has, for who may not cancel", held("NO_RESERVATION", { steps: [begun] }), some, ["RETRY", "NOTE"]],
    ["what Magento has, for who may", held("NO_RESERVATION", { steps: [begun] }), all, ["RETRY", "CANCEL", "NOTE"]],
    ["what Magento was paid for", held("REFUSED_BY_MAGENTO", { steps: [begun, invoiced] }), all, ["RETRY", "EDIT_CUSTOMER", "NOTE"]],
    ["what Magento lost", held("ORDER_MISSING"), all, ["RETRY", "USE_IMPORT", "USE_CART", "NOTE"]],
    ["an order on its way", { ...order, state: "PLACING", held: null } as OfficeOrder, all, ["CANCEL", "NOTE"]],
    ["an order that is being cancelled", { ...order, state: "PLACED", held: null, cancelling: true } as OfficeOrder, all, ["NOTE"]],
    ["a settled order", { ...order, state: "SETTLED", held: null } as OfficeOrder, all, ["NOTE"]],
    ["a cancelled order", { ...order, state: "CANCELLED", held: null } as OfficeOrder, all, ["NOTE"]],
  ])("fits %s", (_, given, staff, want) => expect(actionsFor(given as OfficeOrder, staff)).toEqual(want));

  it("is settled in the ledger alone only while nothing can be in Magento", () => {
    expect(cancelledHere(order)).toBe(true);
    expect(cancelledHere({ ...order, steps: [begun] })).toBe(false);
    expect(cancelledHere({ ...order, magentoOrderNumber: "12" })).toBe(false);
    expect(cancelledHere({ ...order, state: "RECEIVED", held: null })).toBe(false);
  });
});

describe("the history of an order", () => {
  it("goes by time, with the sale first whatever the device's clock said", () => {
    const at = (second: number) => `2026-03-14T09:00:${String(second).padStart(2, "0")}Z`;
    const told = historyOf({
      ...order,
      soldAt: "2031-01-01T00:00:00Z",
      settledAt: at(30),
      steps: [begun, { ...invoiced, begunAt: at(20), doneAt: null }, { ...begun, name: "CUSTOMER", begunAt: null, doneAt: null }],
      payments: [{ orderId: "p", receiptNumber: "LA1-1", amount: 500, at: at(25) }],
      handedOverAt: at(28),
      handedOverBy: "lee",
      decisions: [{ at: at(10), by: "sam", action: "NOTE", note: "n", reason: null }],
    });
    expect(told.map((each) => (each.kind === "step" ? `${each.step} ${each.done}` : each.kind))).toEqual(["sold", "received", "ORDER true", "decision", "INVOICE false", "payment", "handOver", "settled"]);
  });
});

describe("the health of a device", () => {
  const now = Date.parse("2026-03-14T10:00:00Z");
  const device = (seenAt: string | null, revokedAt: string | null = null): OfficeDevice => ({ id: "d", label: "", enrolledAt: "", revokedAt, seenAt, ordersWaiting: null, oldestWaitingAt: null, catalogAt: null, appVersion: null });
  it.each([
    ["2026-03-14T09:58:00Z", null, "ok"],
    ["2026-03-14T09:56:00Z", null, "late"],
    ["2026-03-14T08:59:00Z", null, "silent"],
    [null, null, "never"],
    ["2026-03-14T09:59:59Z", "2026-03-14T10:00:00Z", "revoked"],
  ])("seen %s, revoked %s, is %s", (seen, revoked, want) => expect(healthOf(device(seen, revoked), now)).toBe(want));
});

describe("a search for orders", () => {
  it("takes what is given, the last day included, and leaves out the rest", () => {
    expect(filterOf(plainSearch)).toEqual({});
    const filter = filterOf({ stage: "underway", location: "la", register: "LA1", from: "2026-03-01", to: "2026-03-02", receipt: " LA1-1 ", text: " bag " });
    expect(filter).toEqual({
      states: ["RECEIVED", "PLACING", "INDETERMINATE", "PLACED"], locations: ["la"], registers: ["LA1"], receiptNumber: "LA1-1", text: "bag",
      from: new Date(2026, 2, 1).toISOString(), to: new Date(2026, 2, 3).toISOString(),
    });
    expect(filterOf({ ...plainSearch, from: "nonsense" })).toEqual({});
  });
  it.each([
    [{}, true],
    [{ text: "bag" }, false],
    [{ text: "ba", from: "2026-03-01", to: "2026-03-02" }, false],
    [{ text: "bag", from: "2026-03-01", to: "2026-03-31" }, true],
    [{ text: "bag", from: "2026-03-01", to: "2026-04-01" }, false],
    [{ text: "bag", from: "2026-03-02", to: "2026-03-01" }, false],
  ])("%j may be sent: %s", (part, want) => expect(mayLookFor({ ...plainSearch, ...part })).toBe(want));
});
