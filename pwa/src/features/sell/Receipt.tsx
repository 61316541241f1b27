import { type MouseEvent, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { OrderRecord } from "../../domain/order";
import { t } from "../../i18n/messages";
import { Button } from "../../ui/Button";
import { CheckIcon } from "../../ui/icons";
import { isSecond } from "../../ui/once";
import { ReceiptPaper } from "./ReceiptPaper";
import { ReceiptTools } from "./ReceiptTools";
import { useSale } from "./sale";

interface Props {
  order: OrderRecord;
  /** Not paid yet: made ahead, out of sight and reach, so that only what turned out otherwise is left to do then. */
  coming: boolean;
  onClose(): void;
}

/** A key pressed this soon after the order was completed was meant for the dialog before. */
const settleMs = 500;

/** The order is complete: first the money to hand back, then the receipt. */
export function Receipt({ order, coming, onClose }: Props) {
  const { workplace, locale, money } = useSale();
  const openedAt = useRef(0);
  const goOn = useRef<HTMLButtonElement>(null);
  const paper = useRef<HTMLDivElement>(null);
  const [gift, setGift] = useState(false);
  const { change, tenders } = order.input;
  const paidOut = tenders.reduce((sum, tender) => sum - Math.min(0, tender.amount), 0);
  useEffect(() => {
    // Asking where it is has it laid out, which is not done by itself of what is kept out of sight.
    if (coming) paper.current?.getBoundingClientRect();
  }, [coming, order]);
  // The next customer is waiting: Enter goes on.
  useLayoutEffect(() => {
    if (coming) return;
    openedAt.current = performance.now();
    goOn.current?.focus();
    // Where the payment was scrolled to, the change would not be seen.
    paper.current?.scrollIntoView();
  }, [coming]);
  // The second half of a double click, or of a double Enter, on what was here before: the change to hand back must be seen.
  const onlyMeant = (event: MouseEvent) => {
    const early = event.detail === 0 && event.timeStamp - openedAt.current <= settleMs;
    if (!early && !isSecond(event)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className={coming ? "h-0 [content-visibility:hidden]" : undefined} onClickCapture={onlyMeant}>
      {/* As wide as the dialog will be, so that nothing moves. */}
      <div ref={paper} className="sm:max-w-[25rem]">
        <div data-noprint className="flex items-center gap-4 rounded-2xl bg-ok-soft p-4 text-ok">
          <span className="grid size-12 shrink-0 place-items-center rounded-full bg-ok text-surface">
            <CheckIcon className="size-6" />
          </span>
          <div>
            <p className="text-sm font-medium">{paidOut > 0 ? t.receipt.paidOut : t.receipt.change}</p>
            <p className="text-3xl font-semibold tracking-tight tabular-nums" data-testid={coming ? undefined : "receipt-change"} data-amount={change + paidOut}>
              {money(change + paidOut)}
            </p>
          </div>
        </div>
        <ReceiptPaper order={order} workplace={workplace} locale={locale} gift={gift} coming={coming} />
        <p className="mt-3 text-center text-xs text-muted" data-noprint>{t.receipt.safe}</p>
        <div className="sticky -bottom-6 -mx-6 mt-3 -mb-6 flex flex-wrap gap-3 border-t border-line bg-surface px-6 py-4" data-noprint>
          <ReceiptTools order={order} workplace={workplace} locale={locale} gift={gift} coming={coming} onGift={setGift} />
          <Button ref={goOn} look="primary" size="large" className="flex-1" onClick={onClose} data-testid={coming ? undefined : "new-order"}>
            {t.receipt.next}
          </Button>
        </div>
      </div>
    </div>
  );
}
