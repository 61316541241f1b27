import { Carries, type Exact, HUNDRED, ZERO } from "./exact";
import type { Line } from "./line";
import { type CompiledRule, countedPieces, freePieces } from "./rule";

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

/** A discount of Magento's that no till may charge: line 0 is shipping. */
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

/** The discounts of the lines of one cart (Magento\SalesRule\Model\Quote\Discount, Validator and RulesApplier). */
export class LineDiscounts {
  readonly nonsense: Nonsense[] = [];
  /** The remainders of percentages: lines with the same sum of percentages share one. */
  private readonly remainders = new Map<string, Exact>();
  private readonly shares = new Carries();
  private readonly fixed = new Map<CompiledRule, CartFixed>();
  private readonly matches = new Map<CompiledRule, Map<Line, boolean>>();
  /** Magento's running sum: after each rule, every line in play adds all the discount it has so far. */
  private counted = ZERO;
  /** counted as Magento's binary fractions add up to it. */
  private noisy = 0;
  private order: readonly Line[] = [];

  constructor(
    private readonly lines: readonly Line[],
    private readonly shipping: ShippingShare | null,
  ) {}

  apply(rules: readonly Judged[]): void {
    for (const { rule, holds } of rules) if (holds && rule.action === "cart_fixed") this.fixed.set(rule, this.cartFixed(rule));
    this.order = this.sorted(rules);
    let inPlay = this.order;
    for (const { rule, holds } of rules) {
      if (holds) for (const line of inPlay) this.applyTo(line, rule);
      for (const line of inPlay) {
        if (line.discount.sign() === 0) continue;
        this.counted = this.counted.plus(line.discount);
        this.noisy += line.discount.toNumber(2);
      }
      if (holds && rule.stop) inPlay = inPlay.filter((line) => !line.stopped);
    }
  }

  private matching(rule: CompiledRule, line: Line): boolean {
    let known = this.matches.get(rule);
    if (!known) this.matches.set(rule, (known = new Map()));
    let hit = known.get(line);
    if (hit === undefined) known.set(line, (hit = rule.lines(line)));
    return hit;
  }

  /** Lines that the actions of an earlier rule match come before the others, whether or not that rule's conditions hold. */
  private sorted(rules: readonly Judged[]): readonly Line[] {
    const first: Line[] = [];
    let rest = this.lines;
    for (const { rule } of rules) {
      if (rest.length === 0) break;
      first.push(...rest.filter((line) => this.matching(rule, line)));
      rest = rest.filter((line) => !this.matching(rule, line));
    }
    return [...first, ...rest];
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
    if (!this.matching(rule, top)) return;
    top.rules.push(rule.id);
    if (rule.stop) top.stopped = true;
    const hit = top.dynamic ? top.parts.filter((part) => this.matching(rule, part)) : [];
    for (const part of hit) this.discount(part, rule);
    // Magento asks a copy of the bundle without its parts.
    if (!top.dynamic || (hit.length === 0 && rule.lines(top.alone()))) this.discount(top, rule);
  }

  private discount(line: Line, rule: CompiledRule): void {
    const pieces = countedPieces(rule, line.pieces);
    const worth = line.basis.times(pieces);
    const x = this.rounded(this.amount(line, rule, pieces, worth), line);
    // Magento lists what a rule gave before the cap.
    if (x.sign() > 0) line.given.push({ rule, amount: x });
    line.discount = line.discount.plus(x).min(worth);
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
    let x = amount;
    if (line.percent.sign() !== 0 && line.row.sign() > 0) {
      const key = line.percent.text(0, 8);
      x = x.plus(this.remainders.get(key) ?? ZERO);
      this.remainders.set(key, x.minus(x.rounded()));
      if (line.percent.compare(HUNDRED) === 0) x = x.min(line.rowIncl);
    }
    return x.rounded();
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

  /** What each rule gave to all lines, in the order in which lines were visited. */
  perRule(): Given[] {
    const sums = new Map<CompiledRule, Given>();
    for (const top of this.order) {
      for (const { rule, amount } of [...top.parts, top].flatMap((line) => line.given)) {
        const known = sums.get(rule);
        if (known) known.amount = known.amount.plus(amount);
        else sums.set(rule, { rule, amount, to: "ITEM" });
      }
    }
    return [...sums.values()];
  }
}
