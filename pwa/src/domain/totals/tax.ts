import { Carries, Exact, ONE, ZERO } from "./exact";
import type { Line } from "./line";
import { type Place, type RatePick, type Taxation, sameRate } from "./rate";
import type { Settings } from "./settings";

/** Magento's first remainder where none is carried. */
const NUDGE = Exact.of(1, 10_000);

/** What is taxed: a priced line or shipping. Amounts are hundredths. */
interface Taxable {
  unit: Exact;
  /** The unit price that tax is taken from when prices do not contain it. */
  taxedUnit: Exact;
  pieces: Exact;
  taxClass: number;
  taxIncluded: boolean;
}

interface Before {
  price: Exact;
  priceIncl: Exact;
  row: Exact;
  rowIncl: Exact;
  tax: Exact;
  /** The tax of each group of rates, when tax comes on top. */
  perGroup: Exact[];
  taxation: Taxation;
}

interface After {
  tax: Exact;
  compensation: Exact;
}

/** What one group of rates came to over the whole cart. */
export interface AppliedTax {
  rate: string;
  percent: Exact;
  amount: Exact;
  rates: { code: string; percent: Exact }[];
}

const atLeastZero = (amount: Exact) => (amount.sign() < 0 ? ZERO : amount);

/**
 * The tax passes of one cart. `before` gives a line's prices and its tax before discount, `after` its tax once the discount is known;
 * each is called for every line in cart order, because the TOTAL algorithm hands remainders from line to line.
 */
export class TaxPass {
  private readonly carries = new Carries();
  private readonly splits = new Carries();
  private readonly cache = new Map<number, { buyer: Taxation; origin: Taxation }>();
  private readonly applied = new Map<string, AppliedTax>();
  private readonly total: boolean;
  private readonly perUnit: boolean;

  constructor(
    private readonly settings: Settings,
    private readonly rates: RatePick,
    private readonly buyer: { at: Place; customerClass: number; defaultCustomerClass: number },
  ) {
    this.total = settings.algorithm === "TOTAL_BASE_CALCULATION";
    this.perUnit = settings.algorithm === "UNIT_BASE_CALCULATION";
  }

  private taxation(productClass: number): { buyer: Taxation; origin: Taxation } {
    let found = this.cache.get(productClass);
    if (!found) {
      found = {
        buyer: this.rates.taxation(this.buyer.at, this.buyer.customerClass, productClass),
        origin: this.rates.taxation(this.settings.origin, this.buyer.defaultCustomerClass, productClass),
      };
      this.cache.set(productClass, found);
    }
    return found;
  }

  /** Rounds one tax amount: over the cart with a carried remainder, or alone. */
  private round(kind: string, key: string, amount: Exact): Exact {
    if (this.total) return this.carries.round(kind + key, amount);
    return amount.sign() === 0 ? ZERO : amount.plus(NUDGE).rounded();
  }

  before(of: Taxable): Before {
    const { buyer: taxation, origin } = this.taxation(of.taxClass);
    if (of.taxIncluded) return this.beforeInside(of, taxation, origin);
    const base = this.perUnit ? of.unit : of.taxedUnit.times(of.pieces);
    const perGroup = taxation.groups.map((group) => this.round("+before ", group.key, base.times(group.factor)));
    const tax = perGroup.reduce((sum, amount) => sum.plus(amount), ZERO);
    const row = of.unit.times(of.pieces);
    if (this.perUnit) {
      const priceIncl = of.unit.plus(tax);
      return { price: of.unit, priceIncl, row, rowIncl: priceIncl.times(of.pieces), tax: tax.times(of.pieces), perGroup, taxation };
    }
    const rowIncl = row.plus(tax);
    return { price: of.unit, priceIncl: rowIncl.over(of.pieces).rounded(), row, rowIncl, tax, perGroup, taxation };
  }

  private beforeInside(of: Taxable, taxation: Taxation, origin: Taxation): Before {
    let priceIncl = of.unit;
    if (!this.settings.crossBorder && !sameRate(taxation.percent, origin.percent)) {
      const net = priceIncl.times(ONE.minus(origin.inside));
      priceIncl = net.over(ONE.minus(taxation.inside)).rounded();
    }
    const rowIncl = priceIncl.times(of.pieces);
    const tax = this.round("-before ", taxation.key, (this.perUnit ? priceIncl : rowIncl).times(taxation.inside));
    if (this.perUnit) {
      const price = priceIncl.minus(tax);
      return { price, priceIncl, row: price.times(of.pieces), rowIncl, tax: tax.times(of.pieces), perGroup: [tax], taxation };
    }
    const row = rowIncl.minus(tax);
    return { price: row.over(of.pieces).rounded(), priceIncl, row, rowIncl, tax, perGroup: [tax], taxation };
  }

  /** The tax once `discount` is taken off; it also notes what each group of rates takes. */
  after(of: Taxable, before: Before, discount: Exact): After {
    return of.taxIncluded ? this.afterInside(of, before, discount) : this.afterOnTop(of, before, discount);
  }

  private afterOnTop(of: Taxable, before: Before, discount: Exact): After {
    let base = ZERO;
    if (this.settings.afterDiscount) {
      base = this.perUnit
        ? atLeastZero(of.unit.minus(discount.over(of.pieces)))
        : atLeastZero(of.taxedUnit.times(of.pieces).minus(discount));
    }
    let tax = ZERO;
    before.taxation.groups.forEach((group, i) => {
      let amount = before.perGroup[i] ?? ZERO;
      if (this.settings.afterDiscount) amount = this.round("+after ", group.key, base.times(group.factor));
      if (this.perUnit) amount = amount.times(of.pieces);
      tax = tax.plus(amount);
      this.note(group, amount);
    });
    return { tax, compensation: ZERO };
  }

  private afterInside(of: Taxable, before: Before, discount: Exact): After {
    const { taxation } = before;
    let tax = before.tax;
    if (this.settings.afterDiscount) {
      const base = this.perUnit ? before.priceIncl.minus(discount.over(of.pieces)) : before.rowIncl.minus(discount);
      tax = this.round("-after ", taxation.key, atLeastZero(base).times(taxation.inside));
      if (this.perUnit) tax = tax.times(of.pieces);
    }
    let left = tax;
    for (const group of taxation.groups) {
      if (group.percent.sign() === 0) continue;
      const share = this.splits.round(group.key, tax.over(taxation.percent).times(group.percent));
      const amount = share.compare(left) > 0 ? left : share;
      left = left.minus(amount);
      this.note(group, amount);
    }
    return { tax, compensation: this.settings.afterDiscount ? before.tax.minus(tax) : ZERO };
  }

  /** A group is listed from the first line on where it takes something (Magento\Tax\...\CommonTaxCollector::_saveAppliedTaxes). */
  private note(group: Taxation["groups"][number], amount: Exact): void {
    if (group.percent.sign() === 0) return;
    const known = this.applied.get(group.key);
    if (known) known.amount = known.amount.plus(amount);
    else if (amount.sign() !== 0) {
      const percent = group.rates.reduce((sum, rate) => sum.plus(rate.percent), ZERO);
      this.applied.set(group.key, { rate: group.key, percent, amount, rates: group.rates });
    }
  }

  appliedTaxes(): AppliedTax[] {
    return [...this.applied.values()];
  }

  /** A line as the passes take it. */
  taxable(line: Line): Taxable {
    const original = this.settings.onOriginalPrice && line.original.sign() !== 0 ? line.original : line.unit;
    return {
      unit: line.unit,
      taxedUnit: original,
      pieces: line.pieces,
      taxClass: line.taxClass,
      taxIncluded: this.settings.pricesInclTax,
    };
  }

  /** Shipping as the passes take it: one piece of its own class. */
  shipping(price: Exact): Taxable {
    const unit = price.rounded();
    return { unit, taxedUnit: unit, pieces: ONE, taxClass: this.settings.shippingTaxClass, taxIncluded: this.settings.shippingInclTax };
  }
}

export type { Before, Taxable };
