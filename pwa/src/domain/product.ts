import { toMinor } from "./money";
import type { CustomerGroup } from "./pricing";

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
  prices?: GroupPrice[];
  special?: { price: string; from?: string; to?: string };
  /** Group 32000 stands for all; with percent set, price is the percentage off. */
  tiers?: { group: number; quantity: string; price: string; percent?: boolean }[];
  /** Those that rules look at. */
  attributes?: Record<string, string>;
  attributeSet?: number;
  categories?: { id: number; position: number }[];
  image?: string;
  smallImage?: string;
  thumbnail?: string;
  options?: ProductOption[];
  variants?: { id: number; sku: string; values: Record<string, number> }[];
  bundle?: { fixedPrice?: boolean; options?: BundleOption[] };
  members?: { productId: number; sku: string; quantity: string; position: number }[];
  customOptions?: CustomOption[];
  downloads?: { id: number; title: string; price: string }[];
}

/** What a customer group pays for one piece, as Magento's price index has it. min is the cheapest way to buy a composite. */
export interface GroupPrice {
  group: number;
  regular: string;
  final: string;
  min: string;
}

/** One choice that a bundle asks for. */
export interface BundleOption {
  id: number;
  title: string;
  type: string;
  required?: boolean;
  selections?: BundleSelection[];
}

/** A product that can be chosen; price counts in bundles with a fixed price only. */
export interface BundleSelection {
  id: number;
  productId: number;
  sku: string;
  quantity: string;
  price: string;
  percent?: boolean;
  default?: boolean;
  userQuantity?: boolean;
}

/** Something that the customer chooses or fills in. */
export interface CustomOption {
  id: number;
  title: string;
  type: string;
  required?: boolean;
  price?: OptionPrice;
  maxCharacters?: number;
  /** What a file's name may end in, "jpg, png"; absent where anything may. */
  fileExtensions?: string;
  /** The most pixels of a picture; 0 or absent where nothing bounds it. */
  imageWidth?: number;
  imageHeight?: number;
  values?: { id: number; title: string; price: OptionPrice }[];
}

/** What an option adds: an amount, or a percentage of the product's price. */
export interface OptionPrice {
  amount: string;
  percent?: boolean;
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
  anchor: boolean;
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
  websiteId?: number;
  timezone?: string;
  taxRates?: TaxRate[];
  settings?: Record<string, string>;
  groups?: CustomerGroup[];
}

/** One Magento tax rate as a rule applies it to a product tax class and a customer tax class. percent is a decimal string. */
export interface TaxRate {
  code: string;
  customerTaxClass: number;
  productTaxClass: number;
  country: string;
  regionId: number;
  postcode: string;
  percent: string;
}

/** What can be sold of one SKU: Magento's salable quantity, and pieces sold at registers that Magento does not count yet. */
export interface StockDocument {
  sku: string;
  salable?: string;
  sold?: string;
  inStock: boolean;
  /** True of what Magento sells in whole pieces only; absent where it sells fractions too, or nobody knows. */
  whole?: boolean;
  /** The fewest and the most that Magento takes into a cart, and of what it must be a multiple; absent where they bind nobody. */
  rules?: { minSale?: string; maxSale?: string; increments?: string };
}

/** A product as the register shows and sells it. price is minor units without tax; null when it has none. */
export interface Item {
  id: number;
  sku: string;
  name: string;
  kind: "single" | "options" | "configurable" | "grouped";
  taxClass: number;
  price: number | null;
  /** True when price is only the lowest of several. */
  priceFrom: boolean;
  image: string;
  /** salable is what is left of it by all that is known here; null where nothing is counted. */
  stock: { inStock: boolean; salable: number | null } | null;
}

/** A configurable product with its choices: each choice is an item of its own. */
export interface Configurable {
  item: Item;
  options: ProductOption[];
  choices: { item: Item; values: Record<string, number> }[];
}

/** How the register sells a product: at once, after questions, as one of its variants, or as its members. */
export function kindOf(doc: ProductDocument): Item["kind"] {
  if (doc.type === "configurable" || doc.type === "grouped") return doc.type;
  return hasOptions(doc) ? "options" : "single";
}

/** True when there is something to choose or to fill in before a product can be sold. */
export function hasOptions(doc: ProductDocument): boolean {
  return doc.type === "bundle" || (doc.customOptions?.length ?? 0) > 0 || sellsLinks(doc);
}

/** True when the files of a downloadable product are bought one by one. */
export function sellsLinks(doc: ProductDocument): boolean {
  return (doc.downloads?.length ?? 0) > 0 && doc.attributes?.links_purchased_separately === "1";
}

/** The price of one piece for a guest in minor units: the indexed final price, else the product's own; null without any. */
export function guestPrice(doc: ProductDocument, currency: string): number | null {
  const row = doc.prices?.find((p) => p.group === 0) ?? doc.prices?.[0];
  const composed = doc.type === "configurable" || doc.type === "grouped" || doc.type === "bundle";
  const text = row ? (composed ? row.min : row.final) : composed ? undefined : doc.price;
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
