import type { Given, Judged, Nonsense } from "./discount";
import { type Exact, HUNDRED, ZERO } from "./exact";
import type { Basket } from "./input";
import type { Line } from "./line";
import { Refused, decimal } from "./read";
import { freePieces, titleOf } from "./rule";
import type { Settings } from "./settings";
import type { Trace } from "./trace";

/**
 * What the chosen method asks, in hundredths: Magento's flat rate, free shipping and pickup are computed; any other carrier has to say
 * its price.
 */
export function carrierPrice(basket: Basket, lines: readonly Line[], rules: readonly Judged[], settings: Settings): Exact {
  const { method = "", carrier_price: asked } = basket.shipping ?? {};
  if (asked !== null && asked !== undefined) return decimal(asked, "carrier_price").times(HUNDRED).rounded();
  if (method === "flatrate_flatrate") return flatRate(lines, rules, settings).times(HUNDRED).rounded();
  if (method === "freeshipping_freeshipping" || method === "instore_pickup") return ZERO;
  throw new Refused("refused.carrier", { name: method });
}

/** Magento\OfflineShipping\Model\Carrier\Flatrate. */
export function flatRate(lines: readonly Line[], rules: readonly Judged[], settings: Settings): Exact {
  const { pieces, free } = boxes(lines, rules);
  if (pieces.compare(free) === 0) return ZERO;
  const price = settings.flatPerPiece ? settings.flatPrice.times(pieces.minus(free)) : settings.flatPrice;
  return price.plus(settings.handlingIsPercent ? price.times(settings.handling).over(HUNDRED) : settings.handling);
}

/** The pieces to be shipped and those of them that rules free. */
function boxes(lines: readonly Line[], rules: readonly Judged[]): { pieces: Exact; free: Exact } {
  const freed = new Set<Line>();
  let shipment = lines.length > 0;
  for (const line of lines) {
    const what = freedBy(line, rules);
    if (what.item) freed.add(line);
    if (what.shipment) {
      // Magento stops here: later lines are not asked any more.
      shipment = true;
      break;
    }
    shipment &&= what.item;
  }
  let pieces = ZERO;
  let free = ZERO;
  for (const line of lines) {
    if (line.virtual) continue;
    if (line.type === "bundle" && line.separate) {
      for (const part of line.parts) {
        if (part.virtual) continue;
        pieces = pieces.plus(part.pieces);
        if (line.dynamic && (shipment || freedBy(part, rules).item)) free = free.plus(part.pieces);
      }
    } else {
      pieces = pieces.plus(line.qty);
      if (freed.has(line)) free = free.plus(line.qty);
    }
  }
  return { pieces, free };
}

/** Magento\OfflineShipping\Model\SalesRule\Calculator::processFreeShipping. */
function freedBy(line: Line, rules: readonly Judged[]): { item: boolean; shipment: boolean } {
  let item = false;
  let shipment = false;
  for (const { rule, holds } of rules) {
    if (!holds || (!rule.rule.free_shipping && !rule.stop) || !rule.lines(line)) continue;
    if (rule.rule.free_shipping === "items") item = true;
    if (rule.rule.free_shipping === "shipment") shipment = true;
    if (rule.stop) break;
  }
  return { item, shipment };
}

/** What shipping costs before its discount. */
export interface ShippingBasis {
  /** Without tax. */
  amount: Exact;
  /** What discounts are taken from: with tax when discounts are computed from prices with tax. */
  basis: Exact;
  /** The subtotal of the whole cart without tax. */
  subtotal: Exact;
  /** The pieces of all lines. */
  pieces: Exact;
}

/** The discount on shipping, and the rules that gave it (Magento\SalesRule\Model\Validator::processShippingAmount). */
export function shippingDiscount(of: ShippingBasis, lines: readonly Line[], rules: readonly Judged[], trace: Trace | null): {
  discount: Exact;
  given: Given[];
  nonsense: Nonsense[];
} {
  let discount = ZERO;
  const given: Given[] = [];
  const nonsense: Nonsense[] = [];
  if (of.amount.sign() === 0) return { discount, given, nonsense };
  for (const { rule, holds } of rules) {
    if (!holds || !rule.toShipping) continue;
    let amount = ZERO;
    switch (rule.action) {
      case "by_percent":
        amount = of.basis.minus(discount).times(rule.factor);
        break;
      case "by_fixed":
        amount = rule.amount;
        break;
      case "cart_fixed":
        amount = rule.amount.times(of.amount).over(of.subtotal.plus(of.amount)).rounded();
        break;
      case "buy_x_get_y": {
        const free = lines.reduce((sum, line) => sum.plus(freePieces(rule, line.qty)), ZERO);
        if (of.pieces.sign() > 0) amount = of.amount.over(of.pieces).times(free);
        break;
      }
    }
    const sum = discount.plus(amount);
    // Magento lists a discount only when it fits in the price, and before it is rounded.
    given.push({ rule, amount: sum.compare(of.basis) <= 0 ? amount : ZERO, to: "SHIPPING" });
    discount = sum.min(of.basis).rounded();
    trace?.add("shipping.rule", null, discount.text(2), { name: titleOf(rule.rule), given: amount.text(2) });
    if (discount.sign() < 0) nonsense.push({ rule: rule.id, line: 0 });
    if (rule.stop) break;
  }
  return { discount, given, nonsense };
}
