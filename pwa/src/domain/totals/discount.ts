import { Carries, Exact, HUNDRED, ZERO } from "./exact";
import type { Line } from "./line";
import { Picks } from "./picks";
import { type CompiledRule, countedPieces, freePieces, titleOf } from "./rule";
import type { Trace } from "./trace";
import { MOST_UNITS, PERCENT_UNIT, PER_UNIT, type WholeRule, discountOf, nearest, partsOfPiece, wholeFree, wholeLine, wholePieces, wholeRule } from "./whole";

/** A rule of the cart at hand, and whether its conditions hold. */
export interface Judged {
  rule: CompiledRule;
  holds: boolean;
}

/** What one rule gave, as a receipt lists it. */
export interface Given {
  rule: CompiledRule;
  amount: Exact;
  to: "ITEM" | "SHIPPING";
}

/** A figure of Magento's that no till may charge. Line 0 is shipping, or the basket when there is no rule. */
export interface Nonsense {
  rule: number;
  line: number;
}

/** What shipping costs before discounts, for fixed cart discounts that share with it; null when the cart has no shipping. */
export interface ShippingShare {
  amount: Exact;
}

/** What a fixed cart discount has left while it goes from line to line. */
interface CartFixed {
  left: Exact;
  total: Exact;
  /** total as Magento's binary fractions add up to it. */
  noisy: number;
  lines: number;
}

/** What one rule gave to lines: amount and cents together. */
interface Giving extends Given {
  cents: number;
  /** The place of the first line. */
  first: number;
}

/** The discounts of the lines of one cart (Magento\SalesRule\Model\Quote\Discount, Validator and RulesApplier). */
export class LineDiscounts {
  readonly nonsense: Nonsense[] = [];
  /** The remainders of percentages: lines with the same sum of percentages share one. In the finest parts, where they are whole. */
  private readonly wholeRemainders = new Map<number, number>();
  private readonly remainders = new Map<number, Exact>();
  private readonly shares = new Carries();
  private readonly fixed = new Map<CompiledRule, CartFixed>();
  /** Whether a fixed cart discount holds: only that asks for inPlay, counted and noisy. */
  private pools = false;
  /** The discounts of all lines in play; those of the parts of bundles are not in it. */
  private inPlay = ZERO;
  /** Magento's running sum: after each rule, every line in play adds all the discount it has so far. */
  private counted = ZERO;
  /** counted as Magento's binary fractions add up to it. */
  private noisy = 0;
  private readonly given: Giving[] = [];
  /** The rules that took effect on a line. */
  readonly applied = new Set<CompiledRule>();
  /** The place of the line or part in hand among all, in the order of visits. */
  private place = 0;
  private readonly picks: Picks;
  /** How many parts a piece has, and a cent units. */
  private parts = 1;
  /** Of the rule in hand. */
  private whole: WholeRule | null = null;
  private giving: Giving | null = null;

  constructor(
    private readonly lines: readonly Line[],
    private readonly shipping: ShippingShare | null,
    private readonly trace: Trace | null = null,
  ) {
    this.picks = new Picks(lines);
  }

  apply(rules: readonly Judged[]): void {
    const order = this.picks.visitOrder(rules.map(({ rule }) => rule.lines));
    const all = order.flatMap((top) => [...top.parts, top]);
    this.parts = partsOfPiece(all);
    if (!this.trace) for (const line of all) line.whole = wholeLine(line, this.parts);
    this.pools = rules.some(({ rule, holds }) => holds && rule.action === "cart_fixed");
    for (const judged of rules) this.applyRule(judged, order);
    for (const line of all) this.leaveWhole(line);
  }

  private applyRule({ rule, holds }: Judged, order: readonly Line[]): void {
    if (holds) {
      this.giving = null;
      this.whole = this.trace ? null : wholeRule(rule, this.parts);
      if (rule.action === "cart_fixed") this.fixed.set(rule, this.cartFixed(rule));
      // Magento leaves a line below zero alone (Magento\SalesRule\Model\Validator::process).
      for (const line of this.picks.of(rule.lines)) if (!line.stopped && line.basis.sign() >= 0) this.applyTo(line, rule);
    }
    if (this.pools) {
      this.counted = this.counted.plus(this.inPlay);
      for (const line of order) if (!line.stopped) this.noisy += line.noisy;
    }
    if (!holds || !rule.stop) return;
    for (const line of this.picks.of(rule.lines)) {
      if (line.stopped || !line.stopping) continue;
      line.stopped = true;
      if (this.pools) this.inPlay = this.inPlay.minus(discountOf(line, this.parts));
    }
  }

  private matching(rule: CompiledRule, line: Line): boolean {
    return this.picks.has(rule.lines, line);
  }

  private cartFixed(rule: CompiledRule): CartFixed {
    let total = ZERO;
    let noisy = 0;
    let lines = 0;
    for (const top of this.lines) {
      // A dynamic bundle is not counted, its parts are; the parts of a fixed bundle count as lines without a price.
      for (const line of top.type === "bundle" ? [top, ...top.parts] : [top]) {
        if (line.dynamic || !this.matching(rule, line)) continue;
        const most = rule.mostPieces.sign() === 0 ? line.pieces : line.pieces.min(rule.mostPieces);
        total = total.plus(line.basis.times(most));
        noisy += line.basis.toNumber(2) * most.toNumber();
        lines++;
      }
    }
    return { left: rule.amount, total, noisy, lines };
  }

  private applyTo(top: Line, rule: CompiledRule): void {
    const before = this.pools ? discountOf(top, this.parts) : ZERO;
    top.rules.push(rule.id);
    this.applied.add(rule);
    this.place = top.place;
    top.stopping = rule.stop;
    if (top.dynamic) this.applyToParts(top, rule);
    else this.discount(top, rule);
    if (!this.pools) return;
    const after = discountOf(top, this.parts);
    this.inPlay = this.inPlay.plus(after.minus(before));
    top.noisy = after.toNumber(2);
  }

  private applyToParts(top: Line, rule: CompiledRule): void {
    const hit = top.parts.filter((part) => this.matching(rule, part));
    for (const part of hit) {
      this.place = part.place;
      this.discount(part, rule);
    }
    this.place = top.place;
    // Magento asks a copy of the bundle without its parts.
    if (hit.length === 0 && rule.lines(top.alone())) this.discount(top, rule);
  }

  private discount(line: Line, rule: CompiledRule): void {
    if (this.wholeDiscount(line, rule)) return;
    this.leaveWhole(line);
    this.exactDiscount(line, rule);
    this.enterWhole(line);
  }

  /** The discount computed in whole numbers; false, with nothing done, when that is not possible. */
  private wholeDiscount(line: Line, rule: CompiledRule): boolean {
    const { whole: of } = line;
    const { whole: gives, parts } = this;
    if (!of || !gives) return false;
    const pieces = wholePieces(rule, gives, of.pieces);
    const worth = pieces === of.pieces ? of.worth : of.price * pieces;
    const rest = worth - of.discount;
    let percent = of.percent;
    let x: number; // in the finest parts
    if (rule.action === "by_percent") {
      percent = Math.min(percent + gives.amount, 100 * PERCENT_UNIT);
      x = rest * gives.amount;
    } else if (rule.action === "by_fixed") x = Math.min(rest, gives.amount * pieces) * PER_UNIT;
    else x = wholeFree(gives, pieces) * of.price * PER_UNIT;
    const cent = parts * PER_UNIT;
    let cents: number;
    if (percent === 0 || !of.priced) cents = nearest(x, cent);
    else {
      const kept = this.wholeRemainder(percent);
      if (kept === null) return false;
      x += kept;
      cents = nearest(x, cent);
      this.wholeRemainders.set(percent, x - cents * cent);
    }
    if (percent === 100 * PERCENT_UNIT && x > of.incl * PER_UNIT) cents = nearest(of.incl, parts);
    if (cents > 0) this.noting(rule).cents += cents;
    of.percent = percent;
    of.discount = Math.min(of.discount + cents * parts, worth);
    if (of.discount < 0) this.nonsense.push({ rule: rule.id, line: line.no });
    return true;
  }

  /** The remainder of a percentage; null when it is no whole number. */
  private wholeRemainder(percent: number): number | null {
    const exact = this.remainders.size > 0 ? this.remainders.get(percent / PERCENT_UNIT) : undefined;
    if (!exact) return this.wholeRemainders.get(percent) ?? 0;
    const cent = this.parts * PER_UNIT;
    const whole = exact.wholeIn(cent, cent);
    if (whole !== null) this.remainders.delete(percent / PERCENT_UNIT);
    return whole;
  }

  private leaveWhole(line: Line): void {
    if (!line.whole) return;
    line.discount = Exact.of(line.whole.discount, this.parts);
    line.percent = Exact.of(line.whole.percent, PERCENT_UNIT);
    line.whole = null;
  }

  private enterWhole(line: Line): void {
    if (this.trace) return;
    const whole = wholeLine(line, this.parts);
    const discount = line.discount.wholeIn(this.parts, Number.MAX_SAFE_INTEGER);
    const percent = line.percent.wholeIn(PERCENT_UNIT, Number.MAX_SAFE_INTEGER);
    // A discount below zero, as Magento's nonsense may be, has no room.
    if (!whole || discount === null || percent === null || discount < 0 || discount > MOST_UNITS) return;
    line.whole = { ...whole, discount, percent };
  }

  private exactDiscount(line: Line, rule: CompiledRule): void {
    const pieces = countedPieces(rule, line.pieces);
    const worth = pieces === line.pieces ? line.worth : line.basis.times(pieces);
    const x = this.rounded(this.amount(line, rule, pieces, worth), line);
    // Magento lists what a rule gave before the cap.
    if (x.sign() > 0) {
      const given = this.noting(rule);
      given.amount = given.amount.plus(x);
    }
    line.discount = line.discount.plus(x).min(worth);
    this.trace?.add("discount.rule", line, line.discount.text(2), { name: titleOf(rule.rule), given: x.text(2) });
    if (line.discount.sign() < 0 || this.absurd(rule)) this.nonsense.push({ rule: rule.id, line: line.no });
  }

  /** The discount of a rule on a line, unrounded. It also raises the line's sum of percentages. */
  private amount(line: Line, rule: CompiledRule, pieces: Exact, worth: Exact): Exact {
    switch (rule.action) {
      case "by_percent":
        line.percent = line.percent.plus(rule.amount).min(HUNDRED);
        return worth.minus(line.discount).times(rule.factor);
      case "by_fixed":
        return worth.minus(line.discount).min(rule.amount.times(pieces));
      case "buy_x_get_y":
        return freePieces(rule, pieces).times(line.basis);
      case "cart_fixed":
        return this.cartShare(line, rule, worth);
    }
  }

  private cartShare(line: Line, rule: CompiledRule, worth: Exact): Exact {
    const state = this.fixed.get(rule);
    if (!state || state.left.sign() <= 0) return ZERO;
    const key = String(rule.id);
    const part = rule.toShipping ? worth : worth.minus(line.discount);
    const whole = rule.toShipping ? state.total.plus(this.shipping?.amount ?? ZERO) : state.total.minus(this.counted);
    const share = whole.sign() === 0 ? ZERO : rule.amount.times(part).over(whole);
    const rounded = this.shares.round(key, share).min(worth).rounded();
    if (state.lines <= 1) this.shares.drop(key);
    else state.lines--;
    state.left = state.left.minus(rounded);
    if (state.left.sign() <= 0) this.shares.drop(key);
    return rounded;
  }

  /** Rounds a discount, with the remainder of the line's percentage (Magento\SalesRule\Model\Utility::deltaRoundingFix). */
  private rounded(amount: Exact, line: Line): Exact {
    const key = line.percent.toNumber();
    let x = amount;
    let rounded = x.rounded();
    if (key !== 0 && line.row.sign() > 0) {
      x = x.plus(this.remainder(line.percent, key));
      rounded = x.rounded();
      this.remainders.set(key, x.minus(rounded));
    }
    return key === 100 ? x.min(line.rowIncl).rounded() : rounded;
  }

  /**
   * What Magento divides by is zero but for the noise of its binary fractions, and it stores 1e16 or so. Where those come to zero
   * exactly, so does the discount.
   */
  private absurd(rule: CompiledRule): boolean {
    const state = this.fixed.get(rule);
    if (!state || rule.toShipping || rule.amount.sign() === 0) return false;
    return this.counted.sign() > 0 && state.total.compare(this.counted) === 0 && state.noisy !== this.noisy;
  }

  private remainder(percent: Exact, key: number): Exact {
    const kept = this.remainders.get(key);
    if (kept) return kept;
    const unit = percent.wholeIn(PERCENT_UNIT, Number.MAX_SAFE_INTEGER);
    const whole = unit === null ? undefined : this.wholeRemainders.get(unit);
    if (unit === null || whole === undefined) return ZERO;
    this.wholeRemainders.delete(unit);
    return Exact.of(whole, this.parts * PER_UNIT);
  }

  /** Where what the rule in hand gives is noted. */
  private noting(rule: CompiledRule): Giving {
    if (!this.giving) this.given.push((this.giving = { rule, amount: ZERO, to: "ITEM", cents: 0, first: this.place }));
    else if (this.place < this.giving.first) this.giving.first = this.place;
    return this.giving;
  }

  /** What each rule gave to all lines, in the order in which lines were visited. */
  perRule(): Given[] {
    return this.given
      .sort((a, b) => a.first - b.first)
      .map(({ rule, amount, to, cents }) => ({ rule, to, amount: amount.plus(Exact.of(cents)) }));
  }
}
