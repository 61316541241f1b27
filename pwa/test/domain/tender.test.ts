import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Tender, settle, tenderFault, toCoins } from "../../src/domain/tender";

const cash = (amount: number): Tender => ({ kind: "CASH", amount });
const card = (amount: number): Tender => ({ kind: "CARD", amount, reference: "T1" });

describe("settle", () => {
  it.each<[string, number, Tender[], number, object]>([
    ["cash with change", 1999, [cash(2000)], 1, { change: 1, missing: 0, rounding: 0, done: true }],
    ["card and cash", 5000, [card(3000), cash(2500)], 1, { change: 500, done: true }],
    ["not enough", 5000, [card(3000)], 1, { missing: 2000, done: false }],
    ["cash rounded down to five", 1992, [cash(2000)], 5, { rounding: -2, change: 10, done: true }],
    ["cash rounded up to ten", 1995, [cash(2000)], 10, { rounding: 5, change: 0, done: true }],
    ["a card is not rounded", 1992, [card(1992)], 5, { rounding: 0, missing: 0, done: true }],
    ["what is left is not rounded until cash is given", 1992, [card(1000)], 5, { rounding: 0, missing: 992, missingCash: 990, done: false }],
    ["only the rest in cash is rounded", 1992, [card(1000), cash(990)], 5, { rounding: -2, change: 0, done: true }],
    ["nothing due", 0, [], 1, { missing: 0, done: true }],
    ["money back in cash", -1992, [cash(-1990)], 5, { rounding: 2, missing: 0, change: 0, done: true }],
    ["money back, not all yet", -5000, [card(-3000)], 1, { missing: -2000, done: false }],
  ])("%s", (_name, due, tenders, coin, want) => {
    expect(settle(due, tenders, coin)).toMatchObject(want);
  });

  it("when done, tenders less change are what was due with its rounding", () => {
    fc.assert(
      fc.property(fc.integer({ min: -100_000, max: 100_000 }), fc.array(fc.nat(60_000), { maxLength: 4 }), fc.constantFrom(1, 5, 10, 50, 100), (due, amounts, coin) => {
        const sign = due < 0 ? -1 : 1;
        const given: Tender[] = [];
        for (const [i, amount] of amounts.entries()) {
          const tender = i % 2 ? card(amount * sign) : cash(amount * sign);
          if (!tenderFault(tender, due, given, coin)) given.push(tender);
        }
        const { rounding, change, done } = settle(due, given, coin);
        expect(Math.abs(rounding)).toBeLessThanOrEqual(coin / 2);
        expect(change).toBeGreaterThanOrEqual(0);
        if (done) expect(given.reduce((sum, tender) => sum + tender.amount, 0) - change).toBe(due + rounding);
      }),
    );
  });
});

describe("tenderFault", () => {
  it.each<[string, Tender, number, string | null]>([
    ["negative cash", cash(-100), 1000, "direction"],
    ["nothing", cash(0), 1000, "amount"],
    ["more by card than is due", card(1001), 1000, "tooMuch"],
    ["a card without a reference", { kind: "CARD", amount: 1000, reference: " " }, 1000, "reference"],
    ["more cash than is due", cash(5000), 1000, null],
    ["more cash back than is due", cash(-1001), -1000, "tooMuch"],
    ["cash back", cash(-1000), -1000, null],
  ])("%s", (_name, tender, due, want) => {
    expect(tenderFault(tender, due, [], 1)).toBe(want);
  });
});

it("rounds to coins, halves away from zero", () => {
  expect([1992, 1993, 1997, 1998, -1992, 12].map((amount) => toCoins(amount, 5))).toEqual([1990, 1995, 1995, 2000, -1990, 10]);
  expect(toCoins(25, 50)).toBe(50);
});
