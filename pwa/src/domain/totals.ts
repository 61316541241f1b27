import { type AppliedRate, taxOn } from "./tax";

/** What totals are computed from. */
export interface PricedLine {
  unitPrice: number;
  quantity: number;
  rate: AppliedRate;
}

/** The tax of one rate over all its lines. */
export interface TaxRow extends AppliedRate {
  base: number;
  tax: number;
}

/** Totals in minor units. lines run parallel to the lines given. */
export interface Totals {
  lines: { rowTotal: number; tax: number }[];
  taxes: TaxRow[];
  subtotal: number;
  tax: number;
  total: number;
}

/**
 * Totals as Magento's "total" algorithm takes them: tax per rate on the sum of its rows, rounded half up once. A line's
 * share is how much the rounded tax grows when the line joins, so shares add up exactly and none is off by more than a cent.
 */
export function totalsOf(lines: readonly PricedLine[]): Totals {
  const rows = new Map<string, TaxRow>();
  const result: Totals = { lines: [], taxes: [], subtotal: 0, tax: 0, total: 0 };
  for (const line of lines) {
    const rowTotal = line.unitPrice * line.quantity;
    let row = rows.get(line.rate.key);
    if (!row) {
      row = { ...line.rate, base: 0, tax: 0 };
      rows.set(line.rate.key, row);
    }
    row.base += rowTotal;
    const tax = taxOn(row.base, row.percentMillionths);
    result.lines.push({ rowTotal, tax: tax - row.tax });
    row.tax = tax;
    result.subtotal += rowTotal;
  }
  result.taxes = [...rows.values()].filter((row) => row.percentMillionths > 0);
  result.tax = result.taxes.reduce((sum, row) => sum + row.tax, 0);
  result.total = result.subtotal + result.tax;
  return result;
}
