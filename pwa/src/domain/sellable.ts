import { type Choices, bundleParts, customPrices, linkPrices } from "./choices";
import { parseDecimal, scaled } from "./money";
import type { CategoryDocument, GroupPrice, ProductDocument } from "./product";
import type { Item, Part, Special, Tier } from "./totals/input";

/**
 * A product as totals are calculated from it: the engine's item but for what the order decides. A line keeps it, so that an open
 * order can be calculated without the catalog.
 */
export interface Sellable {
  item: Omit<Item, "qty" | "sku">;
  /** Indexed prices by customer group; empty for bundles. */
  prices: GroupPrice[];
  /** Of the bundle's parts, in their order. */
  partPrices?: GroupPrice[][];
}

/** What the mapping asks of the catalog beside the product itself. */
export interface Around {
  product(id: number): ProductDocument | undefined;
  category(id: number): CategoryDocument | undefined;
  /** The store's root category. */
  root: number;
  /** Codes of the attributes that rules look at. */
  attributes: readonly string[];
}

/** Magento's number for tier prices of every group (Magento\Customer\Model\Group::CUST_GROUP_ALL). */
const allGroups = 32_000;

/**
 * A product as it is sold; docs/totals.md says where everything comes from, and Go does the same (totals.Pricing.Basket). null for
 * what is not sold as it is, a configurable or grouped product, and for choices that the product does not have. A variant is a
 * product of its own, as it is in Magento's cart.
 */
export function sellableOf(doc: ProductDocument, choices: Choices, around: Around): Sellable | null {
  if (doc.type === "configurable" || doc.type === "grouped") return null;
  const custom = customPrices(doc, choices.custom ?? []);
  const links = linkPrices(doc, choices.links ?? []);
  const parts = doc.type === "bundle" ? partsOf(doc, choices, around) : [];
  if (!custom || !links || !parts) return null;
  const downloadable = doc.type === "downloadable";
  const options: NonNullable<Item["options"]> = {
    ...(custom.length > 0 && { custom_options: custom }),
    ...(downloadable && { links, links_purchased_separately: doc.attributes?.links_purchased_separately ?? "" }),
    ...(doc.type === "bundle" && { price_type: doc.bundle?.fixedPrice ? "fixed" : "dynamic", ships_separately: doc.attributes?.shipment_type === "1" }),
  };
  const item: Sellable["item"] = { type: doc.type, ...factsOf(doc, around), ...(Object.keys(options).length > 0 && { options }) };
  if (doc.type !== "bundle") return { item, prices: doc.prices ?? [] };
  return { item: { ...item, children: parts.map(({ part }) => part) }, prices: [], partPrices: parts.map((p) => p.prices) };
}

/** What an item that the catalog does not have is calculated from: its price, and the tax class of the product that stands for it. */
export function unlistedSellable(taxClass: number, price: string): Sellable {
  return { item: { type: "simple", product_tax_class_id: taxClass, unit_price_original: price }, prices: [] };
}

function partsOf(doc: ProductDocument, choices: Choices, around: Around): { part: Part; prices: GroupPrice[] }[] | null {
  const chosen = bundleParts(doc.bundle ?? {}, choices.bundle ?? []);
  const parts = chosen?.map(({ selection, quantity }) => {
    const product = around.product(selection.productId);
    if (!product) return null;
    const charge = { selection_price: selection.price, selection_price_type: selection.percent ? "percent" : "fixed" };
    const part: Part = { sku: product.sku, qty_per_bundle: quantity, ...(doc.bundle?.fixedPrice && charge), ...factsOf(product, around) };
    return { part, prices: product.prices ?? [] };
  });
  return parts?.every((part) => part !== null) ? parts : null;
}

function factsOf(doc: ProductDocument, around: Around) {
  const weight = doc.attributes?.weight;
  return {
    product_tax_class_id: doc.taxClass,
    unit_price_original: doc.price ?? "0",
    ...(doc.tiers?.length && { tier_prices: doc.tiers.map(tierOf) }),
    ...(doc.special && { special_price: specialOf(doc.special) }),
    ...(weight !== undefined && parseDecimal(weight) && { weight }),
    attributes: attributesOf(doc, around.attributes),
    category_ids: categoriesOf(doc, around),
  };
}

function tierOf(tier: NonNullable<ProductDocument["tiers"]>[number]): Tier {
  return {
    group: tier.group === allGroups ? "all" : tier.group,
    qty: tier.quantity,
    ...(tier.percent ? { percent: tier.price } : { price: tier.price }),
  };
}

function specialOf(special: NonNullable<ProductDocument["special"]>): Special {
  return { price: special.price, from: special.from ?? null, to: special.to ?? null };
}

/** The values that rules look at. Some are fields of their own in documents. */
function attributesOf(doc: ProductDocument, codes: readonly string[]): Record<string, string> {
  const fields: Record<string, string | undefined> = {
    weight: undefined,
    name: doc.name,
    // Magento\Catalog\Model\Product\Attribute\Source\Status
    status: doc.enabled ? "1" : "2",
    visibility: String(doc.visibility),
    tax_class_id: String(doc.taxClass),
    special_price: doc.special?.price,
    attribute_set_id: String(doc.attributeSet ?? 0),
  };
  const values: Record<string, string> = {};
  for (const code of codes) {
    const value = code in fields ? fields[code] : doc.attributes?.[code];
    if (value !== undefined) values[code] = value;
  }
  return values;
}

/**
 * The categories that a product is in by itself, and those it is shown in: the root, and the anchors above its active categories
 * (Magento\Catalog\Model\ProductCategoryList). What is not visible by itself, as most variants are, is shown nowhere.
 */
function categoriesOf(doc: ProductDocument, { category, root }: Around): number[] {
  const shown = doc.enabled && doc.visibility > 1;
  const ids = new Set(shown ? [root] : []);
  for (const { id } of doc.categories ?? []) {
    ids.add(id);
    const own = category(id);
    const path = own?.path.split("/").map(Number) ?? [];
    const top = path.indexOf(root);
    if (!shown || !own?.active || top < 0) continue;
    for (const above of path.slice(top, -1)) if (category(above)?.anchor) ids.add(above);
  }
  return [...ids].sort((a, b) => a - b);
}

/**
 * What a group's indexed price says of a catalog price rule: the final price of one piece, when neither the price nor a special or
 * tier price for one piece explains it, whether or not that is in force today.
 */
export function rulePriceOf(of: Pick<Item, "tier_prices" | "special_price">, prices: readonly GroupPrice[], group: number): string | undefined {
  const row = prices.find((price) => price.group === group) ?? prices[0];
  if (!row || isEqual(row.final, row.regular) || (of.special_price && isEqual(row.final, String(of.special_price.price)))) return undefined;
  const explained = of.tier_prices?.some((tier) => {
    if ((tier.group !== "all" && String(tier.group) !== String(group)) || Number(tier.qty) > 1) return false;
    return isEqual(row.final, tier.percent === undefined ? String(tier.price) : lessPercent(row.regular, String(tier.percent)));
  });
  return explained ? undefined : row.final;
}

const places = 4;

function isEqual(a: string, b: string): boolean {
  return scaled(a, places) === scaled(b, places);
}

/** A price less a percentage, rounded to as many places as Magento stores. */
function lessPercent(price: string, percent: string): string {
  const of = parseDecimal(price);
  const off = parseDecimal(percent);
  if (!of || !off) return price;
  const left = of.units * (100n * 10n ** BigInt(off.places) - off.units);
  const digits = of.places + off.places + 2;
  const text = left.toString().padStart(digits + 1, "0");
  return `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
