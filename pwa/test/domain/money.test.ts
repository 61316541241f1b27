import { describe, expect, it } from "vitest";
import { divideRounded, formatMoney, parseAmount, plainAmount, toMinor } from "../../src/domain/money";

describe("toMinor", () => {
  it.each([
    ["34", "USD", 3400],
    ["31.2", "USD", 3120],
    ["0.005", "USD", 1],
    ["0.0049999", "USD", 0],
    ["1.005", "USD", 101],
    ["2.675", "USD", 268],
    ["-1.005", "USD", -101],
    ["1234.5678", "USD", 123457],
    ["100", "JPY", 100],
    ["99.5", "JPY", 100],
    ["1.2345", "KWD", 1235],
  ])("reads %s %s as %d", (text, currency, want) => {
    expect(toMinor(text, currency)).toBe(want);
  });

  it.each(["", "abc", "1e3", "1,5", "NaN", "9".repeat(40)])("refuses %j", (text) => {
    expect(toMinor(text, "USD")).toBeNull();
  });
});

describe("parseAmount", () => {
  it.each([
    ["20", 2000],
    ["20.5", 2050],
    ["20,50", 2050],
    ["20.", 2000],
    [".5", 50],
    ["1 000", 100000],
    ["0", 0],
  ])("takes %j as typed", (typed, want) => {
    expect(parseAmount(typed, "USD")).toBe(want);
  });

  it.each(["", "-5", "20.505", "abc", "1.2.3", "99999999999999"])("does not take %j", (typed) => {
    expect(parseAmount(typed, "USD")).toBeNull();
  });

  it("gives back what plainAmount wrote", () => {
    for (const amount of [0, 1, 99, 100, 123456]) {
      for (const currency of ["USD", "JPY", "KWD"]) expect(parseAmount(plainAmount(amount, currency), currency)).toBe(amount);
    }
  });
});

it("rounds halves away from zero", () => {
  expect([5n, -5n, 4n, 6n].map((n) => divideRounded(n, 10n))).toEqual([1n, -1n, 0n, 1n]);
});

it("formats with the currency's own decimals", () => {
  expect(formatMoney(123456, "USD", "en_US")).toBe("$1,234.56");
  expect(formatMoney(1234, "JPY")).toBe("¥1,234");
  expect(formatMoney(-0, "USD")).toBe("$0.00");
});
