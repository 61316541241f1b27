import { type MouseEvent, useState } from "react";
import { formatMoney } from "../../domain/money";
import type { OrderRecord } from "../../domain/order";
import { formatPercent } from "../../domain/tax";
import type { Workplace } from "../../domain/workplace";
import { t } from "../../i18n/messages";
import { Button } from "../../ui/Button";
import { CheckIcon } from "../../ui/icons";

interface Props {
  order: OrderRecord;
  workplace: Workplace;
  locale: string;
  onClose(): void;
}

/** A key pressed this soon after the order was completed was meant for the dialog before. */
const settleMs = 500;

/** The receipt: first the change to hand back, then what was sold. */
export function Receipt({ order, workplace, locale, onClose }: Props) {
  const { input } = order;
  const money = (amount: number) => formatMoney(amount, input.currency, locale);
  const { address, name } = workplace.location;
  const [openedAt] = useState(() => performance.now());
  const next = (event: MouseEvent) => {
    const byKey = event.detail === 0;
    if (!byKey || event.timeStamp - openedAt > settleMs) onClose();
  };
  return (
    <>
      <div data-noprint className="flex items-center gap-4 rounded-2xl bg-ok-soft p-4 text-ok">
        <span className="grid size-12 shrink-0 place-items-center rounded-full bg-ok text-surface">
          <CheckIcon className="size-6" />
        </span>
        <div>
          <p className="text-sm font-medium">{t.receipt.change}</p>
          <p className="text-3xl font-semibold tracking-tight tabular-nums" data-testid="receipt-change" data-amount={input.change}>
            {money(input.change)}
          </p>
        </div>
      </div>
      <div data-print className="mt-4 rounded-2xl border border-line p-4 text-sm">
        <div className="text-center">
          <p className="font-semibold">{name}</p>
          <p className="text-muted">{[...address.street, `${address.city} ${address.postcode}`].join(", ")}</p>
        </div>
        <p className="mt-3 flex justify-between border-b border-dashed border-edge/60 pb-2 text-muted">
          <span>
            {t.receipt.number} <strong className="text-ink" data-testid="receipt-number">{order.receiptNumber}</strong>
          </span>
          <time dateTime={input.soldAt}>{new Date(input.soldAt).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" })}</time>
        </p>
        <table className="mt-2 w-full tabular-nums">
          <tbody>
            {input.lines.map((line, i) => (
              <tr key={`${line.sku} ${i}`} className="align-top">
                <td className="py-1 pr-2 text-muted">{line.quantity} ×</td>
                <td className="py-1">
                  {line.name}
                  {order.details[i] && <span className="block text-xs text-muted">{order.details[i]}</span>}
                </td>
                <td className="py-1 pl-2 text-right">{money(line.rowTotal)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <dl className="mt-2 grid grid-cols-[1fr_auto] gap-y-1 border-t border-dashed border-edge/60 pt-2 tabular-nums">
          <dt className="text-muted">{t.cart.subtotal}</dt>
          <dd className="text-right">{money(input.charged.subtotal)}</dd>
          {order.taxes.map((row) => (
            <div key={row.key} className="contents">
              <dt className="text-muted">{t.cart.tax(formatPercent(row.percentMillionths))}</dt>
              <dd className="text-right">{money(row.tax)}</dd>
            </div>
          ))}
          <dt className="font-semibold">{t.cart.total}</dt>
          <dd className="text-right font-semibold">{money(input.charged.total)}</dd>
          <dt className="text-muted">{t.receipt.given}</dt>
          <dd className="text-right">{money(input.tenders.reduce((sum, tender) => sum + tender.amount, 0))}</dd>
          <dt className="text-muted">{t.receipt.change}</dt>
          <dd className="text-right">{money(input.change)}</dd>
        </dl>
        <p className="mt-3 text-center text-xs text-muted">{t.receipt.servedBy(order.staffName)}</p>
      </div>
      <p className="mt-3 text-center text-xs text-muted" data-noprint>{t.receipt.safe}</p>
      <div className="mt-4 flex gap-3" data-noprint>
        <Button size="large" onClick={() => window.print()}>{t.receipt.print}</Button>
        {/* The next customer is waiting: Enter goes on. */}
        {/* eslint-disable-next-line jsx-a11y/no-autofocus */}
        <Button look="primary" size="large" className="flex-1" autoFocus onClick={next} data-testid="new-order">
          {t.receipt.next}
        </Button>
      </div>
    </>
  );
}
