import type { Item, StockDocument } from "../../domain/product";
import type { SaleRule } from "../../domain/sold";
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
    const level = this.level(key);
    if (!level) return null;
    const left = level.segment.salable[level.row]! - (this.unsent.get(key) ?? 0);
    return { inStock: level.segment.inStock[level.row] === 1, salable: Number.isNaN(left) ? null : Math.max(0, Math.floor(left)) };
  }

  /** In what quantities so many to a piece are sold; none where nothing is asked or known. */
  rules(sku: string, each: number): SaleRule[] {
    const level = this.level(sku.toLowerCase());
    if (!level) return [];
    const { segment, row } = level;
    const asked = { ...(segment.whole[row] && { whole: true }), ...segment.bounds.get(row) };
    return Object.keys(asked).length > 0 ? [{ sku: sku.toLowerCase(), each, ...asked }] : [];
  }

  private level(key: string): { segment: StockSegment; row: number } | null {
    const newer = this.newer.get(key);
    if (newer !== undefined) return newer && { segment: stockSegment([newer]), row: 0 };
    const hash = hashOf(key);
    for (const segment of this.segments) {
      const { keys, rows } = segment.skus;
      const i = firstFrom(keys, hash);
      if (keys[i] === hash) return { segment, row: rows[i]! };
    }
    return null;
  }
}
