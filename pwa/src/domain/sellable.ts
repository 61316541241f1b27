import { bundleParts, customPrices, linkPrices, type Choices } from "./choices";
import type { ProductDocument } from "./product";
import type { Item, Part, Special, Tier } from "./totals/input";

/** The final price of one piece for a customer group, as Magento's price index has it. */
export interface GroupFinal {
  group: number;
  final: string;
}

/**
 * A product as totals are calculated from it: the engine's item but for what the order decides. A line keeps it, so that an open
 * order can be calculated without the catalog.
 */
export interface Sellable {
  item: Omit<Item, "qty" | "sku">;
  finals: GroupFinal[];
  /** Of the bundle's parts, in their order. */
  partFinals?: GroupFinal[][];
}

/** What the mapping asks of the catalog beside the product itself. */
export interface Around {
  /** A category with all above it, itself included. */
  pathOf(category: number): readonly number[];
  product(id: number): ProductDocument | undefined;
}

/** Magento's number for tier prices of every group (Magento\Customer\Model\Group::CUST_GROUP_ALL). */
const allGroups = 32_000;

/** A product as it is sold; parent is the configurable one that it is a variant of. */
export function sellableOf(doc: ProductDocument, parent: ProductDocument | undefined, choices: Choices | undefined, around: Around): Sellable {
  const options = {
    ...(doc.bundle && { price_type: doc.bundle.fixedPrice ? "fixed" : "dynamic" }),
    ...(choices?.custom?.length && { custom_options: customPrices(parent ?? doc, choices.custom) }),
    ...(choices?.links?.length && { links: linkPrices(doc, choices.links), links_purchased_separately: "1" }),
  };
  const item: Sellable["item"] = {
    type: parent ? "configurable" : doc.type,
    ...facts(doc, around),
    ...(Object.keys(options).length > 0 && { options }),
    ...(parent && {
      parent_sku: parent.sku,
      parent_attributes: parent.attributes ?? {},
      parent_category_ids: categoriesOf(parent, around),
    }),
  };
  const finals = finalsOf(doc);
  if (!doc.bundle) return { item, finals };
  const chosen = bundleParts(doc.bundle, choices?.bundle ?? []);
  const parts = chosen.flatMap(({ selection, quantity }): { part: Part; finals: GroupFinal[] }[] => {
    const product = around.product(selection.productId);
    if (!product) return [];
    const part: Part = {
      sku: product.sku,
      qty_per_bundle: quantity,
      selection_price: selection.price,
      selection_price_type: selection.percent ? "percent" : "fixed",
      ...facts(product, around),
    };
    return [{ part, finals: doc.bundle?.fixedPrice ? [] : finalsOf(product) }];
  });
  return { item: { ...item, children: parts.map(({ part }) => part) }, finals: [], partFinals: parts.map((p) => p.finals) };
}

/** What an item that the catalog does not have is calculated from: its price, and the tax class of the product that stands for it. */
export function unlistedSellable(taxClass: number, price: string): Sellable {
  return { item: { type: "simple", product_tax_class_id: taxClass, unit_price_original: price }, finals: [] };
}

function facts(doc: ProductDocument, around: Around) {
  return {
    product_tax_class_id: doc.taxClass,
    unit_price_original: doc.price ?? "0",
    ...(doc.tiers?.length && { tier_prices: doc.tiers.map(tierOf) }),
    ...(doc.special && { special_price: specialOf(doc.special) }),
    ...(doc.weight !== undefined && { weight: doc.weight }),
    attributes: doc.attributes ?? {},
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

/** Categories with those above them: Magento's conditions count both. */
function categoriesOf(doc: ProductDocument, around: Around): number[] {
  return [...new Set((doc.categories ?? []).flatMap(({ id }) => around.pathOf(id)))].sort((a, b) => a - b);
}

function finalsOf(doc: ProductDocument): GroupFinal[] {
  return (doc.prices ?? []).map(({ group, final }) => ({ group, final }));
}
