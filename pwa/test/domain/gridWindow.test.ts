import fc from "fast-check";
import { expect, it } from "vitest";
import { type Range, gridOf, heightOf, nearer, placeOf, within } from "../../src/features/sell/gridWindow";

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

it("draws what is seen at once, and everything near it in the end, a few at a time", () => {
  const grid = gridOf(860, 16);
  const range = fc.tuple(fc.nat(500), fc.nat(60)).map(([from, length]): Range => ({ from, to: from + length }));
  fc.assert(
    fc.property(range, fc.integer({ min: 1, max: 600 }), fc.nat(30_000), (before, count, top) => {
      const seen = within(grid, count, top, 800, 0);
      const near = within(grid, count, top, 800, 2);
      let now = before;
      for (let turns = 0; turns < 300; turns++) {
        const next = nearer(now, seen, near, 6);
        expect(next.from).toBeLessThanOrEqual(Math.max(seen.from, next.from === near.from ? near.from : seen.from));
        expect(next.to).toBeGreaterThanOrEqual(Math.min(seen.to, near.to));
        if (next === now) break;
        now = next;
      }
      expect(now).toEqual(near);
    }),
  );
});

it("is as high as its rows", () => {
  const grid = gridOf(860, 16);
  expect(heightOf(grid, 0)).toBe(0);
  expect(heightOf(grid, grid.columns + 1)).toBe(2 * grid.height + 12);
});
