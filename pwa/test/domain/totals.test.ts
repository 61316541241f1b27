import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type TaxRate, formatPercent, rateFor } from "../../src/domain/tax";
import { type PricedLine, totalsOf } from "../../src/domain/totals";

const ny = { key: "NY", percentMillionths: 8_375_000 };
const none = { key: "", percentMillionths: 0 };

describe("totalsOf", () => {
  it.each<[string, PricedLine[], number, number]>([
    ["nothing", [], 0, 0],
    ["one line", [{ unitPrice: 3400, quantity: 1, rate: ny }], 3400, 285],
    ["two lines, rounded once on their sum", [{ unitPrice: 3400, quantity: 1, rate: ny }, { unitPrice: 3400, quantity: 1, rate: ny }], 6800, 570],
    ["three small lines: 3 × 8.375 cents is 25, not 3 × 8", [1, 2, 3].map(() => ({ unitPrice: 100, quantity: 1, rate: ny })), 300, 25],
    ["a half cent goes up", [{ unitPrice: 400, quantity: 1, rate: { key: "x", percentMillionths: 8_375_000 } }], 400, 34],
    ["an untaxed line beside", [{ unitPrice: 1000, quantity: 2, rate: none }, { unitPrice: 1000, quantity: 1, rate: ny }], 3000, 84],
  ])("%s", (_name, lines, subtotal, tax) => {
    const totals = totalsOf(lines);
    expect([totals.subtotal, totals.tax, totals.total]).toEqual([subtotal, tax, subtotal + tax]);
  });

  const line = fc.record({
    unitPrice: fc.integer({ min: 0, max: 10_000_000 }),
    quantity: fc.integer({ min: 1, max: 9_999 }),
    rate: fc.constantFrom(ny, none, { key: "reduced", percentMillionths: 5_500_000 }, { key: "odd", percentMillionths: 333_333 }),
  });

  it("shares add up exactly and none is a cent away from its own tax", () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 60 }), (lines) => {
        const totals = totalsOf(lines);
        const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
        expect(sum(totals.lines.map((l) => l.tax))).toBe(totals.tax);
        expect(sum(totals.lines.map((l) => l.rowTotal))).toBe(totals.subtotal);
        totals.lines.forEach((share, i) => {
          const exact = (share.rowTotal * lines[i]!.rate.percentMillionths) / 1e8;
          expect(Math.abs(share.tax - exact)).toBeLessThanOrEqual(1.000001);
          expect(share.tax).toBeGreaterThanOrEqual(0);
        });
      }),
    );
  });

  it("taxes each rate on the sum of its rows, whatever the order of lines", () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
        expect(totalsOf(lines.toReversed()).tax).toBe(totalsOf(lines).tax);
      }),
    );
  });
});

describe("rateFor", () => {
  const at = { country: "US", regionId: 43, postcode: "10001" };
  const rate = (change: Partial<TaxRate>): TaxRate => ({
    code: "r",
    customerTaxClass: 3,
    productTaxClass: 2,
    country: "US",
    regionId: 43,
    postcode: "*",
    percent: "8.375",
    ...change,
  });

  it.each<[string, TaxRate[], number]>([
    ["the region's rate", [rate({})], 8_375_000],
    ["any region", [rate({ regionId: 0 })], 8_375_000],
    ["the exact postcode", [rate({ postcode: "10001" })], 8_375_000],
    ["rates that match add up", [rate({}), rate({ code: "city", percent: "2" })], 10_375_000],
    ["not another region", [rate({ regionId: 12 })], 0],
    ["not another postcode", [rate({ postcode: "90210" })], 0],
    ["not another country", [rate({ country: "DE" })], 0],
    ["not another product class", [rate({ productTaxClass: 4 })], 0],
    ["not another customer class", [rate({ customerTaxClass: 6 })], 0],
  ])("%s", (_name, rates, want) => {
    expect(rateFor(rates, 2, at).percentMillionths).toBe(want);
  });

  it("prints the percentage without idle zeros", () => {
    expect([8_375_000, 19_000_000, 0].map(formatPercent)).toEqual(["8.375%", "19%", "0%"]);
  });
});
