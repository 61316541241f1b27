import fc from "fast-check";
import { expect, it } from "vitest";
import { type Range, around, fitOf, gridOf, heightOf, mostRows, nearer, rowAt, rowsOf, seenOf } from "../../src/features/sell/gridWindow";

it("fits as many columns as there is room for, and fills the width", () => {
  fc.assert(
    fc.property(fc.integer({ min: 300, max: 3_000 }), fc.constantFrom(14, 16, 20), (width, rem) => {
      const grid = gridOf(width, rem);
      const end = grid.columns * (grid.width + 12) - 12;
      expect(end).toBeLessThanOrEqual(width);
      expect(width - end).toBeLessThan(grid.columns);
      expect(rowAt(grid, 1)).toBe(grid.height + 12);
    }),
  );
});

const nowhere = { grid: { columns: 2, width: 0, height: 0 }, top: 0, seen: 0 };

const [little, far] = [500, 2_000];
const longer = ({ from, to }: Range, than: Range) => Math.max(0, than.from - from) + Math.max(0, to - than.to);

it("draws what is seen at once, and everything near it in the end, a row at a time, and keeps the nearest", () => {
  const range = fc.tuple(fc.nat(150), fc.nat(12)).map(([from, length]): Range => ({ from, to: from + length }));
  fc.assert(
    fc.property(range, fc.integer({ min: 1, max: 600 }), fc.nat(30_000), fc.integer({ min: 100, max: 1_200 }), fc.boolean(), (before, count, top, high, moving) => {
      const fit = fitOf(nowhere, 860, 16, 4, high);
      const rows = rowsOf(fit.grid, count);
      const seen = seenOf(fit, count, top);
      const near = around(fit, count, seen, moving ? little : far);
      const most = mostRows(fit, far);
      let now: Range = { from: Math.min(before.from, rows), to: Math.min(before.to, rows) };
      for (let turns = 0; ; turns++) {
        expect(turns).toBeLessThan(100);
        const next = nearer(now, seen, near, 1, most);
        if (next === now) break;
        expect(next.from).toBeLessThanOrEqual(seen.from);
        expect(next.to).toBeGreaterThanOrEqual(seen.to);
        expect(next.to - next.from).toBeLessThanOrEqual(most);
        // Beyond what is seen, no more than one is new.
        if (turns > 0) expect(longer(next, now)).toBeLessThanOrEqual(1);
        now = next;
      }
      expect([now.from <= near.from, now.to >= near.to]).toEqual([true, true]);
    }),
  );
});

it("has nothing to draw while it is scrolled within what is drawn", () => {
  const fit = fitOf(nowhere, 860, 16, 4, 800);
  const now = around(fit, 1_000, seenOf(fit, 1_000, 5_000), far);
  for (const top of [3_600, 5_000, 6_400]) {
    const seen = seenOf(fit, 1_000, top);
    expect(nearer(now, seen, around(fit, 1_000, seen, little), 1, mostRows(fit, far))).toBe(now);
  }
});

it("draws of another list what is seen, and nothing else at first", () => {
  const fit = fitOf(nowhere, 860, 16, 4, 800);
  const seen = seenOf(fit, 100, 0);
  expect(nearer(seen, seen, around(fit, 100, seen, far), 0, mostRows(fit, far))).toBe(seen);
});

it("says whether anything is different about how the grid fits", () => {
  const fit = fitOf(nowhere, 860, 16, 4, 800);
  expect(fitOf(fit, 860, 16, 4, 800)).toBe(fit);
  for (const other of [fitOf(fit, 400, 16, 4, 800), fitOf(fit, 860, 20, 4, 800), fitOf(fit, 860, 16, 5, 800), fitOf(fit, 860, 16, 4, 700)]) expect(other).not.toBe(fit);
});

it("is as high as its rows", () => {
  const grid = gridOf(860, 16);
  expect(heightOf(grid, 0)).toBe(0);
  expect(heightOf(grid, grid.columns + 1)).toBe(2 * grid.height + 12);
});
