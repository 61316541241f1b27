import { checkBasket } from "./check";
import type { CartTest } from "./condition";
import { type Given, type Judged, LineDiscounts } from "./discount";
import { Exact, ZERO } from "./exact";
import type { Address, Basket, Rule, Snapshot } from "./input";
import type { Cart, Line } from "./line";
import { basketLines, cartWeight, priceAsked } from "./lines";
import { RatePick, placeOf } from "./rate";
import { Refused, decimalOrZero } from "./read";
import { type Figures, type LineFigures, type Result } from "./result";
import { numberValue, textValue } from "./operator";
import { paidText, payable } from "./payable";
import { type KnownRule, compileRules, mayKnow, offered, titleOf, usedUp, usesUnknown } from "./rule";
import { type Settings, readSettings } from "./settings";
import { carrierPrice, shippingDiscount } from "./shipping";
import { Trace } from "./trace";
import { type Before, TaxPass, type Taxable } from "./tax";
import { STAFF_LABEL, takeStaffDiscount } from "./staff";

/**
 * Computes what Magento charges for a basket, to the cent, from the rules and taxes of a snapshot. Building one reads all rules; after
 * that each basket is quick. It keeps nothing between baskets.
 */
export class Totals {
  private readonly rules: readonly KnownRule[];
  private readonly rates: RatePick;

  constructor(private readonly snapshot: Snapshot) {
    this.rules = compileRules(snapshot);
    this.rates = new RatePick(snapshot.tax);
  }

  /** Never throws on a basket: what has no defined result is refused as data. */
  calculate(basket: Basket): Result {
    return this.run(basket, null);
  }

  /** calculate with `trace`: which price, rate, rule and rounding led to the figures, for a person who asks. */
  explain(basket: Basket): Result {
    return this.run(basket, new Trace());
  }

  private run(basket: Basket, trace: Trace | null): Result {
    try {
      const code = (basket.coupon ?? "").toLowerCase();
      const settings = readSettings(basket.config);
      checkBasket(basket);
      const first = new Calculation(this.snapshot, this.rules, this.rates, settings, basket, code, trace);
      const figures = first.run();
      if (code === "" || first.couponTook) return figures;
      const again = trace && new Trace();
      again?.add("rule.coupon_refused", null, "0", { name: basket.coupon ?? "" });
      return { ...new Calculation(this.snapshot, this.rules, this.rates, settings, basket, "", again).run(), coupon_rejected: true };
    } catch (error) {
      if (error instanceof Refused) return { refused: error.step };
      throw error;
    }
  }
}

interface TaxedLine {
  line: Line;
  taxable: Taxable;
  before: Before;
}

const sum = (amounts: readonly Exact[]) => amounts.reduce((total, amount) => total.plus(amount), ZERO);

/** One basket with one coupon or none. */
class Calculation {
  couponTook = false;
  private readonly lines: Line[];
  private readonly virtual: boolean;
  private readonly address: Address | null;
  private readonly tax: TaxPass;
  private readonly needsMagento: number[] = [];

  constructor(
    private readonly snapshot: Snapshot,
    private readonly rules: readonly KnownRule[],
    private readonly rates: RatePick,
    private readonly settings: Settings,
    private readonly basket: Basket,
    private readonly code: string,
    private readonly trace: Trace | null,
  ) {
    this.lines = basketLines(basket);
    this.virtual = basket.is_virtual ?? this.lines.every((line) => line.virtual);
    this.address = this.virtual ? (basket.billing_address ?? basket.address) : basket.address;
    this.tax = this.taxPass();
  }

  private taxPass(): TaxPass {
    const { basket, settings, snapshot } = this;
    const billing = basket.billing_address ?? null;
    const [address, other] = settings.basedOn === "billing" ? [billing, this.address] : [this.address, billing];
    // One stands in for the other (Magento\Tax\Model\Calculation::getRateRequest).
    const place = placeOf(address?.country || this.virtual ? address : other, snapshot.tax);
    const at = settings.basedOn === "origin" ? settings.origin : place.country === "" ? settings.fallback : place;
    const defaultCustomerClass = snapshot.tax.default_customer_tax_class_id;
    return new TaxPass(settings, this.rates, { at, customerClass: basket.customer_tax_class_id, defaultCustomerClass });
  }

  run(): Figures {
    const taxed = this.beforeDiscount();
    const judged = this.judge();
    const shippingPrice = this.virtual || !this.basket.shipping ? ZERO : carrierPrice(this.basket, this.lines, judged, this.settings);
    const shipping = this.tax.shipping(shippingPrice);
    const ships = !this.virtual && !!this.basket.shipping;
    if (ships) this.trace?.add("shipping.price", null, shippingPrice.text(2));
    const alone = this.taxPass().before(shipping);
    const shippingBasis = this.settings.discountInclTax ? alone.rowIncl : alone.row;

    const discounts = new LineDiscounts(this.lines, this.virtual ? null : { amount: shippingBasis }, this.trace);
    discounts.apply(judged);
    const subtotal = sum(taxed.map(({ line }) => line.row));
    const pieces = sum(this.lines.map((line) => line.qty));
    const ofShipping = { amount: alone.row, basis: shippingBasis, subtotal, pieces };
    const shipped = shippingDiscount(ofShipping, this.lines, judged, this.trace);
    const ofStaff = takeStaffDiscount(this.basket, this.lines, this.trace);

    for (const { line, taxable, before } of taxed) {
      const after = this.tax.after(taxable, before, line.discount);
      line.tax = after.tax;
      line.compensation = after.compensation;
      this.trace?.add("tax.due", line, after.tax.text(2));
      if (after.compensation.sign() !== 0) this.trace?.add("tax.compensation", line, after.compensation.text(2));
    }
    const shippingBefore = this.tax.before(shipping);
    const shippingAfter = this.tax.after(shipping, shippingBefore, shipped.discount);
    if (ships) this.trace?.add("tax.shipping", null, shippingAfter.tax.text(2));

    const ids = new Set<number>();
    for (const rule of discounts.applied) {
      ids.add(rule.id);
      this.couponTook ||= asksForCode(rule.rule);
    }
    for (const { rule } of shipped.given) ids.add(rule.id);

    const lineDiscounts = sum(this.lines.flatMap((line) => [line, ...line.parts]).map((line) => line.discount));
    const discount = lineDiscounts.plus(shipped.discount);
    const tax = sum(taxed.map(({ line }) => line.tax)).plus(shippingAfter.tax);
    const compensation = sum(taxed.map(({ line }) => line.compensation));
    const grand = sum([subtotal, tax, shippingBefore.row, discount.negated(), compensation, shippingAfter.compensation]);
    const nonsense = [...discounts.nonsense, ...shipped.nonsense];
    // Discounts that are computed from prices with tax may take more than prices without tax come to.
    if (grand.sign() < 0) nonsense.push({ rule: 0, line: 0 });
    this.trace?.add("total.grand", null, grand.text(2));
    const paid = payable(grand, this.basket);
    if (paid.rounding !== 0) this.trace?.add("rounding.cash", null, paidText(paid, this.basket), { coin: decimalOrZero(this.basket.cash_rounding, "cash_rounding").text() });
    const money = (amount: Exact) => amount.text(2);
    return {
      subtotal: money(subtotal),
      subtotal_incl_tax: money(sum(taxed.map(({ line }) => line.rowIncl))),
      discount_amount: money(discount.negated()),
      tax_amount: money(tax),
      shipping_amount: money(shippingBefore.row),
      shipping_incl_tax: money(shippingBefore.rowIncl),
      shipping_discount_amount: money(shipped.discount),
      shipping_tax_amount: money(shippingAfter.tax),
      discount_tax_compensation: money(compensation),
      shipping_discount_tax_compensation: money(shippingAfter.compensation),
      grand_total: money(grand),
      items: this.lines.map(figuresOf),
      applied_taxes: this.tax.appliedTaxes().map(({ rate, percent, amount, rates }) => ({
        rate,
        percent: percent.text(),
        amount: money(amount),
        ...(rates.length > 1 && { rates: rates.map((one) => ({ code: one.code, percent: one.percent.text() })) }),
      })),
      discounts: [
        ...listed(discounts.perRule(), this.basket.coupon ?? ""),
        ...(ofStaff.sign() === 0 ? [] : [{ label: STAFF_LABEL, amount: money(ofStaff), applied_to: "ITEM" as const }]),
        ...listed(shipped.given, this.basket.coupon ?? ""),
      ],
      rules: [...ids].sort((a, b) => a - b),
      coupon_rejected: false,
      payable: paid,
      ...(this.needsMagento.length > 0 && { needs_magento: this.needsMagento }),
      ...(nonsense.length > 0 && { nonsense }),
      ...(this.trace && { trace: this.trace.steps }),
    };
  }

  /** Prices and taxes before any discount: what discounts and conditions are based on. */
  private beforeDiscount(): TaxedLine[] {
    const taxed: TaxedLine[] = [];
    for (const top of this.lines) {
      for (const line of top.priced()) {
        const taxable = this.tax.taxable(line);
        const before = this.tax.before(taxable);
        line.price = before.price;
        line.priceIncl = before.priceIncl;
        line.row = before.row;
        line.rowIncl = before.rowIncl;
        line.taxPercent = before.taxation.percent;
        taxed.push({ line, taxable, before });
        if (this.trace) this.explainLine(line, before);
      }
      if (top.dynamic) {
        top.row = sum(top.parts.map((part) => part.row));
        top.rowIncl = sum(top.parts.map((part) => part.rowIncl));
        top.price = top.row.over(top.qty).rounded();
        top.priceIncl = top.rowIncl.over(top.qty).rounded();
      }
      for (const line of [top, ...top.parts]) {
        line.basis = this.settings.discountInclTax ? line.priceIncl : line.price;
        line.worth = line.basis.times(line.pieces);
      }
    }
    return taxed;
  }

  private explainLine(line: Line, before: Before): void {
    const trace = this.trace!;
    const buyer = { group: this.basket.customer_group, date: this.basket.date };
    priceAsked(line, buyer, (code, price, name) => trace.add(code, line, price.text(), name === undefined ? {} : { name }));
    trace.add("price.unit", line, line.unit.text(2));
    trace.add("tax.line", line, before.row.text(2));
    for (const group of before.taxation.groups) trace.add("rate.applies", line, group.percent.text(), { name: group.key });
    trace.add("tax.before_discount", line, before.tax.text(2), { percent: before.taxation.percent.text() });
  }

  /** The rules offered to this buyer and whether their conditions hold, in order. */
  private judge(): Judged[] {
    const cart = this.cart();
    const verdicts = new Map<CartTest, boolean>();
    const holdsFor = (test: CartTest) => {
      const known = verdicts.get(test) ?? test(cart);
      verdicts.set(test, known);
      return known;
    };
    const judged: Judged[] = [];
    const { basket } = this;
    for (const known of this.rules) {
      if (!offered(known, basket, this.code)) continue;
      const { rule, compiled } = known;
      const used = usedUp(rule, basket);
      if (compiled && !mayKnow(known, this.code) && !usesUnknown(rule, basket)) {
        const holds = !used && holdsFor(compiled.cart);
        judged.push({ rule: compiled, holds });
        const verdict = used ? "rule.used" : holds ? "rule.holds" : "rule.fails";
        this.trace?.add(verdict, null, decimalOrZero(rule.discount_amount, "discount").text(), { name: titleOf(rule) });
      } else if (!used) {
        this.trace?.add("rule.unknown", null, "0", { name: titleOf(rule) });
        this.needsMagento.push(rule.id);
        // Whether Magento takes the code is for Magento to say.
        this.couponTook ||= asksForCode(rule);
      }
    }
    return judged;
  }

  private cart(): Cart {
    const { basket, lines } = this;
    const place = placeOf(this.address, this.snapshot.tax);
    const subtotal = numberValue(sum(lines.map((line) => line.row)).toNumber(2));
    const text = (value: string | null | undefined) => (value ? textValue(value) : null);
    return {
      lines,
      attributes: {
        base_subtotal: subtotal,
        base_subtotal_with_discount: subtotal,
        base_subtotal_total_incl_tax: numberValue(sum(lines.map((line) => line.rowIncl)).toNumber(2)),
        total_qty: numberValue(sum(lines.map((line) => line.qty)).toNumber()),
        weight: numberValue(cartWeight(lines).toNumber()),
        payment_method: text(basket.payment_method),
        shipping_method: text(basket.shipping?.method),
        postcode: text(place.postcode),
        region_id: place.region === 0 ? null : numberValue(place.region),
        country_id: text(place.country),
      },
    };
  }
}

const asksForCode = (rule: Rule) => !!rule.coupon || !!rule.more_coupons || !!rule.coupons?.length;

/** What rules gave as a receipt names it (Magento\SalesRule\Model\RulesApplier::getRuleLabel). */
function listed(given: readonly Given[], code: string): Figures["discounts"] {
  return given
    .filter(({ amount }) => amount.sign() !== 0)
    .map(({ rule: { rule }, amount, to }) => {
      const asked = rule.coupons?.length ? code : rule.coupon || code;
      const label = rule.label || (asksForCode(rule) ? rule.description || asked : "Discount");
      return { label, amount: amount.text(2), applied_to: to };
    });
}

function figuresOf(line: Line): LineFigures {
  const bundle = line.type === "bundle";
  const idle = line.parent !== null && !line.parent.dynamic;
  const parts = line.dynamic ? sum(line.parts.map((part) => part.tax)) : line.tax;
  return {
    sku: line.item.sku,
    qty: line.qty.text(),
    price: line.price.text(2),
    price_incl_tax: idle ? null : line.priceIncl.text(2),
    row_total: line.row.text(2),
    row_total_incl_tax: idle ? null : line.rowIncl.text(2),
    tax_amount: parts.text(2),
    tax_percent: line.dynamic ? null : line.taxPercent.text(),
    discount_amount: line.discount.text(2),
    discount_percent: line.percent.text(),
    discount_tax_compensation: line.dynamic || idle ? null : line.compensation.text(2),
    applied_rule_ids: line.rules,
    ...(bundle && line.parts.length > 0 && { children: line.parts.map(figuresOf) }),
  };
}

