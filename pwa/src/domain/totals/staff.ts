import { Exact, HUNDRED, ONE, ZERO } from "./exact";
import type { Basket } from "./input";
import type { Line } from "./line";
import { decimalOrZero } from "./read";
import type { Trace } from "./trace";

/** How the figures name what staff took off the whole basket. */
export const STAFF_LABEL = "Staff discount";

/**
 * Takes off what staff gave on the whole basket, after all rules, and tells how much. Each line bears its share of what is left of it,
 * rounded with a remainder that goes from line to line, so that the shares add up to the amount. See the Go engine (staff.go).
 */
export function takeStaffDiscount(basket: Basket, lines: readonly Line[], trace: Trace | null): Exact {
  const asked = basket.staff_discount;
  if (!asked) return ZERO;
  const left = lines.flatMap((line) => (line.dynamic ? line.parts : [line])).filter((line) => restOf(line).sign() > 0);
  const sum = left.reduce((total, line) => total.plus(restOf(line)), ZERO);
  const factor = factorOf(asked, sum);
  let carried = ZERO;
  let given = ZERO;
  for (const line of left) {
    const rest = restOf(line);
    const exact = rest.times(factor).plus(carried);
    const x = exact.rounded().min(rest);
    carried = exact.minus(x);
    line.discount = line.discount.plus(x);
    given = given.plus(x);
    trace?.add("discount.staff", line, line.discount.text(2), { given: x.text(2) });
  }
  return given;
}

const restOf = (line: Line) => line.worth.minus(line.discount);

function factorOf(asked: NonNullable<Basket["staff_discount"]>, sum: Exact): Exact {
  if ((asked.percent ?? null) !== null) return decimalOrZero(asked.percent, "staff discount").over(HUNDRED);
  if (sum.sign() <= 0) return ZERO;
  return decimalOrZero(asked.amount, "staff discount").times(HUNDRED).over(sum).min(ONE);
}
