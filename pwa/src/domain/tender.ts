import { minorDigits } from "./money";

/** What a customer likely hands over for an amount due: the next round sums, ascending, without the exact amount. */
export function quickAmounts(due: number, currency: string): number[] {
  const one = 10 ** minorDigits(currency);
  const sums = new Set<number>();
  for (const note of [1, 5, 10, 20, 50, 100]) {
    const unit = note * one;
    const sum = Math.ceil(due / unit) * unit;
    if (sum > due) sums.add(sum);
  }
  return [...sums].sort((a, b) => a - b).slice(0, 5);
}
