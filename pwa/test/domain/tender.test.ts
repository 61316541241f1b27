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
    ["a rest that is less than any coin", 2002, [card(2000)], 5, { rounding: -2, missing: 0, change: 0, done: true }],
    ["a rest to pay back that is less than any coin", -2, [], 5, { rounding: 2, missing: 0, change: 0, done: true }],
    ["a card that paid more than is due since", 434, [card(600)], 1, { missing: 0, excess: 166, done: false }],
    ["cash that is more than is due since", 434, [cash(600)], 1, { change: 166, excess: 0, done: true }],
    ["cash beside a card that paid too much", 3000, [card(5000), cash(100)], 1, { change: 0, excess: 2000, done: false }],
    ["a payment of goods that are not bought any more", -500, [card(1000), cash(-1500)], 1, { excess: 1000, done: false }],
    ["anything when nothing is due", 0, [cash(500)], 1, { change: 0, excess: 500, done: false }],
    ["more paid back than is due since", -500, [cash(-700)], 1, { excess: 200, done: false }],
  ])("%s", (_name, due, tenders, coin, want) => {
    expect(settle(due, tenders, coin)).toMatchObject(want);
  });

  it("is done only with what the gateway takes, also when what is due changed after something was paid", () => {
    const due = fc.integer({ min: -100_000, max: 100_000 });
    fc.assert(
      fc.property(due, fc.option(due), fc.array(fc.nat(60_000), { maxLength: 4 }), fc.constantFrom(1, 5, 10, 50, 100), (first, later, amounts, coin) => {
        const given: Tender[] = [];
        for (const [i, amount] of amounts.entries()) {
          const tender = i % 2 ? card(amount * Math.sign(first)) : cash(amount * Math.sign(first));
          if (!tenderFault(tender, first, given, coin)) given.push(tender);
        }
        const now = later ?? first;
        const { rounding, change, excess, done } = settle(now, given, coin);
        const sum = (list: Tender[]) => list.reduce((total, tender) => total + tender.amount, 0);
        if (later === null) expect(excess).toBe(0);
        expect(Math.abs(rounding)).toBeLessThanOrEqual(coin / 2);
        expect(change).toBeGreaterThanOrEqual(0);
        expect(change).toBeLessThanOrEqual(Math.max(0, sum(given.filter((tender) => tender.kind === "CASH"))));
        if (!done) return;
        expect(sum(given) - change).toBe(now + rounding);
        expect(given.every((tender) => Math.sign(tender.amount) === Math.sign(now))).toBe(true);
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

  it("nothing more is taken while too much was paid", () => {
    expect([card(100), cash(100)].map((tender) => tenderFault(tender, 434, [card(600)], 1))).toEqual(["tooMuch", "tooMuch"]);
  });
});

it("rounds to coins, halves away from zero", () => {
  expect([1992, 1993, 1997, 1998, -1992, 12].map((amount) => toCoins(amount, 5))).toEqual([1990, 1995, 1995, 2000, -1990, 10]);
  expect(toCoins(25, 50)).toBe(50);
});
