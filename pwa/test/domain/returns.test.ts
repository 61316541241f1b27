import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ReturnableLine, markReturned, refundFor, returnOf, returnableLines } from "../../src/domain/returns";

const line = (more: Partial<ReturnableLine> = {}): ReturnableLine => ({ sku: "A", name: "A", detail: "", sold: 3, returned: 0, paid: 1000, tax: 77, ...more });

describe("what may come back", () => {
  it("is what was paid: with tax and compensation, less discounts", () => {
    const sold = { sku: "A", name: "Mug", quantity: "2", rowTotal: 2000, tax: 150, discount: 200, compensation: 10 };
    expect(returnableLines([sold], ["Blue"])).toEqual([{ sku: "A", name: "Mug", detail: "Blue", sold: 2, returned: 0, paid: 1960, tax: 150 }]);
  });

  it("is less what came back before, first lines first, and never more than was sold", () => {
    const lines = [line({ sold: 2 }), line({ sold: 1 }), line({ sku: "B", sold: 1 })];
    const returned = (earlier: { sku: string; quantity: string }[]) => markReturned(lines, earlier).map((l) => l.returned);
    expect(returned([{ sku: "A", quantity: "2" }, { sku: "A", quantity: "0.5" }])).toEqual([2, 0.5, 0]);
    expect(returned([{ sku: "A", quantity: "9" }])).toEqual([2, 1, 0]);
    expect(markReturned(markReturned(lines, [{ sku: "A", quantity: "1" }]), [{ sku: "A", quantity: "1" }]).map((l) => l.returned)).toEqual([2, 0, 0]);
  });

  it("is told apart by what was paid back, where a SKU stands on two lines at different prices", () => {
    const lines = [line({ sold: 1, paid: 500 }), line({ sold: 1, paid: 1000 })];
    const order = { orderId: "o", receiptNumber: "R1-1", soldAt: "", lines, open: 0 };
    for (const [first, second] of [[0, 1], [1, 0]] as const) {
      const back = returnOf(order, lines[first]!, 1, { restock: true, reason: "x" });
      const marked = markReturned(lines, [back]);
      expect([marked[first]!.returned, marked[second]!.returned]).toEqual([1, 0]);
      expect(back.refund + returnOf(order, marked[second]!, 1, { restock: true, reason: "x" }).refund).toBe(1500);
    }
  });

  it("names the order and why", () => {
    const order = { orderId: "o", receiptNumber: "R1-1", soldAt: "", lines: [line()], open: 0 };
    expect(returnOf(order, line(), 1, { restock: false, reason: "broken" })).toEqual({
      orderId: "o", receiptNumber: "R1-1", sku: "A", name: "A", quantity: 1, refund: 333, tax: 26, restock: false, reason: "broken",
    });
  });
});

it("gives back just what was paid, however the pieces are split over returns", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), fc.nat({ max: 100_000 }), fc.nat({ max: 20_000 }), fc.array(fc.integer({ min: 1, max: 10 }), { maxLength: 12 }), (sold, paid, extra, parts) => {
      const tax = Math.min(paid, extra);
      let returned = 0;
      let money = 0;
      let taxes = 0;
      for (const part of [...parts, sold]) {
        const count = Math.min(part, sold - returned);
        if (count === 0) continue;
        const back = refundFor(line({ sold, paid, tax, returned }), count);
        expect(back.tax).toBeLessThanOrEqual(back.refund);
        expect(back.refund).toBeGreaterThanOrEqual(0);
        returned += count;
        money += back.refund;
        taxes += back.tax;
      }
      expect(money).toBe(paid);
      expect(taxes).toBeLessThanOrEqual(tax);
    }),
  );
});
