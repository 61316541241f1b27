import { minorDigits } from "./money";

/** Coins and notes in daily use, in minor units, the largest first. */
const known: Record<string, number[]> = {
  USD: [10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 25, 10, 5, 1],
  EUR: [50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10, 5, 2, 1],
  GBP: [5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10, 5, 2, 1],
  CHF: [100_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10, 5],
};

/** The coins and notes that a drawer of a currency may hold, in minor units, the largest first. */
export function denominations(currency: string): number[] {
  if (known[currency]) return known[currency];
  // Nearly all currencies step by 1, 2 and 5, from the smallest unit to a few hundred whole ones.
  const digits = minorDigits(currency);
  const steps = Array.from({ length: digits + (digits ? 3 : 5) }, (_, power) => [1, 2, 5].map((step) => step * 10 ** power)).flat();
  return steps.reverse();
}
