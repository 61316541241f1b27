import { useState } from "react";
import { formatMoney } from "../../domain/money";
import type { WaitingOrder } from "../../domain/waiting";
import type { Workplace } from "../../domain/workplace";
import { held as reasons } from "../../i18n/held";
import { formatCount, formatAge, formatMoment, t } from "../../i18n/messages";
import { useDatabase } from "../../store/live";
import { useServices } from "../../store/services";
import { addBalance } from "../../store/waiting";
import { Badge } from "../../ui/Badge";
import { Button } from "../../ui/Button";
import { cx } from "../../ui/cx";
import { BoxIcon, ChevronIcon } from "../../ui/icons";
import { notify } from "../../ui/notices";
import { usePending } from "../../ui/usePending";
import { o } from "./texts";

interface Props {
  /** open is what is left to be paid, as far as this device knows. */
  order: WaitingOrder & { open: number };
  now: number;
  locale: string;
  /** What locations are called. */
  places: Workplace;
  /** Whether it can be paid here: in the currency that is taken. */
  payable: boolean;
  online: boolean;
  onSell(): void;
  /** Something became of it. */
  onDone(): void;
}

/** An order that waits for its customer; opens to its goods and what can be done. */
export function WaitingRow({ order, now, locale, places, payable, online, onSell, onDone }: Props) {
  const db = useDatabase();
  const services = useServices();
  const { pending, error, run } = usePending();
  const [open, setOpen] = useState(false);
  const money = (amount: number) => formatMoney(amount, order.currency, locale);
  const nameOf = (id: string) => [places.location, ...(places.pickup ?? [])].find((place) => place.id === id)?.name ?? id;
  const who = order.customer || o.desk.guest;
  const counted = order.payments.reduce((left, { amount }) => left - amount, order.deferred) <= 0;
  const handOver = async () => {
    await (await services.desk()).handOver(order.orderId);
    notify(o.handedOver(order.receiptNumber), "ok");
    onDone();
  };
  const take = async () => {
    await addBalance(db, order, order.open, order.open);
    onSell();
  };
  return (
    <li data-testid={`waiting-${order.receiptNumber}`} data-open={order.open}>
      <button
        type="button"
        onClick={() => setOpen(!open)}
        aria-expanded={open}
        className="flex min-h-16 w-full flex-wrap items-center gap-x-3 gap-y-1.5 px-4 py-2.5 text-start hover:bg-sunken/60 sm:gap-x-5 sm:px-5"
      >
        <span className="min-w-40 flex-1">
          <span className={cx("block truncate font-semibold", !order.customer && "text-muted")}>{who}</span>
          <span className="block truncate text-xs text-muted">
            {order.receiptNumber} · <time dateTime={order.soldAt}>{t.orders.age(formatAge(now - Date.parse(order.soldAt)))}</time>
            {order.locationId !== places.location.id && <> · {o.desk.soldAt(nameOf(order.locationId))}</>}
          </span>
        </span>
        {order.open > 0 && <Badge tone="warn" className="tabular-nums">{o.desk.owed(money(order.open))}</Badge>}
        {order.handOver && (
          <Badge tone="info">
            <BoxIcon className="size-4" /> {o.desk.handOver}
          </Badge>
        )}
        <ChevronIcon className={cx("hidden text-muted transition-transform sm:block", open && "rotate-180")} />
      </button>
      {open && (
        <div className="grid gap-4 border-t border-line bg-page/60 px-4 py-4 text-sm sm:px-5">
          {order.held && <p className="rounded-xl bg-warn-soft p-3 text-warn">{reasons[order.heldReason ?? ""]?.what ?? order.held}</p>}
          <p className="text-muted" data-testid="waiting-moment">
            {[formatMoment(order.soldAt), order.magentoOrderNumber && `${t.orders.magento} ${order.magentoOrderNumber}`, order.pickupAt && o.desk.pickUpAt(nameOf(order.pickupAt))]
              .filter(Boolean)
              .join(" · ")}
          </p>
          <ul className="tabular-nums">
            {order.lines.map(({ sku, name, quantity }, i) => (
              <li key={`${sku} ${i}`} className="flex gap-3 py-0.5">
                <span className="w-8 shrink-0 text-muted">{formatCount(quantity)} ×</span>
                <span className="min-w-0 flex-1">
                  {name} <span className="text-muted">{sku}</span>
                </span>
              </li>
            ))}
          </ul>
          {order.handOver && <p className="text-muted">{order.open > 0 ? o.desk.first : counted ? o.desk.ask : o.desk.counting}</p>}
          <div className="flex flex-wrap gap-3">
            {order.open > 0 && (
              <Button look="primary" disabled={pending || !payable} onClick={() => void run(take)} data-testid={`waiting-pay-${order.receiptNumber}`}>
                {o.desk.take} <span className="tabular-nums">{money(order.open)}</span>
              </Button>
            )}
            {order.handOver && order.open === 0 && (
              <Button look="primary" disabled={pending || !online || !counted} onClick={() => void run(handOver)} data-testid={`waiting-hand-over-${order.receiptNumber}`}>
                {o.desk.confirm(who)}
              </Button>
            )}
          </div>
          {error && <p role="alert" className="text-bad">{error}</p>}
        </div>
      )}
    </li>
  );
}
