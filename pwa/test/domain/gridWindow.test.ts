import fc from "fast-check";
import { expect, it } from "vitest";
import { type Range, fitOf, gridOf, heightOf, mostWithin, nearer, placeOf, within } from "../../src/features/sell/gridWindow";

it("fits as many columns as there is room for, and fills the width", () => {
  fc.assert(
    fc.property(fc.integer({ min: 300, max: 3_000 }), fc.constantFrom(14, 16, 20), (width, rem) => {
      const grid = gridOf(width, rem);
      const last = placeOf(grid, grid.columns - 1);
      expect(last.left + grid.width).toBeLessThanOrEqual(width);
      expect(width - last.left - grid.width).toBeLessThan(grid.columns);
      expect(placeOf(grid, grid.columns)).toEqual({ left: 0, top: grid.height + 12 });
    }),
  );
});

const nowhere = { grid: { columns: 2, width: 0, height: 0 }, top: 0, seen: 0 };

it("draws what is seen at once, and everything near it in the end, a few at a time and never more", () => {
  const range = fc.tuple(fc.nat(500), fc.nat(60)).map(([from, length]): Range => ({ from, to: from + length }));
  fc.assert(
    fc.property(range, fc.integer({ min: 1, max: 600 }), fc.nat(30_000), fc.integer({ min: 100, max: 1_200 }), (before, count, top, high) => {
      const fit = fitOf(nowhere, 860, 16, 4, high);
      const seen = within(fit, count, top, 0);
      const near = within(fit, count, top, 2);
      let now = before;
      for (let turns = 0; turns < 300; turns++) {
        const next = nearer(now, seen, near, 6);
        expect(next.from).toBeLessThanOrEqual(seen.from);
        expect(next.to).toBeGreaterThanOrEqual(seen.to);
        // Tiles are kept by their place among as many.
        expect(next.to - next.from).toBeLessThanOrEqual(mostWithin(fit, 2));
        if (next === now) break;
        now = next;
      }
      expect(now).toEqual(near);
    }),
  );
});

it("draws of another list what is seen, and nothing else at first", () => {
  const fit = fitOf(nowhere, 860, 16, 4, 800);
  const seen = within(fit, 100, 0, 0);
  expect(nearer(seen, seen, within(fit, 100, 0, 2), 0)).toBe(seen);
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
