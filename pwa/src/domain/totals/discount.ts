import { Carries, type Exact, HUNDRED, ZERO } from "./exact";
import type { Line } from "./line";
import { type CompiledRule, countedPieces, freePieces } from "./rule";
import type { Trace } from "./trace";

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

/** The discounts of the lines of one cart (Magento\SalesRule\Model\Quote\Discount, Validator and RulesApplier). */
export class LineDiscounts {
  readonly nonsense: Nonsense[] = [];
  /** The remainders of percentages: lines with the same sum of percentages share one. */
  private readonly remainders = new Map<number, Exact>();
  private readonly shares = new Carries();
  private readonly fixed = new Map<CompiledRule, CartFixed>();
  /** The discounts of all lines in play; those of the parts of bundles are not in it. */
  private inPlay = ZERO;
  /** Magento's running sum: after each rule, every line in play adds all the discount it has so far. */
  private counted = ZERO;
  /** counted as Magento's binary fractions add up to it. */
  private noisy = 0;
  private readonly given = new Map<CompiledRule, Given & { first: number }>();
  /** The rules that took effect on a line. */
  readonly applied = new Set<CompiledRule>();
  /** The place of the line or part in hand among all, in the order of visits. */
  private place = 0;
  /** Which lines a rule's actions match, by their slots; undefined where nobody has asked yet. */
  private matches: (boolean | undefined)[] = [];

  constructor(
    private readonly lines: readonly Line[],
    private readonly shipping: ShippingShare | null,
    private readonly trace: Trace | null = null,
  ) {
    let slot = 0;
    for (const top of lines) for (const line of [top, ...top.parts]) line.slot = slot++;
  }

  apply(rules: readonly Judged[]): void {
    // Rules that share their actions share what these match.
    const known = new Map<unknown, (boolean | undefined)[]>();
    const matches = rules.map(({ rule }) => {
      const found = known.get(rule.lines) ?? [];
      known.set(rule.lines, found);
      return found;
    });
    let inPlay = this.sorted(rules, matches);
    let place = 0;
    for (const top of inPlay) for (const line of [...top.parts, top]) line.place = place++;
    const doubles = rules.some(({ rule, holds }) => holds && rule.action === "cart_fixed");
    rules.forEach(({ rule, holds }, i) => {
      this.matches = matches[i]!;
      if (holds) {
        if (rule.action === "cart_fixed") this.fixed.set(rule, this.cartFixed(rule));
        // Magento leaves a line below zero alone (Magento\SalesRule\Model\Validator::process).
        for (const line of inPlay) if (this.matching(rule, line) && line.basis.sign() >= 0) this.applyTo(line, rule);
      }
      this.counted = this.counted.plus(this.inPlay);
      if (doubles) for (const line of inPlay) this.noisy += line.noisy;
      if (!holds || !rule.stop) return;
      for (const line of inPlay) if (line.stopped) this.inPlay = this.inPlay.minus(line.discount);
      inPlay = inPlay.filter((line) => !line.stopped);
    });
  }

  private matching(rule: CompiledRule, line: Line): boolean {
    return (this.matches[line.slot] ??= rule.lines(line));
  }

  /** Lines that the actions of an earlier rule match come before the others, whether or not that rule's conditions hold. */
  private sorted(rules: readonly Judged[], matches: readonly (boolean | undefined)[][]): readonly Line[] {
    const order: Line[] = [];
    let rest = this.lines;
    for (let i = 0; i < rules.length && rest.length > 0; i++) {
      this.matches = matches[i]!;
      const { rule } = rules[i]!;
      const found = order.length;
      for (const line of rest) if (this.matching(rule, line)) order.push(line);
      if (order.length > found) rest = rest.filter((line) => !this.matching(rule, line));
    }
    return [...order, ...rest];
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
    const before = top.discount;
    top.rules.push(rule.id);
    this.applied.add(rule);
    this.place = top.place;
    if (rule.stop) top.stopped = true;
    if (top.dynamic) this.applyToParts(top, rule);
    else this.discount(top, rule);
    if (top.discount === before) return;
    this.inPlay = this.inPlay.plus(top.discount.minus(before));
    top.noisy = top.discount.toNumber(2);
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
    const pieces = countedPieces(rule, line.pieces);
    const worth = pieces === line.pieces ? line.worth : line.basis.times(pieces);
    const x = this.rounded(this.amount(line, rule, pieces, worth), line);
    // Magento lists what a rule gave before the cap.
    if (x.sign() > 0) this.note(rule, x);
    line.discount = line.discount.plus(x).min(worth);
    if (this.trace) {
      const { label, name } = rule.rule;
      this.trace.money("discount", line.no, `rule "${label || name}" gives ${x.text(2)}; discount of ${line.item.sku} now`, line.discount);
    }
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
      const key = line.percent.toNumber();
      x = x.plus(this.remainders.get(key) ?? ZERO);
      const rounded = x.rounded();
      this.remainders.set(key, x.minus(rounded));
      if (key !== 100) return rounded;
      x = x.min(line.rowIncl);
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

  private note(rule: CompiledRule, x: Exact): void {
    const known = this.given.get(rule);
    if (!known) this.given.set(rule, { rule, amount: x, to: "ITEM", first: this.place });
    else {
      known.amount = known.amount.plus(x);
      if (this.place < known.first) known.first = this.place;
    }
  }

  /** What each rule gave to all lines, in the order in which lines were visited. */
  perRule(): Given[] {
    return [...this.given.values()].sort((a, b) => a.first - b.first);
  }
}
