import { toMinor } from "./money";
import type { TaxRate } from "./tax";

/** The parts of a product's catalog document that the register reads. */
export interface ProductDocument {
  id: number;
  sku: string;
  type: string;
  name: string;
  enabled: boolean;
  visibility: number;
  taxClass: number;
  barcodes?: string[];
  price?: string;
  prices?: { group: number; final: string; min: string }[];
  categories?: { id: number; position: number }[];
  image?: string;
  smallImage?: string;
  thumbnail?: string;
  options?: ProductOption[];
  variants?: { id: number; sku: string; values: Record<string, number> }[];
}

/** One axis of a configurable product. */
export interface ProductOption {
  code: string;
  label: string;
  values: { id: number; label: string; swatch?: string; swatchType?: number }[];
}

/** The parts of a category's document that the register reads. */
export interface CategoryDocument {
  id: number;
  parentId: number;
  path: string;
  level: number;
  position: number;
  name: string;
  active: boolean;
  inMenu: boolean;
}

/** The parts of a store view's document that the register reads. */
export interface StoreDocument {
  code: string;
  name: string;
  rootCategoryId: number;
  locale: string;
  currency: string;
  baseCurrency: string;
  baseMediaUrl: string;
  secureBaseUrl?: string;
  taxRates?: TaxRate[];
}

/** What can be sold of one SKU. */
export interface StockDocument {
  sku: string;
  salable?: string;
  inStock: boolean;
}

/** A product as the register shows and sells it. price is minor units without tax; null when it has none. */
export interface Item {
  id: number;
  sku: string;
  name: string;
  kind: "single" | "configurable" | "unsupported";
  taxClass: number;
  price: number | null;
  /** True when price is only the lowest of several. */
  priceFrom: boolean;
  image: string;
  stock: { inStock: boolean; salable: number | null } | null;
}

/** A configurable product with its choices: each choice is an item of its own. */
export interface Configurable {
  item: Item;
  options: ProductOption[];
  choices: { item: Item; values: Record<string, number> }[];
}

const kinds: Record<string, Item["kind"]> = {
  simple: "single",
  virtual: "single",
  downloadable: "single",
  configurable: "configurable",
};

/** How the register treats a product of one of Magento's types. */
export function kindOf(type: string): Item["kind"] {
  return kinds[type] ?? "unsupported";
}

/** The price of one piece for a guest in minor units: the indexed final price, else the product's own; null without any. */
export function guestPrice(doc: ProductDocument, currency: string): number | null {
  const row = doc.prices?.find((p) => p.group === 0) ?? doc.prices?.[0];
  const configurable = doc.type === "configurable";
  const text = row ? (configurable ? row.min : row.final) : configurable ? undefined : doc.price;
  return text === undefined ? null : toMinor(text, currency);
}

/** Letters that stand for a product without a picture. */
export function initials(name: string): string {
  const words = name.match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.slice(0, 2).map((word) => Array.from(word)[0]!.toUpperCase()).join("") || "?";
}

/** A hue from 0 to 359 that is always the same for the same text. */
export function hueOf(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (hash * 31 + text.charCodeAt(i)) >>> 0;
  return hash % 360;
}
