import { shownSubtotal } from "../../domain/charge";
import type { PaperRow } from "../../domain/escpos";
import { formatMoney } from "../../domain/money";
import { type OrderRecord, worthOf } from "../../domain/order";
import type { Workplace } from "../../domain/workplace";
import { formatCount, formatMoment, formatPercent, t } from "../../i18n/messages";
import { rowLabel } from "./rowLabel";
import { o } from "./texts";

/** For somebody who is given the goods, and so without prices; and whether the customer has the first one already. */
export interface Kind {
  gift: boolean;
  copy: boolean;
}

/** A row of the sums below the lines of a receipt. */
export interface SumRow {
  label: string;
  amount: number;
  strong?: boolean;
}

/** What stands below the lines: discounts, taxes, the total, and how it was paid. */
export function sumRows({ input, receipt }: OrderRecord): SumRow[] {
  const { rounding = 0, change, balances = [], deferred = 0 } = input;
  const paidFor = balances.map(({ amount }, i) => ({ amount, ...(receipt.balances?.[i] ?? { receiptNumber: "", left: 0 }) }));
  return [
    // Who pays only the rest of something buys nothing.
    ...(input.lines.length + (input.returns?.length ?? 0) > 0 ? soldRows(input, receipt) : []),
    ...paidFor.map(({ receiptNumber, amount }) => ({ label: o.balance.of(receiptNumber), amount, strong: input.lines.length === 0 })),
    ...(rounding === 0 ? [] : [{ label: t.receipt.rounding, amount: rounding }]),
    ...input.tenders.map((tender) => ({ label: [t.pay.kinds[tender.kind], tender.reference].filter(Boolean).join(" "), amount: tender.amount })),
    ...(change === 0 ? [] : [{ label: t.receipt.change, amount: change }]),
    ...(deferred === 0 ? [] : [{ label: o.balance.still, amount: deferred, strong: true }]),
    ...paidFor.flatMap(({ receiptNumber, left }) => (left === 0 ? [] : [{ label: o.balance.stillOf(receiptNumber), amount: left, strong: true }])),
  ];
}

function soldRows(input: OrderRecord["input"], receipt: OrderRecord["receipt"]): SumRow[] {
  const { shipping = 0, taxIncluded } = receipt;
  const { charged } = input;
  const tax = taxIncluded ? t.cart.taxInside : t.cart.tax;
  const total = worthOf(input);
  const sold = [
    { label: t.cart.subtotal, amount: shownSubtotal({ ...charged, discount: charged.discount ?? 0, taxIncluded, shownShipping: shipping }) },
    ...receipt.discounts.map((row) => ({ label: rowLabel(row.label), amount: -row.amount })),
    ...(shipping === 0 ? [] : [{ label: t.delivery.shipping, amount: shipping }]),
    ...receipt.taxes.map((row) => ({ label: tax(formatPercent(row.percent)), amount: row.amount })),
  ];
  return [
    ...(input.lines.length > 0 ? sold : []),
    ...(input.returns?.length ? [{ label: t.returns.row, amount: total - charged.total }] : []),
    { label: total < 0 ? t.returns.toRefund : t.cart.total, amount: Math.abs(total), strong: true },
  ];
}

/** Where the goods go, when they are not carried out of the shop. */
export function deliveryRows({ receipt: { delivery } }: OrderRecord): string[] {
  if (!delivery) return [];
  return [[t.delivery.goes[delivery.kind](delivery.name), delivery.method].filter(Boolean).join(" · "), delivery.address];
}

/** A receipt for a printer; a gift receipt tells no prices. */
export function receiptRows(order: OrderRecord, { location }: Workplace, locale: string, { gift, copy }: Kind): PaperRow[] {
  const { input, receipt } = order;
  const money = (amount: number) => formatMoney(amount, input.currency, locale);
  const when = formatMoment(input.soldAt);
  const rows: PaperRow[] = [
    { kind: "text", text: location.name, align: "center", bold: true, large: true },
    { kind: "text", text: [...location.address.street, `${location.address.city} ${location.address.postcode}`].join(", "), align: "center" },
    ...(gift ? [{ kind: "text", text: t.receipt.gift, align: "center", bold: true } as const] : []),
    ...(copy ? [{ kind: "text", text: t.receipt.copy, align: "center", bold: true } as const] : []),
    { kind: "pair", left: `${t.receipt.number} ${order.receiptNumber}`, right: when },
    ...(receipt.customer && !gift ? [{ kind: "text", text: t.receipt.customer(receipt.customer) } as const] : []),
    ...(gift ? [] : deliveryRows(order).map((text) => ({ kind: "text", text }) as const)),
    { kind: "rule" },
  ];
  input.lines.forEach((line, i) => {
    const shown = receipt.lines[i];
    rows.push({ kind: "pair", left: `${formatCount(line.quantity)} × ${line.name}`, right: gift ? "" : money(shown?.shownRow ?? line.rowTotal) });
    if (shown?.detail) rows.push({ kind: "text", text: shown.detail });
  });
  if (!gift) {
    input.returns?.forEach((line, i) => {
      rows.push({ kind: "pair", left: `-${formatCount(line.quantity)} × ${line.name}`, right: money(-line.refund) });
      rows.push({ kind: "text", text: t.returns.from(receipt.returns[i] || t.returns.noReceipt) });
    });
    rows.push({ kind: "rule" });
    for (const { label, amount, strong } of sumRows(order)) rows.push({ kind: "pair", left: label, right: money(amount), bold: strong });
  }
  rows.push({ kind: "rule" }, { kind: "barcode", text: order.receiptNumber });
  rows.push({ kind: "text", text: t.receipt.servedBy(order.staffName), align: "center" });
  return rows;
}
