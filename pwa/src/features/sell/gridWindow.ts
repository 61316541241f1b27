/** A grid of equal tiles as it fits its width. Everything is in CSS pixels. */
export interface Grid {
  columns: number;
  width: number;
  height: number;
}

/** Tiles from the first up to, not including, the last. */
export interface Range {
  from: number;
  to: number;
}

/** A grid in what it is scrolled in: how far below the top it begins, and how much is seen at a time. */
export interface Fit {
  grid: Grid;
  top: number;
  seen: number;
}

/** Between tiles, either way. */
export const gap = 12;

/** As many columns as fit; tiles are squares with room for their text below. rem is the size of the page's letters. */
export function gridOf(width: number, rem: number): Grid {
  const least = (width < 60 * rem ? 8.5 : 9.25) * rem;
  const columns = Math.max(2, Math.floor((width + gap) / (least + gap)));
  const tile = Math.max(0, Math.floor((width - gap * (columns - 1)) / columns));
  return { columns, width: tile, height: Math.round(tile + 5.75 * rem) };
}

/** Where a tile stands. */
export function placeOf({ columns, width, height }: Grid, index: number): { left: number; top: number } {
  return { left: (index % columns) * (width + gap), top: Math.floor(index / columns) * (height + gap) };
}

/** How high so many tiles are. */
export function heightOf(grid: Grid, count: number): number {
  return Math.max(0, Math.ceil(count / grid.columns) * (grid.height + gap) - gap);
}

/** How a grid fits a width; the same object as before when nothing is different. rem is the size of the page's letters. */
export function fitOf(before: Fit, width: number, rem: number, top: number, seen: number): Fit {
  const grid = gridOf(width, rem);
  const old = before.grid;
  const same = grid.columns === old.columns && grid.width === old.width && grid.height === old.height;
  return same && top === before.top && seen === before.seen ? before : { grid, top, seen };
}

/** The tiles of the rows that are seen when it is scrolled so far, and some rows beyond. */
export function within({ grid, top, seen }: Fit, count: number, scrolled: number, rows: number): Range {
  const row = grid.height + gap;
  const first = Math.max(0, Math.floor((scrolled - top) / row) - rows);
  const last = Math.max(first, Math.ceil((scrolled - top + seen) / row) + rows);
  return { from: Math.min(count, first * grid.columns), to: Math.min(count, last * grid.columns) };
}

/** The most tiles that are within so many rows of what is seen. */
export function mostWithin({ grid, seen }: Fit, rows: number): number {
  return grid.columns * (Math.ceil(seen / (grid.height + gap)) + 1 + 2 * rows);
}

/**
 * The next range to draw: what is seen at once, and what is near a few tiles at a time, so that no frame has much to do; never more than
 * what is near. The same object when there is nothing left to do.
 */
export function nearer(now: Range, seen: Range, near: Range, step: number): Range {
  // Far from where it was, there is nothing to keep.
  const apart = now.to < seen.from || now.from > seen.to;
  const start = apart ? seen : { from: Math.min(now.from, seen.from), to: Math.max(now.to, seen.to) };
  const to = Math.min(near.to, start.to + step);
  const from = Math.max(near.from, start.from - step + Math.max(0, to - start.to));
  return from === now.from && to === now.to ? now : { from, to };
}
