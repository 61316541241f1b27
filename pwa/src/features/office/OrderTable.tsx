import { formatMoney } from "../../domain/money";
import type { OfficeOrderSummary } from "../../domain/office";
import type { ShownState } from "../../domain/order";
import { held } from "../../i18n/held";
import { formatMoment } from "../../i18n/messages";
import { StateBadge } from "../../ui/StateBadge";
import { useOffice } from "./office";
import { o } from "./texts";

/** Orders in a list; each opens. */
export function OrderTable({ orders }: { orders: readonly OfficeOrderSummary[] }) {
  return (
    <ul aria-label={o.orders.list} className="divide-y divide-line overflow-hidden rounded-2xl border border-line bg-surface" data-testid="office-orders-list" data-count={orders.length}>
      {orders.map((order) => (
        <Row key={order.id} order={order} />
      ))}
    </ul>
  );
}

function Row({ order }: { order: OfficeOrderSummary }) {
  const { registers, locale } = useOffice();
  const register = registers.find((each) => each.id === order.registerId);
  const why = order.held ? held[order.held.reason]?.what : undefined;
  return (
    <li>
      <a
        href={`#office/orders/${order.id}`}
        className="grid min-h-16 grid-cols-[1fr_auto] items-center gap-x-4 gap-y-1 px-4 py-2.5 hover:bg-sunken/60 sm:grid-cols-[1fr_1.2fr_auto_11rem] sm:px-5"
        data-testid={`office-order-${order.receiptNumber}`}
      >
        <span className="min-w-0">
          <span className="block truncate font-semibold">{order.receiptNumber}</span>
          <time className="block truncate text-xs text-muted" dateTime={order.soldAt}>
            {formatMoment(order.soldAt)}
          </time>
        </span>
        <span className="order-last col-span-2 min-w-0 truncate text-sm text-muted sm:order-none sm:col-span-1">
          {register ? `${register.locationName} · ${register.name}` : `${order.locationId} · ${order.registerId}`}
        </span>
        <span className="hidden font-medium tabular-nums sm:block">{formatMoney(order.charged.total, order.currency, locale)}</span>
        <span className="flex items-center justify-end gap-3">
          <span className="font-medium tabular-nums sm:hidden">{formatMoney(order.charged.total, order.currency, locale)}</span>
          <StateBadge state={order.state.toLowerCase() as ShownState} receiptNumber={order.receiptNumber} />
        </span>
        {why && <span className="order-last col-span-full text-sm text-bad">{why}</span>}
      </a>
    </li>
  );
}
