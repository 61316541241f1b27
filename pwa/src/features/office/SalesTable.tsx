import type { SalesRow, SalesBy, SalesSum } from "../../domain/sales";
import { formatCount } from "../../i18n/messages";
import { cx } from "../../ui/cx";
import { o } from "./texts";

interface Props {
  by: SalesBy;
  sum: SalesSum;
  nameOf(bar: SalesRow): string;
  money(amount: number): string;
}

/** What was sold, in figures. */
export function SalesTable({ by, sum, nameOf, money }: Props) {
  const columns: [string, (bar: SalesRow) => string][] =
    by === "TENDER"
      ? [[o.sales.payments, (bar) => formatCount(bar.orders)], [o.sales.taken, (bar) => money(bar.sales)]]
      : [
          [o.sales.orders, (bar) => formatCount(bar.orders)],
          ...(by === "PRODUCT" ? ([[o.sales.quantity, (bar) => bar.quantity]] as [string, (bar: SalesRow) => string][]) : []),
          [o.sales.gross, (bar) => money(bar.sales)],
          [o.sales.refunds, (bar) => money(bar.refunds)],
          [o.sales.discounts, (bar) => money(bar.discounts)],
          [o.sales.tax, (bar) => money(bar.tax)],
        ];
  return (
    // Its own scrolling must be reachable by keyboard.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div tabIndex={0} role="region" aria-label={o.sales.by[by]} className="mt-5 max-h-[32rem] overflow-auto">
      <table className="w-full text-sm tabular-nums" data-testid="sales-table">
        <thead className="sticky top-0 bg-surface">
          <tr className="border-b border-line text-muted">
            <th scope="col" className="py-2 text-start font-medium">{o.sales.by[by]}</th>
            {columns.map(([name]) => (
              <th key={name} scope="col" className="py-2 ps-4 text-end font-medium">{name}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sum.bars.map((bar) => (
            <tr key={bar.key} className={cx("border-b border-line last:border-0", bar.orders === 0 && "text-muted")} data-testid={`sales-row-${bar.key}`} data-sales={bar.sales} data-orders={bar.orders}>
              <th scope="row" className="py-2 text-start font-normal">
                {nameOf(bar)}
                {by === "PRODUCT" && <span className="block text-xs text-muted">{bar.key}</span>}
              </th>
              {columns.map(([name, value]) => (
                <td key={name} className="py-2 ps-4 text-end whitespace-nowrap">{value(bar)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
