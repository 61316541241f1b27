import { describe, expect, it } from "vitest";
import { type SalesRow, dayOf, daysBetween, daysFrom, longestRange, midnight, salesCsv, sumUp } from "../../src/domain/sales";

const row = (key: string, sales: number, more: Partial<SalesRow> = {}): SalesRow => ({ key, name: null, currency: "USD", orders: 1, quantity: "0", sales, refunds: 0, discounts: 0, tax: 0, ...more });

describe("days", () => {
  it("are counted with both ends, over changes of the clocks too", () => {
    expect(daysBetween("2026-03-01", "2026-03-01")).toBe(1);
    expect(daysBetween("2026-03-01", "2026-04-01")).toBe(32);
    expect(daysBetween("2026-10-01", "2026-11-30")).toBe(61);
    expect(daysBetween("2026-03-02", "2026-03-01")).toBe(0);
    expect(daysBetween("", "2026-03-01")).toBe(0);
    expect(daysFrom("2026-02-27", "2026-03-01")).toEqual(["2026-02-27", "2026-02-28", "2026-03-01"]);
  });
  it("begin at midnight of this device", () => {
    expect(dayOf(midnight("2026-03-31", 1)!)).toBe("2026-04-01");
    expect(midnight("2026-3-1")).toBeNull();
  });
  it("have an end where bodies of orders are read", () => {
    expect([longestRange("DAY"), longestRange("PRODUCT"), longestRange("TENDER")]).toEqual([366, 31, 31]);
  });
});

describe("sums", () => {
  it("show days on which nothing was sold, in each currency", () => {
    const rows = [row(midnight("2026-03-02")!.toISOString(), 100, { refunds: 30, tax: 8 }), row(midnight("2026-03-01")!.toISOString(), 5, { currency: "EUR" })];
    const sums = sumUp(rows, "DAY", ["2026-03-01", "2026-03-02", "2026-03-03"]);
    expect(sums.map(({ currency, bars }) => [currency, bars.map((bar) => [bar.key, bar.sales, bar.orders])])).toEqual([
      ["USD", [["2026-03-01", 0, 0], ["2026-03-02", 100, 1], ["2026-03-03", 0, 0]]],
      ["EUR", [["2026-03-01", 5, 1], ["2026-03-02", 0, 0], ["2026-03-03", 0, 0]]],
    ]);
    expect(sums[0]!.total).toMatchObject({ sales: 100, refunds: 30, tax: 8, orders: 1 });
  });
  it("put the same hours of several days together", () => {
    const at = (day: number) => new Date(2026, 2, day, 14).toISOString();
    const [sum] = sumUp([row(at(1), 100), row(at(2), 50)], "HOUR", []);
    expect(sum!.bars).toHaveLength(24);
    expect(sum!.bars[14]).toMatchObject({ key: "14", sales: 150, orders: 2 });
    expect(sum!.bars[13]).toMatchObject({ key: "13", sales: 0, orders: 0 });
  });
  it("put first of everything else what brought the most less what came back, and add weights exactly", () => {
    const [sum] = sumUp([row("C", 9, { refunds: 7, quantity: "0.1" }), row("B", 8), row("A", 3, { quantity: "0.2" })], "PRODUCT", []);
    expect(sum!.bars.map((bar) => bar.key)).toEqual(["B", "A", "C"]);
    expect(sum!.total.quantity).toBe("0.3");
  });
});

describe("the file for spreadsheets", () => {
  it("has plain decimals, quotes what needs it, and runs nothing", () => {
    const rows = [row("A,1", 1234, { name: '=HYPERLINK("x")', refunds: 5 }), row("-5", -10, { name: "plain" }), row("@b", 0, { currency: "JPY", name: "y" })];
    const lines = salesCsv(["Key", "Name"], sumUp(rows, "PRODUCT", []), (bar) => bar.name ?? "").split("\r\n");
    expect(lines).toEqual([
      "Key,Name",
      `"A,1","'=HYPERLINK(""x"")",USD,1,0,12.34,0.05,0.00,0.00`,
      "-5,plain,USD,1,0,-0.10,0.00,0.00,0.00",
      "'@b,y,JPY,1,0,0,0,0,0",
      "",
    ]);
  });
});
