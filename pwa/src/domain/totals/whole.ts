import { Exact } from "./exact";
import type { Line } from "./line";
import type { CompiledRule } from "./rule";

/**
 * A basket may have thousands of discounts, one for each rule and line, and nearly all are short decimals. Those are computed in whole
 * numbers of a unit that the lines of the basket share; what does not fit is computed from Exact, with the same result:
 * LineDiscounts.discount says what is computed, wholeDiscount repeats it.
 */

/** The part of one percent that percentages are whole numbers of. */
export const PERCENT_UNIT = 10_000;
/** How many of the finest parts make a unit: a percentage of whole units is a whole number of those. */
export const PER_UNIT = 100 * PERCENT_UNIT;
/** The smallest part of a piece that is tried. */
const FINEST_PIECE = 1_000_000;
/** Bounds values in units, so that no percentage of one is beyond what numbers hold exactly. */
export const MOST_UNITS = 2 ** 33;

/** What the discounts of a line are computed from, and what they have come to. A cent has as many units as a piece has parts. */
export interface Whole {
  /** In cents. */
  price: number;
  /** In parts of a piece. */
  pieces: number;
  /** In units. */
  worth: number;
  incl: number;
  discount: number;
  /** In parts of one percent. */
  percent: number;
  /** Without a price no remainder is carried. */
  priced: boolean;
}

/** What a rule gives: a percentage in parts of one percent or an amount in cents, and pieces in parts of one. */
export interface WholeRule {
  amount: number;
  most: number;
  step: number;
  /** Of buy-x-get-y. */
  free: number;
}

/** How many parts a piece has, so that the pieces of as many lines as possible are whole numbers of them. */
export function partsOfPiece(lines: readonly Line[]): number {
  let parts = 1;
  for (const line of lines) {
    for (let tried = parts; tried <= FINEST_PIECE; tried *= 10) {
      if (line.pieces.wholeIn(tried, MOST_UNITS) === null) continue;
      parts = tried;
      break;
    }
  }
  return parts;
}

export function wholeLine(line: Line, parts: number): Whole | null {
  const price = line.basis.wholeIn(1, MOST_UNITS);
  const pieces = line.pieces.wholeIn(parts, MOST_UNITS);
  const worth = line.worth.wholeIn(parts, MOST_UNITS);
  const incl = line.rowIncl.wholeIn(parts, MOST_UNITS);
  if (price === null || pieces === null || worth === null || incl === null) return null;
  return { price, pieces, worth, incl, discount: 0, percent: 0, priced: line.row.sign() > 0 };
}

export function wholeRule(rule: CompiledRule, parts: number): WholeRule | null {
  if (rule.action === "cart_fixed") return null;
  const free = rule.action === "buy_x_get_y" ? rule.amount.wholeIn(parts, MOST_UNITS) : 0;
  const amount = free === 0 ? rule.amount.wholeIn(rule.action === "by_percent" ? PERCENT_UNIT : 1, MOST_UNITS) : 0;
  const most = rule.mostPieces.wholeIn(parts, MOST_UNITS);
  const step = rule.step.wholeIn(parts, MOST_UNITS);
  if (free === null || amount === null || most === null || step === null) return null;
  return { amount, most, step, free };
}

/** Whole numbers rounded to a multiple of d, as a number of those, halves away from zero. */
export function nearest(n: number, d: number): number {
  const rest = n % d;
  const whole = (n - rest) / d;
  if (rest >= d - rest) return whole + 1;
  return -rest >= d + rest ? whole - 1 : whole;
}

/** The pieces that count. */
export function wholePieces(rule: CompiledRule, { most, step }: WholeRule, pieces: number): number {
  const counted = most > 0 && most < pieces ? most : pieces;
  return step > 0 && rule.action !== "buy_x_get_y" ? counted - (counted % step) : counted;
}

/** The pieces that buy-x-get-y gives away. */
export function wholeFree({ step, free }: WholeRule, pieces: number): number {
  if (step === 0 || free > step) return 0;
  const rest = pieces % (step + free);
  return ((pieces - rest) / (step + free)) * free + Math.max(0, rest - step);
}

/** The discount of a line as Exact has it. */
export const discountOf = (line: Line, parts: number) => (line.whole ? Exact.of(line.whole.discount, parts) : line.discount);
