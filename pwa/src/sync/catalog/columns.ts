/** A number for a text: 53 bits, so that a hundred thousand codes hardly ever share one. What it finds is checked again. */
export function hashOf(text: string): number {
  let high = 0x9e3779b9;
  let low = 0x85ebca6b;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    high = Math.imul(high ^ code, 0x9e3779b1);
    low = Math.imul(low ^ code, 0x5f356495);
  }
  high = Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2ae35);
  low = Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2ae35);
  return (high & 0x1fffff) * 0x100000000 + (low >>> 0);
}

/** Numbers in order, each with the row it belongs to. */
export interface Keys {
  keys: Float64Array;
  rows: Uint32Array;
}

/** Sorts pairs of key and row. */
export function keysOf(pairs: readonly (readonly [key: number, row: number])[]): Keys {
  const sorted = [...pairs].sort((a, b) => a[0] - b[0]);
  return { keys: Float64Array.from(sorted, (p) => p[0]), rows: Uint32Array.from(sorted, (p) => p[1]) };
}

/** The rows under a key. */
export function rowsUnder({ keys, rows }: Keys, key: number): number[] {
  const found: number[] = [];
  for (let i = firstFrom(keys, key); i < keys.length && keys[i] === key; i++) found.push(rows[i]!);
  return found;
}

/** The first place whose value is not less than the given one. */
export function firstFrom<T extends number | string>(sorted: ArrayLike<T>, value: T): number {
  let from = 0;
  let to = sorted.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (sorted[middle]! < value) from = middle + 1;
    else to = middle;
  }
  return from;
}
