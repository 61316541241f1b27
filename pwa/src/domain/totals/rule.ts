import { type CartTest, ConditionCompiler, type LineTest } from "./condition";
import { type Exact, HUNDRED, ONE, ZERO } from "./exact";
import type { Basket, Rule, Snapshot } from "./input";
import { Unknown, decimalOrZero } from "./read";

type Action = "by_percent" | "by_fixed" | "cart_fixed" | "buy_x_get_y";
const ACTIONS: readonly string[] = ["by_percent", "by_fixed", "cart_fixed", "buy_x_get_y"];

/** A cart price rule made ready to be judged many times. */
export interface CompiledRule {
  rule: Rule;
  id: number;
  action: Action;
  /** A percentage, at most 100, or an amount in hundredths; of buy_x_get_y the free pieces. */
  amount: Exact;
  /** The percentage as a factor. */
  factor: Exact;
  /** ZERO when there is none. */
  mostPieces: Exact;
  step: Exact;
  stop: boolean;
  toShipping: boolean;
  cart: CartTest;
  lines: LineTest;
}

/** A rule of the snapshot, judged by this engine or, without `compiled`, only by Magento. */
export interface KnownRule {
  rule: Rule;
  compiled: CompiledRule | null;
  /** The codes it asks for, in lower case, with whether each is used up; null when it asks for none. */
  codes: ReadonlyMap<string, boolean> | null;
}

/** What a person knows a rule by. */
export const titleOf = (rule: Rule) => rule.label || rule.name;

/** The rules in the order in which they apply: by priority, then id. */
export function compileRules(snapshot: Snapshot): KnownRule[] {
  const compiler = new ConditionCompiler(new Set(snapshot.multiselect));
  return snapshot.rules
    .toSorted((a, b) => a.priority - b.priority || a.id - b.id)
    .map((rule) => ({ rule, compiled: compile(rule, compiler), codes: codesOf(rule) }));
}

function codesOf(rule: Rule): ReadonlyMap<string, boolean> | null {
  const codes = new Map<string, boolean>();
  const add = (code: string, limit?: number | null, used?: number | null) =>
    codes.has(code.toLowerCase()) || codes.set(code.toLowerCase(), !!limit && limit > 0 && (used ?? 0) >= limit);
  if (rule.coupon) add(rule.coupon, rule.uses_per_coupon, rule.times_used);
  for (const one of rule.coupons ?? []) add(one.code, one.uses_per_coupon, one.times_used);
  return codes.size > 0 || rule.more_coupons ? codes : null;
}

/** Whether a code may be one of those that the rule does not list. */
export function mayKnow({ rule, codes }: KnownRule, code: string): boolean {
  return !!rule.more_coupons && code !== "" && !codes!.has(code);
}

function compile(rule: Rule, compiler: ConditionCompiler): CompiledRule | null {
  try {
    if (!ACTIONS.includes(rule.action)) throw new Unknown(`action ${rule.action}`);
    const action = rule.action as Action;
    const given = decimalOrZero(rule.discount_amount, "discount amount");
    const most = decimalOrZero(rule.discount_qty, "discount quantity");
    const step = decimalOrZero(rule.discount_step, "discount step");
    if (Math.min(given.sign(), most.sign(), step.sign()) < 0) throw new Unknown("negative amount");
    if (!["", "items", "shipment"].includes(rule.free_shipping ?? "")) throw new Unknown("free shipping");
    const percent = given.min(HUNDRED);
    const money = action === "by_fixed" || action === "cart_fixed";
    return {
      rule,
      id: rule.id,
      action,
      amount: action === "by_percent" ? percent : money ? given.times(HUNDRED).reduced() : given,
      factor: action === "by_percent" ? percent.over(HUNDRED) : ONE,
      mostPieces: most,
      step,
      stop: rule.stop,
      toShipping: rule.apply_to_shipping,
      // Nothing at all holds always.
      cart: compiler.once("cart", rule.conditions ?? { type: "combine", aggregator: "all" }),
      lines: compiler.once("lines", rule.actions ?? { type: "product_combine", aggregator: "all" }),
    };
  } catch {
    // Whatever is wrong with the tree, a guess would be worse than asking Magento.
    return null;
  }
}

/** The pieces of a line that count for a rule. */
export function countedPieces(rule: CompiledRule, pieces: Exact): Exact {
  const most = rule.mostPieces.sign() === 0 ? pieces : pieces.min(rule.mostPieces);
  if (rule.step.sign() === 0 || (rule.action !== "by_percent" && rule.action !== "by_fixed")) return most;
  return most.over(rule.step).floored().times(rule.step);
}

/** Of so many pieces, those that buy-x-get-y gives away (Magento\SalesRule\Model\Rule\Action\Discount\BuyXGetY). */
export function freePieces(rule: CompiledRule, pieces: Exact): Exact {
  const buy = rule.step;
  const get = rule.amount;
  if (buy.sign() === 0 || get.compare(buy) > 0) return ZERO;
  const period = buy.plus(get);
  const periods = pieces.over(period).floored();
  const rest = pieces.minus(periods.times(period));
  const free = periods.times(get);
  return rest.compare(buy) > 0 ? free.plus(rest.minus(buy)) : free;
}

/** Whether a rule is offered to this buyer today, with the code that was entered. */
export function offered(known: KnownRule, basket: Basket, code: string): boolean {
  const { rule, codes } = known;
  if (codes && codes.get(code) !== false && !mayKnow(known, code)) return false;
  if (!rule.is_active || !rule.customer_groups.includes(basket.customer_group)) return false;
  if (rule.website_ids?.length && basket.website_id && !rule.website_ids.includes(basket.website_id)) return false;
  if (rule.from_date && rule.from_date.slice(0, 10) > basket.date) return false;
  return !rule.to_date || rule.to_date.slice(0, 10) >= basket.date;
}

/** Whether only Magento knows how often this customer has used a rule that limits that. */
export function usesUnknown(rule: Rule, basket: Basket): boolean {
  return !!basket.uses_unknown && (rule.uses_per_customer ?? 0) > 0 && basket.rule_uses?.[String(rule.id)] === undefined;
}

/** Whether this customer has used a rule as often as it allows. */
export function usedUp(rule: Rule, basket: Basket): boolean {
  return !!rule.uses_per_customer && (basket.rule_uses?.[String(rule.id)] ?? 0) >= rule.uses_per_customer;
}
