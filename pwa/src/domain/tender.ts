import { minorDigits } from "./money";

/** How a tender is paid. Only cash gives change. */
export const tenderKinds = ["CASH", "CARD", "GIFT_CARD", "STORE_CREDIT", "OTHER"] as const;
export type TenderKind = (typeof tenderKinds)[number];

/** One payment, in minor units; negative when it was paid out. All but cash have a reference. */
export interface Tender {
  kind: TenderKind;
  amount: number;
  reference?: string;
}

/** The most tenders on an order. */
export const MAX_TENDERS = 50;

/** Where the payment of an order stands, in minor units. */
export interface Settlement {
  /** What rounding to coins added to what is due; negative when it took off. */
  rounding: number;
  /** What is still to be paid, or paid out when less than 0; in coins when cash is among the tenders. */
  missing: number;
  /** What is still to be paid if the rest is paid in cash. */
  missingCash: number;
  /** Cash handed back. */
  change: number;
  /**
   * What was given beyond what is due and cannot be change, because the order became less since: tenders have to be given back before
   * anything else is taken.
   */
  excess: number;
  done: boolean;
}

/** An amount to the nearest multiple of the smallest coin, halves away from zero. */
export function toCoins(amount: number, coin: number): number {
  if (coin <= 1) return amount;
  return Math.sign(amount) * Math.floor(Math.abs(amount) / coin + 0.5) * coin + 0; // not -0
}

/**
 * Settles what is due against what was given. Only what is paid in cash is rounded to coins, after everything else; a rest that is less
 * than any coin is nothing. When money goes back to the customer (due below 0), tenders are negative and there is no change.
 */
export function settle(due: number, tenders: readonly Tender[], coin: number): Settlement {
  const cashGiven = tenders.some((tender) => tender.kind === "CASH");
  const sum = (list: readonly Tender[]) => list.reduce((total, tender) => total + tender.amount, 0);
  const rest = due - sum(tenders.filter((tender) => tender.kind !== "CASH"));
  const coins = toCoins(rest, coin);
  const missingCash = coins - sum(tenders.filter((tender) => tender.kind === "CASH"));
  const against = tenders.filter((tender) => Math.sign(tender.amount) !== Math.sign(due));
  const excess = Math.abs(sum(against)) || (due < 0 ? Math.max(0, rest, missingCash) : Math.max(0, -rest));
  if (excess > 0) return { rounding: 0, missing: 0, missingCash: 0, change: 0, excess, done: false };
  if (!cashGiven && coins !== 0) return { rounding: 0, missing: rest, missingCash: coins, change: 0, excess, done: false };
  const change = due >= 0 ? Math.max(0, -missingCash) : 0;
  const missing = missingCash + change;
  return { rounding: coins - rest, missing, missingCash: missing, change, excess, done: missing === 0 };
}

/** Why a tender cannot be taken now; null when it can. */
export function tenderFault(tender: Tender, due: number, given: readonly Tender[], coin: number): "amount" | "direction" | "tooMuch" | "reference" | "many" | null {
  if (tender.amount === 0 || !Number.isSafeInteger(tender.amount)) return "amount";
  if (tender.amount < 0 !== due < 0) return "direction";
  if (given.length >= MAX_TENDERS) return "many";
  if (tender.kind !== "CASH" && !tender.reference?.trim()) return "reference";
  const { missing, missingCash, excess } = settle(due, given, coin);
  if (excess > 0) return "tooMuch";
  // Only cash gives change, and only to a customer who pays.
  if (tender.kind !== "CASH") return Math.abs(tender.amount) > Math.abs(missing) ? "tooMuch" : null;
  return due < 0 && Math.abs(tender.amount) > Math.abs(missingCash) ? "tooMuch" : null;
}

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
