import { minorDigits } from "../money";
import { Exact, HUNDRED } from "./exact";
import type { Basket } from "./input";
import { Refused, decimalOrZero } from "./read";
import type { Payable } from "./result";

/**
 * What is to be paid of a grand total in hundredths: whole minor units of the currency, then for cash the nearest multiple of the
 * smallest coin. Both come after everything else and change no other figure.
 */
export function payable(grand: Exact, basket: Basket): Payable {
  const unit = Exact.of(10 ** minorDigits(basket.currency ?? "USD"));
  const exact = grand.times(unit).over(HUNDRED);
  const step = decimalOrZero(basket.cash_rounding, "cash_rounding").times(unit);
  let amount = exact.rounded();
  const own = amount;
  if (step.sign() > 0) amount = exact.over(step).rounded().times(step).rounded();
  const whole = amount.whole();
  if (whole === null) throw new Refused("refused.total");
  return { amount: whole, rounding: amount.minus(own).toNumber() };
}

/** What is to be paid as a decimal of the currency. */
export function paidText({ amount }: Payable, basket: Basket): string {
  return Exact.of(amount, 10 ** minorDigits(basket.currency ?? "USD")).text();
}
