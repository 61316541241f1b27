import { useState } from "react";
import { formatMoney } from "../../domain/money";
import { type OrderRecord, concernOf, shownState, worthOf } from "../../domain/order";
import { held } from "../../i18n/held";
import { formatAge, formatTime, t } from "../../i18n/messages";
import type { MailWish } from "../../store/mails";
import type { Session } from "../../store/records";
import { cx } from "../../ui/cx";
import { ChevronIcon } from "../../ui/icons";
import { MailNote } from "./MailNote";
import { OrderDetails } from "./OrderDetails";
import { StateBadge } from "../../ui/StateBadge";

interface Props {
  order: OrderRecord;
  /** The receipt that is wanted by e-mail and not sent yet. */
  mail: MailWish | undefined;
  now: number;
  locale: string;
  session: Session;
  onReceipt(order: OrderRecord): void;
}

/** One order in the list; opens to its details. Those that need a person say why at once. */
export function OrderRow({ order, mail, now, locale, session, onReceipt }: Props) {
  const [open, setOpen] = useState(false);
  const state = shownState(order);
  const done = concernOf(state) === "done";
  const time = formatTime(order.createdAt);
  const pieces = order.input.lines.reduce((sum, line) => sum + Number(line.quantity), 0);
  const why = order.remote?.held;
  const reason = (why && (held[why.reason]?.what ?? why.message)) || (order.local === "received" ? "" : order.message);
  const urgent = concernOf(state) === "attention";
  return (
    <li data-testid={`order-${order.receiptNumber}`}>
      <button
        type="button"
        onClick={() => setOpen(!open)}
        aria-expanded={open}
        className="flex min-h-16 w-full items-center gap-3 px-4 py-2.5 text-start hover:bg-sunken/60 sm:gap-5 sm:px-5"
      >
        <span className="min-w-0 flex-1">
          <span className="block truncate font-semibold">{order.receiptNumber}</span>
          <span className="block truncate text-xs text-muted">
            <time dateTime={order.input.soldAt}>{time}</time>
            {pieces > 0 && <> · {t.cart.pieces(pieces)}</>}
            {order.input.returns?.length ? <> · {t.returns.badge}</> : null}
            {order.receipt.customer && <> · {order.receipt.customer}</>}
            {!done && <> · {t.orders.age(formatAge(now - order.createdAt))}</>}
          </span>
        </span>
        <span className="font-medium tabular-nums">{formatMoney(worthOf(order.input), order.input.currency, locale)}</span>
        <span className="flex justify-end sm:w-40">
          <StateBadge state={state} receiptNumber={order.receiptNumber} />
        </span>
        <ChevronIcon className={cx("hidden text-muted transition-transform sm:block", open && "rotate-180")} />
      </button>
      {reason && !open && (
        <p className={cx("-mt-1 px-4 pb-3 text-sm sm:px-5", urgent ? "text-bad" : "text-muted")} data-testid={`order-reason-${order.receiptNumber}`}>
          {reason}
        </p>
      )}
      {mail && (open || mail.refused) && <MailNote mail={mail} />}
      {open && <OrderDetails order={order} locale={locale} session={session} reason={reason} onReceipt={onReceipt} />}
    </li>
  );
}
