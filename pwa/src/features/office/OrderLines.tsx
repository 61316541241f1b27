import { formatMoney } from "../../domain/money";
import type { OfficeOrder } from "../../domain/office";
import { Card } from "./Card";
import { useOffice } from "./office";
import { o } from "./texts";

/** What was sold, and what came back. */
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
      </ul>
    </Card>
  );
}

function Goods({ quantity, name, detail, amount }: { quantity: string; name: string; detail: (string | null)[]; amount: string }) {
  return (
    <li className="flex gap-3 py-2.5 text-sm">
      <span className="w-14 shrink-0 text-muted tabular-nums">{o.order.each(quantity)}</span>
      <span className="min-w-0 flex-1">
        <span className="block font-medium break-words">{name}</span>
        <span className="block text-xs break-words text-muted">{detail.filter(Boolean).join(" · ")}</span>
      </span>
      <span className="tabular-nums">{amount}</span>
    </li>
  );
}
