/** A grid of equal tiles as it fits its width. Everything is in CSS pixels. */
export interface Grid {
  columns: number;
  width: number;
  height: number;
}

/** Rows from the first up to, not including, the last. */
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

/** How far a row is below the first. */
export function rowAt({ height }: Grid, row: number): number {
  return row * (height + gap);
}

/** The rows that so many tiles fill. */
export function rowsOf({ columns }: Grid, count: number): number {
  return Math.ceil(count / columns);
}

/** How high so many tiles are. */
export function heightOf(grid: Grid, count: number): number {
  return Math.max(0, rowAt(grid, rowsOf(grid, count)) - gap);
}

/** How a grid fits a width; the same object as before when nothing is different. rem is the size of the page's letters. */
export function fitOf(before: Fit, width: number, rem: number, top: number, seen: number): Fit {
  const grid = gridOf(width, rem);
  const old = before.grid;
  const same = grid.columns === old.columns && grid.width === old.width && grid.height === old.height;
  return same && top === before.top && seen === before.seen ? before : { grid, top, seen };
}

/** The rows that are seen when it is scrolled so far. */
export function seenOf({ grid, top, seen }: Fit, count: number, scrolled: number): Range {
  const rows = rowsOf(grid, count);
  const first = Math.min(rows, Math.max(0, Math.floor((scrolled - top) / rowAt(grid, 1))));
  return { from: first, to: Math.min(rows, Math.max(first, Math.ceil((scrolled - top + seen) / rowAt(grid, 1)))) };
}

/** Those and as many rows on either side as are so high. */
export function around({ grid }: Fit, count: number, { from, to }: Range, high: number): Range {
  const more = Math.ceil(high / rowAt(grid, 1));
  return { from: Math.max(0, from - more), to: Math.min(rowsOf(grid, count), to + more) };
}

/** What there is of a range when there are no more tiles than that. */
export function cut({ from, to }: Range, { grid }: Fit, count: number): Range {
  const rows = rowsOf(grid, count);
  return { from: Math.min(from, rows), to: Math.min(to, rows) };
}

/** The most rows that are seen at a time, with those so high on either side. */
export function mostRows({ grid, seen }: Fit, high: number): number {
  return Math.ceil(seen / rowAt(grid, 1)) + 1 + 2 * Math.ceil(high / rowAt(grid, 1));
}

/**
 * The next rows to have drawn: what is seen at once, and so many rows more of what is near, so that no frame has much to do. Rows that
 * are drawn stay, but for those farthest from what is seen when they become more than most. The same object when nothing is left to do.
 */
export function nearer(now: Range, seen: Range, near: Range, step: number, most: number): Range {
  // Far from where it was, there is nothing to keep.
  const apart = now.to < seen.from || now.from > seen.to;
  const start = apart ? seen : { from: Math.min(now.from, seen.from), to: Math.max(now.to, seen.to) };
  let to = Math.max(start.to, Math.min(near.to, start.to + step));
  let from = Math.min(start.from, Math.max(near.from, start.from - step + to - start.to));
  const over = Math.max(0, to - from - most);
  if (seen.from - from > to - seen.to) from += over;
  else to -= over;
  return from === now.from && to === now.to ? now : { from, to };
}
