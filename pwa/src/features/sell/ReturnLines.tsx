import { useState } from "react";
import { type CartReturn, exactQuantity } from "../../domain/cart";
import { refundsOf } from "../../domain/due";
import { type Returnable, refundFor, returnOf } from "../../domain/returns";
import { formatMoment, t } from "../../i18n/messages";
import { Button } from "../../ui/Button";
import { MinusIcon, PlusIcon } from "../../ui/icons";
import { Reason } from "../../ui/Reason";
import { Restock } from "./Restock";
import { useSale } from "./sale";

/** Which lines of an order come back, how many pieces, and why. */
export function ReturnLines({ order, onTake }: { order: Returnable; onTake(lines: CartReturn[]): void }) {
  const { money } = useSale();
  const [counts, setCounts] = useState<number[]>([]);
  const [restock, setRestock] = useState(true);
  const [reason, setReason] = useState("");
  const why = { restock, reason: reason.trim() };
  const taken = order.lines.flatMap((line, i) => (counts[i] ? [returnOf(order, line, counts[i], why)] : []));
  const set = (index: number, count: number) => setCounts(order.lines.map((_, i) => (i === index ? count : (counts[i] ?? 0))));
  return (
    <div className="grid gap-5">
      <p className="text-sm text-muted">{t.returns.of(order.receiptNumber, formatMoment(order.soldAt))}</p>
      {order.unsure && <p className="rounded-xl bg-warn-soft p-3 text-sm font-medium text-warn" data-testid="return-unsure">{t.returns.unsure}</p>}
      <ul className="divide-y divide-line rounded-2xl border border-line">
        {order.lines.map((line, i) => {
          const count = counts[i] ?? 0;
          const left = exactQuantity(line.sold - line.returned);
          return (
            <li key={i} className="flex flex-wrap items-center gap-x-3 px-4 py-2.5">
              <div className="min-w-40 flex-1">
                <p className="text-sm font-medium">{line.name}</p>
                <p className="text-xs text-muted">{[line.detail, line.sku, t.returns.left(left, line.sold)].filter(Boolean).join(" · ")}</p>
              </div>
              <div className="flex items-center gap-1">
                <Button size="icon" disabled={count <= 0} onClick={() => set(i, exactQuantity(Math.max(0, count - 1)))} aria-label={t.cart.less(line.name)}>
                  <MinusIcon className="size-4" />
                </Button>
                <span className="w-12 text-center text-sm font-semibold tabular-nums" data-testid={`return-count-${line.sku}`}>
                  {count}
                </span>
                <Button size="icon" disabled={count >= left} onClick={() => set(i, Math.min(left, exactQuantity(count + 1)))} aria-label={t.cart.more(line.name)} data-testid={`return-more-${line.sku}`}>
                  <PlusIcon className="size-4" />
                </Button>
                <span className="w-24 text-end text-sm font-semibold tabular-nums">{money(count ? refundFor(line, count).refund : 0)}</span>
              </div>
            </li>
          );
        })}
      </ul>
      <Restock value={restock} onChange={setRestock} />
      <Reason reasons={t.returns.reasons} value={reason} onChange={setReason} />
      <Button look="primary" size="large" disabled={taken.length === 0 || !why.reason} onClick={() => onTake(taken)} data-testid="return-take">
        {t.returns.take} {taken.length > 0 && <span className="tabular-nums">{money(refundsOf(taken))}</span>}
      </Button>
    </div>
  );
}
