import type { Item, StockDocument } from "../../domain/product";
import { firstFrom, hashOf } from "./columns";
import { type StockSegment, stockSegment } from "./segment";

/** What can be sold of each SKU. */
export class Stock {
  private readonly segments: StockSegment[] = [];
  private readonly newer = new Map<string, StockDocument | null>();

  /** Unsent are the pieces that levels cannot know of, by SKU in lower case. */
  constructor(private readonly unsent: ReadonlyMap<string, number>) {}

  add(segment: StockSegment): void {
    this.segments.push(segment);
  }

  /** Takes a level as it is now, or null when nothing is known any more. */
  put(sku: string, level: StockDocument | null): void {
    this.newer.set(sku.toLowerCase(), level);
  }

  /** null when nothing is known. */
  of(sku: string): Item["stock"] {
    const key = sku.toLowerCase();
    const newer = this.newer.get(key);
    if (newer !== undefined) return newer && this.at(stockSegment([newer]), 0, key);
    const hash = hashOf(key);
    for (const segment of this.segments) {
      const { keys, rows } = segment.skus;
      const i = firstFrom(keys, hash);
      if (keys[i] === hash) return this.at(segment, rows[i]!, key);
    }
    return null;
  }

  private at(segment: StockSegment, row: number, key: string): Item["stock"] {
    const left = segment.salable[row]! - (this.unsent.get(key) ?? 0);
    return { inStock: segment.inStock[row] === 1, salable: Number.isNaN(left) ? null : Math.max(0, Math.floor(left)) };
  }
}
