import { type Exact, HUNDRED, ONE, ZERO } from "./exact";
import type { Decimal, Item, Part, Special, Tier } from "./input";
import { decimal } from "./read";
import type { PriceNote, StepCode } from "./trace";

/** Who buys and when: what prices depend on beside the product. */
export interface Buyer {
  group: number;
  date: string;
}

const percentOf = (amount: Exact, percent: Exact) => amount.times(percent).over(HUNDRED);

/** Whether a special price holds on a day of the store; its first and last day count in full. */
function runs(special: Special | null | undefined, date: string): special is Special & { price: Decimal } {
  if (special?.price === null || special?.price === undefined) return false;
  return (!special.from || special.from.slice(0, 10) <= date) && (!special.to || special.to.slice(0, 10) >= date);
}

/**
 * The tiers of this buyer that the quantity reaches, by ascending quantity, offered to `take`, which says whether it took one. At equal
 * quantity a tier of the buyer's own group is not replaced by one for all groups (Magento\Catalog\Model\Product\Type\Price).
 */
function tiers(list: readonly Tier[] | null | undefined, qty: Exact, buyer: Buyer, take: (tier: Tier) => boolean): void {
  if (!list?.length) return;
  let reached = ONE;
  let own = false;
  const sorted = list.map((tier) => ({ tier, from: decimal(tier.qty, "tier quantity") })).sort((a, b) => a.from.compare(b.from));
  for (const { tier, from } of sorted) {
    const mine = String(tier.group) === String(buyer.group);
    if ((!mine && tier.group !== "all") || qty.compare(from) < 0 || from.compare(reached) < 0) continue;
    if (own && tier.group === "all" && from.compare(reached) === 0) continue;
    if (take(tier)) {
      reached = from;
      own = tier.group !== "all";
    }
  }
}

/** The lowest of price, tier price, running special price and catalogue rule price, unrounded. */
function lowest(of: Item | Part, qty: Exact, buyer: Buyer, note: PriceNote): Exact {
  const price = decimal(of.unit_price_original, "price");
  let best = price;
  note?.("price.catalog", price);
  tiers(of.tier_prices, qty, buyer, (tier) => {
    const has = (value: Decimal | null | undefined): value is Decimal => value !== null && value !== undefined;
    let amount;
    if (has(tier.percent)) amount = price.minus(percentOf(price, decimal(tier.percent, "tier percentage")));
    else if (has(tier.price)) amount = decimal(tier.price, "tier price");
    if (amount === undefined || amount.compare(best) >= 0) return false;
    best = amount;
    return true;
  });
  if (best !== price) note?.("price.tier", best);
  const lower = (code: StepCode, amount: Exact) => {
    if (amount.compare(best) >= 0) return;
    best = amount;
    note?.(code, best);
  };
  if (runs(of.special_price, buyer.date)) lower("price.special", decimal(of.special_price.price, "special price"));
  const rule = of.catalog_rule_price;
  if (rule !== null && rule !== undefined) lower("price.catalog_rule", decimal(rule, "catalogue rule price"));
  return best;
}

/** What a bundle's own special percentage or tier percentage makes of a price, whichever is lower. */
function bundleCut(item: Item, qty: Exact, buyer: Buyer): (price: Exact) => Exact {
  let off = ZERO;
  tiers(item.tier_prices, qty, buyer, (tier) => {
    const percent = tier.percent === null || tier.percent === undefined ? null : decimal(tier.percent, "tier percentage");
    if (percent === null || percent.compare(off) <= 0) return false;
    off = percent;
    return true;
  });
  const pay = runs(item.special_price, buyer.date) ? decimal(item.special_price.price, "special price") : null;
  return (price) => {
    let best = price;
    if (off.sign() !== 0) best = best.min(price.minus(percentOf(price, off)));
    return pay ? best.min(percentOf(price, pay)) : best;
  };
}

/** Custom options, each a fixed amount or a percentage of the price before options, and separately sold downloads. */
function withOptions(item: Item, base: Exact, note: PriceNote): Exact {
  const { custom_option: one, custom_options: more, links, links_purchased_separately: separately } = item.options ?? {};
  let price = base;
  for (const option of [...(one ? [one] : []), ...(more ?? [])]) {
    const charge = decimal(option.price, "option price");
    price = price.plus(option.price_type === "percent" ? percentOf(base, charge) : charge);
    note?.("price.option", price);
  }
  if (String(separately) !== "1") return price;
  for (const link of links ?? []) {
    price = price.plus(decimal(link.price, "link price"));
    note?.("price.download", price);
  }
  return price;
}

/** What staff took off one piece, last of all. */
function lessManual(item: Item, price: Exact, note: PriceNote): Exact {
  const given = item.manual_discount;
  if (!given) return price;
  const percent = given.percent === null || given.percent === undefined ? null : decimal(given.percent, "manual discount");
  const off = percent ? percentOf(price, percent) : decimal(given.amount ?? 0, "manual discount");
  const left = price.minus(off);
  const less = left.sign() < 0 ? ZERO : left;
  note?.("price.manual_discount", less);
  return less;
}

/** The unit price of a line that is no dynamic bundle, unrounded. */
export function unitPrice(item: Item, qty: Exact, buyer: Buyer, note: PriceNote = null): Exact {
  if (item.override_price !== null && item.override_price !== undefined) {
    const entered = decimal(item.override_price, "override price");
    note?.("price.entered", entered);
    return lessManual(item, entered, note);
  }
  if (item.type !== "bundle") return lessManual(item, withOptions(item, lowest(item, qty, buyer, note), note), note);
  const cut = bundleCut(item, qty, buyer);
  const own = decimal(item.unit_price_original, "price");
  const base = cut(own);
  note?.("price.bundle", base);
  let price = withOptions(item, base, note);
  for (const part of item.children ?? []) {
    const charge = decimal(part.selection_price ?? 0, "selection price");
    const each = cut(part.selection_price_type === "percent" ? percentOf(own, charge) : charge);
    price = price.plus(each.times(decimal(part.qty_per_bundle, "quantity")));
    note?.("price.part", price, part.sku);
  }
  return lessManual(item, price, note);
}

/** What staff took off all pieces of a line, each piece rounded as its price is. */
export function markedDown(item: Item, buyer: Buyer): Exact {
  if (!item.manual_discount) return ZERO;
  const qty = decimal(item.qty, "quantity");
  const piece = (of: Item) => unitPrice(of, qty, buyer).times(HUNDRED).rounded().over(HUNDRED);
  return piece({ ...item, manual_discount: null }).minus(piece(item)).times(qty);
}

/** The unit price of a part of a dynamic bundle, unrounded; its tier prices go by all its pieces. */
export function partPrice(item: Item, part: Part, qty: Exact, pieces: Exact, buyer: Buyer, note: PriceNote = null): Exact {
  const price = lowest(part, pieces, buyer, note);
  const reduced = bundleCut(item, qty, buyer)(price);
  if (reduced.compare(price) !== 0) note?.("price.in_bundle", reduced);
  return reduced;
}
