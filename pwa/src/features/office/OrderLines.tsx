import type { ReactNode } from "react";
import { formatMoney } from "../../domain/money";
import type { OfficeOrder } from "../../domain/office";
import type { ShownState } from "../../domain/order";
import { formatCount, t } from "../../i18n/messages";
import { Card } from "./Card";
import { useOffice } from "./office";
import { OrderLink } from "./OrderLink";
import { o } from "./texts";

/** What was sold, what came back with it, and what came back of it since, wherever that is on its way. */
export function OrderLines({ order }: { order: OfficeOrder }) {
  const { locale } = useOffice();
  const money = (amount: number) => formatMoney(amount, order.currency, locale);
  return (
    <Card title={order.lines.length > 0 ? o.order.lines : o.order.returns}>
      <ul className="divide-y divide-line">
        {order.lines.map((line, i) => (
          <Goods
            key={`${line.sku} ${i}`}
            quantity={line.quantity}
            name={line.name}
            detail={[line.sku, line.override && o.order.changedPrice(line.override.reason), line.manual && o.order.discounted(line.manual.reason)]}
            amount={money(line.rowTotal)}
          />
        ))}
        {order.lines.length > 0 && order.returns.length > 0 && <li className="pt-4 pb-2 text-sm font-semibold">{o.order.returns}</li>}
        {order.returns.map((line, i) => (
          <Goods key={`back ${line.sku} ${i}`} quantity={line.quantity} name={line.name} detail={[line.sku, line.reason]} amount={money(-line.refund)} />
        ))}
        {order.returned.length > 0 && <li className="pt-4 pb-2 text-sm font-semibold">{o.order.returnedSince}</li>}
        {order.returned.map(({ orderId, sku, quantity, refund, state }, i) => (
          <Goods
            key={`since ${orderId} ${sku} ${i}`}
            quantity={quantity}
            name={order.lines.find((line) => line.sku === sku)?.name ?? sku}
            detail={[sku, state && t.states[state.toLowerCase() as ShownState].name]}
            amount={<OrderLink id={orderId} text={money(-refund)} />}
          />
        ))}
      </ul>
    </Card>
  );
}

function Goods({ quantity, name, detail, amount }: { quantity: string; name: string; detail: (string | null | undefined)[]; amount: ReactNode }) {
  return (
    <li className="flex gap-3 py-2.5 text-sm">
      <span className="w-14 shrink-0 text-muted tabular-nums">{o.order.each(formatCount(quantity))}</span>
      <span className="min-w-0 flex-1">
        <span className="block font-medium break-words">{name}</span>
        <span className="block text-xs break-words text-muted">{detail.filter(Boolean).join(" · ")}</span>
      </span>
      <span className="tabular-nums">{amount}</span>
    </li>
  );
}
