import type { PaperRow } from "../../domain/escpos";
import type { ShiftReport } from "../../domain/shift";
import type { Workplace } from "../../domain/workplace";
import { formatMoment, t } from "../../i18n/messages";
import { o } from "./texts";

/** A row of a report: a figure with its name, or a heading over the rows that follow. */
export interface ReportRow {
  label: string;
  value?: string;
  strong?: boolean;
}

/** What a report says, in its order, for the screen and for paper. */
export function reportRows(report: ShiftReport, money: (amount: number) => string, nameOf: (staffId: string | null) => string): ReportRow[] {
  const { rows } = o;
  const when = (at: string | null, by: string | null) => (at ? `${formatMoment(at)}, ${nameOf(by)}` : "–");
  const some = (label: string, count: number, amount?: number): ReportRow[] => (count === 0 ? [] : [{ label, value: amount === undefined ? String(count) : `${count} · ${money(amount)}` }]);
  const sum = (label: string, amount: number): ReportRow[] => (amount === 0 ? [] : [{ label, value: money(amount) }]);
  return [
    { label: rows.opened, value: when(report.openedAt, report.openedBy) },
    { label: rows.closed, value: when(report.closedAt, report.closedBy) },
    { label: rows.orders, value: String(report.orders), strong: true },
    { label: rows.sales, value: money(report.sales) },
    ...sum(rows.discounts, report.discounts),
    ...sum(rows.refunds, -report.refunds),
    { label: rows.tax, value: money(report.tax) },
    ...sum(rows.rounding, report.rounding),
    ...sum(rows.deferred, -report.deferred),
    ...sum(rows.balances, report.balances),
    ...some(rows.cancelled, report.cancelled, report.cancelledAmount),
    ...some(rows.otherCurrency, report.otherCurrency),
    ...some(rows.unsent, report.unsentOrders, report.unsentAmount),
    ...(report.tenders.length ? [{ label: rows.tenders }] : []),
    ...report.tenders.map(({ kind, count, amount }) => ({ label: t.pay.kinds[kind], value: `${count} · ${money(amount)}` })),
    { label: rows.cash },
    { label: rows.float, value: money(report.float) },
    ...sum(rows.paidIn, report.paidIn),
    ...sum(rows.paidOut, -report.paidOut),
    ...some(rows.drawer, report.drawerOpened),
    { label: o.expected, value: money(report.expectedCash), strong: true },
    ...(report.countedCash === null ? [] : [{ label: o.counted, value: money(report.countedCash), strong: true }]),
    ...(report.difference === null ? [] : [{ label: o.difference, value: money(report.difference), strong: true }]),
  ];
}

/** A report for a receipt printer. */
export function reportPaper(title: string, rows: readonly ReportRow[], { location, register }: Workplace, notes: readonly string[]): PaperRow[] {
  return [
    { kind: "text", text: location.name, align: "center", bold: true, large: true },
    { kind: "text", text: `${register.name} · ${register.id}`, align: "center" },
    { kind: "text", text: title, align: "center", bold: true },
    { kind: "rule" },
    ...rows.map(({ label, value, strong }): PaperRow => (value === undefined ? { kind: "text", text: label, bold: true } : { kind: "pair", left: label, right: value, bold: strong })),
    { kind: "rule" },
    ...notes.map((text): PaperRow => ({ kind: "text", text, align: "center" })),
  ];
}
