import { type MouseEvent, useState } from "react";
import type { OrderRecord } from "../../domain/order";
import { t } from "../../i18n/messages";
import { Button } from "../../ui/Button";
import { CheckIcon } from "../../ui/icons";
import { ReceiptPaper } from "./ReceiptPaper";
import { ReceiptTools } from "./ReceiptTools";
import { useSale } from "./sale";

interface Props {
  order: OrderRecord;
  onClose(): void;
}

/** A key pressed this soon after the order was completed was meant for the dialog before. */
const settleMs = 500;

/** The order is complete: first the money to hand back, then the receipt. */
export function Receipt({ order, onClose }: Props) {
  const { workplace, locale, money } = useSale();
  const [openedAt] = useState(() => performance.now());
  const [gift, setGift] = useState(false);
  const { change, tenders } = order.input;
  const paidOut = tenders.reduce((sum, tender) => sum - Math.min(0, tender.amount), 0);
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
          <p className="text-sm font-medium">{paidOut > 0 ? t.receipt.paidOut : t.receipt.change}</p>
          <p className="text-3xl font-semibold tracking-tight tabular-nums" data-testid="receipt-change" data-amount={change + paidOut}>
            {money(change + paidOut)}
          </p>
        </div>
      </div>
      <ReceiptPaper order={order} workplace={workplace} locale={locale} gift={gift} />
      <p className="mt-3 text-center text-xs text-muted" data-noprint>{t.receipt.safe}</p>
      <div className="sticky -bottom-6 -mx-6 mt-3 -mb-6 flex flex-wrap gap-3 border-t border-line bg-surface px-6 py-4" data-noprint>
        <ReceiptTools order={order} workplace={workplace} locale={locale} gift={gift} onGift={setGift} />
        {/* The next customer is waiting: Enter goes on. */}
        {/* eslint-disable-next-line jsx-a11y/no-autofocus */}
        <Button look="primary" size="large" className="flex-1" autoFocus onClick={next} data-testid="new-order">
          {t.receipt.next}
        </Button>
      </div>
    </>
  );
}
