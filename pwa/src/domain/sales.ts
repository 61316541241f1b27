import { plainAmount } from "./money";

/** By what sales are summed up. */
export type SalesBy = "HOUR" | "DAY" | "LOCATION" | "PRODUCT" | "STAFF" | "TENDER";

/** All ways to sum up, in the order in which they are offered. */
export const waysToSumUp: readonly SalesBy[] = ["DAY", "HOUR", "LOCATION", "PRODUCT", "STAFF", "TENDER"];

/** What was sold, of one key. Amounts are minor units; what does not go with the way it is summed up is 0. */
export interface SalesRow {
  /** The id of a location or person, a SKU, a kind of tender, or when an hour or day begins, ISO 8601. */
  key: string;
  name: string | null;
  currency: string;
  orders: number;
  quantity: string;
  sales: number;
  refunds: number;
  discounts: number;
  tax: number;
}

/** Which sales to sum up. Times are ISO 8601, from included, to not. */
export interface SalesQuery {
  by: SalesBy;
  from: string;
  to: string;
  locationId: string | null;
  /** An IANA time zone: hours and days begin by its clocks. */
  zone: string;
}

/** Most days that can be summed up at once. */
export function longestRange(by: SalesBy): number {
  return by === "PRODUCT" || by === "TENDER" ? 31 : 366;
}

const dayMs = 86_400_000;

/** The midnight with which a day ("2026-03-14") begins on this device's clock, moved on by days; null when it is no day. */
export function midnight(day: string, moved = 0): Date | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (!match) return null;
  const date = new Date(Number(match[1]), Number(match[2]) - 1, Number(match[3]) + moved);
  return Number.isNaN(date.getTime()) ? null : date;
}

/** A moment's day on this device's clock, "2026-03-14". */
export function dayOf(moment: Date): string {
  const two = (n: number) => String(n).padStart(2, "0");
  return `${String(moment.getFullYear()).padStart(4, "0")}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
}

/** How many days there are from one day to another, both included; 0 when there are none. */
export function daysBetween(from: string, to: string): number {
  const [begin, end] = [midnight(from), midnight(to)];
  // Days with a change of the clocks are an hour longer or shorter.
  return begin && end && begin <= end ? Math.round((end.getTime() - begin.getTime()) / dayMs) + 1 : 0;
}

/** What was sold in one currency: the bars of a chart and rows of its table, and their sum. */
export interface SalesSum {
  currency: string;
  bars: SalesRow[];
  total: SalesRow;
}

/** What was sold of it less what came back. */
export const netOf = ({ sales, refunds }: Pick<SalesRow, "sales" | "refunds">) => sales - refunds;

/**
 * The rows by currency, with their sums. Days in which nothing was sold are filled in; hours of more than one day become the
 * hours of the day, "00" to "23"; everything else begins with what brought the most.
 */
export function sumUp(rows: readonly SalesRow[], by: SalesBy, days: readonly string[]): SalesSum[] {
  const currencies = [...new Set(rows.map((row) => row.currency))];
  return currencies.map((currency) => {
    const own = rows.filter((row) => row.currency === currency);
    const bars = by === "DAY" ? fill(own, days, (key) => dayOf(new Date(key))) : by === "HOUR" ? fill(own, hours, (key) => hours[new Date(key).getHours()]!) : own.toSorted((a, b) => netOf(b) - netOf(a));
    return { currency, bars, total: add("", own) };
  });
}

const hours = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, "0"));

function fill(rows: readonly SalesRow[], keys: readonly string[], keyOf: (key: string) => string): SalesRow[] {
  return keys.map((key) => ({ ...add(key, rows.filter((row) => keyOf(row.key) === key)), currency: rows[0]!.currency }));
}

function add(key: string, rows: readonly SalesRow[]): SalesRow {
  const sum = (pick: (row: SalesRow) => number) => rows.reduce((total, row) => total + pick(row), 0);
  const quantity = String(Math.round(sum((row) => Number(row.quantity)) * 10_000) / 10_000);
  return { key, name: null, currency: rows[0]?.currency ?? "", orders: sum((r) => r.orders), quantity, sales: sum((r) => r.sales), refunds: sum((r) => r.refunds), discounts: sum((r) => r.discounts), tax: sum((r) => r.tax) };
}

/** The days from one to another, both included. */
export function daysFrom(from: string, to: string): string[] {
  return Array.from({ length: daysBetween(from, to) }, (_, i) => dayOf(midnight(from, i)!));
}

/** Sums as a file that spreadsheets read: amounts as plain decimals, one line a bar and currency. */
export function salesCsv(header: readonly string[], sums: readonly SalesSum[], nameOf: (bar: SalesRow) => string): string {
  const lines = sums.flatMap(({ currency, bars }) =>
    bars.map((bar) => [bar.key, nameOf(bar), currency, bar.orders, bar.quantity, ...[bar.sales, bar.refunds, bar.discounts, bar.tax].map((amount) => plainAmount(amount, currency))]),
  );
  return [header, ...lines].map((line) => line.map(cell).join(",")).join("\r\n") + "\r\n";
}

// A text that begins as a formula does would be run by spreadsheets.
function cell(value: string | number): string {
  const text = typeof value === "string" && /^[=+\-@\t\r]/.test(value) && !/^-?\d+(\.\d+)?$/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
