import { formatMoney } from "../../domain/money";
import type { SalesRow, SalesBy, SalesSum } from "../../domain/sales";
import { formatCount } from "../../i18n/messages";
import { Card } from "./Card";
import { useOffice } from "./office";
import { SalesChart } from "./SalesChart";
import { SalesTable } from "./SalesTable";
import { o } from "./texts";

/** What was sold in one currency: the sums, a chart, and the table that says the same. */
export function SalesSummary({ by, sum, nameOf }: { by: SalesBy; sum: SalesSum; nameOf(bar: SalesRow): string }) {
  const { locale } = useOffice();
  const { currency, total } = sum;
  const money = (amount: number) => formatMoney(amount, currency, locale);
  const tiles: [string, string, string, number][] =
    by === "TENDER"
      ? [["orders", o.sales.payments, formatCount(total.orders), total.orders], ["sales", o.sales.taken, money(total.sales), total.sales]]
      : [
          ["net", o.sales.net, money(total.sales - total.refunds), total.sales - total.refunds],
          // An order with several products counts once for each of them.
          by === "PRODUCT" ? ["quantity", o.sales.quantity, formatCount(Number(total.quantity)), Number(total.quantity)] : ["orders", o.sales.orders, formatCount(total.orders), total.orders],
          ["discounts", o.sales.discounts, money(total.discounts), total.discounts],
          ["tax", o.sales.tax, money(total.tax), total.tax],
        ];
  return (
    <Card title={`${o.sales.by[by]} · ${currency}`}>
      <dl className="mb-5 grid grid-cols-2 gap-3 sm:grid-cols-4">
        {tiles.map(([id, name, text, amount]) => (
          <div key={id} className="rounded-xl bg-sunken p-3">
            <dt className="text-xs text-muted">{name}</dt>
            <dd className="mt-0.5 text-lg font-semibold tabular-nums" data-testid={`sales-total-${id}`} data-amount={amount}>{text}</dd>
          </div>
        ))}
      </dl>
      <SalesChart by={by} sum={sum} nameOf={nameOf} money={money} />
      <SalesTable by={by} sum={sum} nameOf={nameOf} money={money} />
    </Card>
  );
}
