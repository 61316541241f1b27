import { GUEST_GROUP, type PricingDocument, dayIn } from "./pricing";
import type { Cart, CartLine, ManualDiscount } from "./cart";
import { type Delivery, PICKUP_METHOD, deliveryOf, isVirtual } from "./delivery";
import { minorDigits, plainAmount } from "./money";
import type { GroupPrice } from "./product";
import { rulePriceOf, unlistedSellable } from "./sellable";
import { isSendable } from "./sendable";
import { unsold } from "./sold";
import { Totals } from "./totals/calculate";
import type { Basket, Item } from "./totals/input";
import { markedDown } from "./totals/price";
import type { Figures, LineFigures } from "./totals/result";
import { isRefused } from "./totals/result";
import type { Step } from "./totals/trace";
import type { Place } from "./workplace";

/** What one line comes to, in minor units. shown is what customers are shown: with tax where catalog prices contain it. */
export interface LineCharge {
  unit: number;
  row: number;
  discount: number;
  tax: number;
  compensation: number;
  shownUnit: number;
  shownRow: number;
  /** What staff took off this line, in prices as the catalog has them. It is no part of discount. */
  markedDown: number;
}

/** A row of the receipt: a rule's label or a tax with what it came to in minor units. */
export interface ChargeRow {
  label: string;
  amount: number;
}

/**
 * Why a sale must not go on: the engine's refusal, the rules that make its figures nonsense, the lines whose
 * quantities Magento does not sell, or more texts and pictures than one order can have.
 */
export type Stop = { kind: "refused"; step: Step } | { kind: "nonsense"; detail: string } | { kind: "unsold"; lines: CartLine[] } | { kind: "large" };

/** What an open order comes to. lines run parallel to the order's; returns are not in it. */
export interface Charge {
  lines: LineCharge[];
  discounts: ChargeRow[];
  taxes: (ChargeRow & { percent: string })[];
  subtotal: number;
  discount: number;
  tax: number;
  compensation: number;
  /** Without tax, before discounts; its share of tax, discount and compensation is in those. */
  shipping: number;
  /** As customers are shown it. */
  shownShipping: number;
  total: number;
  /** True where catalog prices contain tax: then customers are shown prices with it, and taxes are part of them. */
  taxIncluded: boolean;
  /** Ids of the rules that took effect. */
  rules: number[];
  /** Names of rules that only Magento can judge. */
  needsMagento: string[];
  couponRejected: boolean;
  stop: Stop | null;
  /** The fingerprint of the pricing document that it was calculated by. */
  pricing: string;
}

const nothing: Charge = {
  lines: [], discounts: [], taxes: [], subtotal: 0, discount: 0, tax: 0, compensation: 0, shipping: 0, shownShipping: 0, total: 0, taxIncluded: false, rules: [], needsMagento: [],
  couponRejected: false, stop: null, pricing: "",
};

/**
 * Calculates orders by one pricing document at one place. Building one reads all rules; after that each order is quick. What it said
 * last is kept, whatever the order's id: a scan's is calculated while it is read, and the order is read again from the device when it is
 * paid.
 */
export class Pricer {
  private readonly totals: Totals;
  private last: { day: string; text: string; charge: Charge } | null = null;

  constructor(
    readonly pricing: PricingDocument,
    private readonly place: Place,
  ) {
    this.totals = new Totals(pricing);
  }

  /** What an order comes to at a moment. Never throws: what has no defined total carries a stop. */
  charge(cart: Cart, now: Date): Charge {
    const day = dayIn(this.pricing.timezone, now);
    // What choices cost is in the line's product; their pictures may be a million letters.
    const lines = cart.lines.map((line) => (line.choices ? { ...line, choices: undefined } : line));
    const text = JSON.stringify({ ...cart, id: "", lines });
    if (this.last?.day !== day || this.last.text !== text) this.last = { day, text, charge: this.calculate(cart, day) };
    return this.last.charge;
  }

  /**
   * Calculates an order that nobody has, of one line: the first calculation takes a browser many times as long as those after it.
   * charge is the line's, null when it has none.
   */
  rehearse(now: Date): { line: CartLine; charge: LineCharge | null } {
    const product = unlistedSellable(this.pricing.tax.rules[0]?.product_tax_class_ids[0] ?? 0, "10");
    const line = { id: 1, sku: "", name: "", detail: "", image: "", quantity: 2, product };
    const charge = this.calculate({ id: "", currency: this.pricing.currency, lines: [line] }, dayIn(this.pricing.timezone, now));
    return { line, charge: charge.lines[0] ?? null };
  }

  /** How a total comes about, step by step, for a person who asks. */
  explain(cart: Cart, now: Date): Step[] {
    if (cart.lines.length === 0) return [];
    const result = this.totals.explain(basketOf(cart, this.pricing, this.place, dayIn(this.pricing.timezone, now)));
    return isRefused(result) ? [] : (result.trace ?? []);
  }

  private calculate(cart: Cart, day: string): Charge {
    if (cart.lines.length === 0) return nothing;
    const basket = basketOf(cart, this.pricing, this.place, day);
    const result = this.totals.calculate(basket);
    if (isRefused(result)) {
      const lines = cart.lines.map(() => ({ unit: 0, row: 0, discount: 0, tax: 0, compensation: 0, shownUnit: 0, shownRow: 0, markedDown: 0 }));
      return { ...nothing, lines, stop: { kind: "refused", step: result.refused } };
    }
    const charge = chargeOf(result, basket, cart.currency, this.pricing);
    const lines = unsold(cart.lines);
    if (lines.length > 0) return { ...charge, stop: { kind: "unsold", lines } };
    return isSendable(cart) ? charge : { ...charge, stop: { kind: "large" } };
  }
}

/** The basket of an order, as the engine takes it. What is carried out of the shop costs no shipping. */
export function basketOf(cart: Cart, pricing: PricingDocument, place: Place, date: string): Basket {
  const group = cart.customer?.group ?? GUEST_GROUP;
  const taxClass = cart.customer?.taxClass ?? pricing.groups.find((g) => g.id === group)?.taxClass ?? pricing.tax.default_customer_tax_class_id;
  const delivery = deliveryOf(cart);
  const address = addressFor(delivery, place, pricing);
  const shipping = shippingOf(delivery, place, cart.currency);
  const { discount } = cart;
  return {
    date,
    config: pricing.config,
    website_id: pricing.websiteId,
    currency: pricing.currency,
    customer_group: group,
    // Class 0 is never taxed.
    customer_tax_class_id: cart.exemption ? 0 : taxClass,
    address,
    billing_address: address,
    is_virtual: isVirtual(cart.lines),
    coupon: cart.coupon ?? "",
    ...(shipping && { shipping }),
    ...(place.paymentMethod && { payment_method: place.paymentMethod }),
    // How often a customer of Magento's has used a rule is not on the device.
    ...(cart.customer?.id !== undefined && { uses_unknown: true }),
    ...(discount && { staff_discount: offOf(discount, cart.currency) }),
    items: cart.lines.map((line) => itemOf(line, group, cart.currency)),
  };
}

/** On how many lines the device has only guests' prices while the customer's group may have its own. */
export function unknownPrices({ customer, lines }: Cart): number {
  const group = customer?.group ?? GUEST_GROUP;
  if (group === GUEST_GROUP) return 0;
  const isUnknown = (prices: readonly GroupPrice[]) => prices.length > 0 && prices.every((price) => price.group !== group);
  return lines.filter(({ product, override }) => !override && [product.prices, ...(product.partPrices ?? [])].some(isUnknown)).length;
}

function offOf({ percent, amount }: ManualDiscount, currency: string) {
  return percent ? { percent } : { amount: plainAmount(amount ?? 0, currency) };
}

/** Whose taxes count: those of where the goods go to. */
function addressFor(delivery: Delivery | undefined, place: Place, pricing: PricingDocument) {
  if (delivery?.kind !== "SHIP") return addressOf(delivery?.place.address ?? place, pricing);
  const { country, regionCode, postcode } = delivery.to;
  return { country, region_code: regionCode ?? "", postcode };
}

function shippingOf(delivery: Delivery | undefined, place: Place, currency: string): Basket["shipping"] {
  if (delivery?.kind === "PICKUP") return { method: PICKUP_METHOD, carrier_price: "0" };
  if (delivery) return { method: delivery.method, ...(delivery.price !== null && { carrier_price: plainAmount(delivery.price, currency) }) };
  return place.shippingMethod ? { method: place.shippingMethod, carrier_price: "0" } : null;
}

function addressOf(place: Place, pricing: PricingDocument) {
  const prefix = `${place.country}-`;
  const code = Object.entries(pricing.tax.regions).find(([key, id]) => id === place.regionId && key.startsWith(prefix))?.[0];
  return { country: place.country, region_code: code?.slice(prefix.length) ?? "", postcode: place.postcode };
}

function itemOf(line: CartLine, group: number, currency: string): Item {
  const { item, prices, partPrices } = line.product;
  const { manual, override } = line;
  return {
    ...item,
    sku: line.sku,
    qty: line.quantity,
    ...ruled(item, prices, group),
    ...(partPrices && { children: item.children?.map((part, i) => ({ ...part, ...ruled(part, partPrices[i] ?? [], group) })) ?? [] }),
    ...(override && { override_price: plainAmount(override.price, currency) }),
    ...(manual && { manual_discount: offOf(manual, currency) }),
  };
}

function ruled(of: Parameters<typeof rulePriceOf>[0], prices: readonly GroupPrice[], group: number): { catalog_rule_price?: string } {
  const price = rulePriceOf(of, prices, group);
  return price === undefined ? {} : { catalog_rule_price: price };
}

function chargeOf(figures: Figures, { items, customer_group: group, date }: Basket, currency: string, pricing: PricingDocument): Charge {
  const minor = (decimal: string) => toUnits(ticks(decimal), unitTicks(currency));
  const withTax = pricing.config["tax/calculation/price_includes_tax"] === "1";
  const all = figures.items.map(wholeLine);
  const shipping = minor(figures.shipping_amount);
  // Shipping is one row more, where it costs something.
  const withShipping = (rows: string[][], ofShipping: string) => apportion(shipping === 0 ? rows : [...rows, [ofShipping]], currency);
  const discount = withShipping(all.map((line) => line.discounts), figures.shipping_discount_amount);
  const tax = withShipping(all.map((line) => [line.figures.tax_amount]), figures.shipping_tax_amount);
  const compensation = withShipping(all.map((line) => line.compensations), figures.shipping_discount_tax_compensation);
  const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
  // What is paid is rounded once; the rows take what rounding the others left.
  const subtotal = figures.payable.amount - sum(tax) - sum(compensation) + sum(discount) - shipping;
  const row = apportion(all.map((line) => [line.figures.row_total]), currency, subtotal);
  const names = new Map(pricing.rules.map((rule) => [rule.id, rule.label || rule.name]));
  const lines = all.map(({ figures: line }, i) => ({
      unit: unitOf(minor(line.price), row[i]!, line.qty),
      row: row[i]!,
      discount: discount[i]!,
      tax: tax[i]!,
      compensation: compensation[i]!,
      shownUnit: minor(withTax ? (line.price_incl_tax ?? line.price) : line.price),
      shownRow: withTax ? minor(line.row_total_incl_tax ?? line.row_total) : row[i]!,
      markedDown: minor(markedDown(items[i]!, { group, date }).text()),
    }));
  return {
    lines,
    discounts: discountRows(figures.discounts.map(({ label, amount }) => ({ label, amount: minor(amount) })), sum(discount)),
    taxes: figures.applied_taxes.map(({ rate, percent, amount }) => ({ label: rate, percent, amount: minor(amount) })),
    subtotal,
    discount: sum(discount),
    tax: sum(tax),
    compensation: sum(compensation),
    shipping,
    shownShipping: withTax ? minor(figures.shipping_incl_tax) : shipping,
    total: figures.payable.amount,
    taxIncluded: withTax,
    rules: figures.rules,
    needsMagento: (figures.needs_magento ?? []).map((id) => names.get(id) ?? String(id)),
    couponRejected: figures.coupon_rejected,
    stop: stopOf(figures, lines, names),
    pricing: pricing.fingerprint,
  };
}

/**
 * Why an order must not be charged. Beside what the engine recognises: on a row of a few coins Magento's roundings can add up to more
 * off than the row comes to, which the gateway takes from nobody.
 */
function stopOf(figures: Figures, lines: readonly LineCharge[], names: ReadonlyMap<number, string>): Charge["stop"] {
  const absurd = lines.some((l) => Math.min(l.row, l.discount, l.tax, l.compensation, l.row + l.tax + l.compensation - l.discount) < 0);
  const rules = figures.nonsense ? figures.nonsense.slice(0, 1).map(({ rule }) => rule) : absurd ? figures.rules : null;
  return rules && { kind: "nonsense", detail: rules.map((rule) => names.get(rule) ?? "").join(", ") };
}

/** The price of a piece; where Magento rounds coarser than the currency does, what the row comes to a piece. */
function unitOf(price: number, row: number, quantity: string): number {
  const pieces = Number(quantity);
  return Math.abs(price * pieces - row) <= (pieces + 1) / 2 ? price : Math.round(row / pieces);
}

/** Magento lists what each rule gave before the whole was capped by the price. Rows that do not add up become one. */
function discountRows(rows: readonly ChargeRow[], total: number): ChargeRow[] {
  if (rows.reduce((sum, row) => sum + row.amount, 0) === total) return [...rows];
  return [{ label: [...new Set(rows.map((row) => row.label))].join(", "), amount: total }];
}

/** What the lines come to as customers are shown it, before discounts: with tax where prices contain it. */
export function shownSubtotal(charge: Pick<Charge, "taxIncluded" | "total" | "discount" | "subtotal" | "shownShipping">): number {
  return charge.taxIncluded ? charge.total + charge.discount - charge.shownShipping : charge.subtotal;
}

/** A line with its parts: a bundle whose parts are priced has its discounts there. */
function wholeLine(figures: LineFigures) {
  const parts = figures.children ?? [];
  return {
    figures,
    discounts: [figures, ...parts].map((line) => line.discount_amount),
    compensations: [figures, ...parts].map((line) => line.discount_tax_compensation ?? "0"),
  };
}

/** The engine's decimals have four places at most: whole ten-thousandths are exact as numbers far beyond any sale. */
const ticks = (decimal: string) => Math.round(Number(decimal) * 10_000);
const unitTicks = (currency: string) => 10 ** (4 - minorDigits(currency));

/** Ten-thousandths in minor units, halves away from zero. */
const toUnits = (value: number, unit: number) => Math.sign(value) * Math.floor((Math.abs(value) + unit / 2) / unit);

/**
 * Sums of decimals in minor units, each rounded, so that together they are the total: their own, rounded once, or the given one. Where
 * rounding leaves a difference, the amounts nearest to the other side give or take it.
 */
export function apportion(rows: readonly (readonly string[])[], currency: string, total?: number): number[] {
  const unit = unitTicks(currency);
  const exact = rows.map((row) => row.reduce((sum, decimal) => sum + ticks(decimal), 0));
  const rounded = exact.map((value) => toUnits(value, unit));
  const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
  let left = (total ?? toUnits(sum(exact), unit)) - sum(rounded);
  if (left === 0) return rounded;
  const move = Math.sign(left);
  const order = exact.map((value, i) => ({ i, gain: (value - rounded[i]! * unit) * move })).sort((a, b) => b.gain - a.gain);
  // Rounding may leave more units than there are amounts: then each takes several.
  for (let before = 0; left !== 0 && left !== before; ) {
    before = left;
    for (const { i } of order) {
      if (left === 0) break;
      // Nothing that costs something is made to pay out.
      if (rounded[i]! + move < 0 && exact[i]! >= 0) continue;
      rounded[i]! += move;
      left -= move;
    }
  }
  return rounded;
}
