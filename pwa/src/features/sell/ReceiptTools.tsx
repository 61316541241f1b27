import { Suspense, lazy, useState } from "react";
import type { OrderRecord } from "../../domain/order";
import type { Workplace } from "../../domain/workplace";
import { t } from "../../i18n/messages";
import { useDatabase } from "../../store/live";
import { Button } from "../../ui/Button";
import { printReceipt } from "./printing";

const EmailForm = lazy(() => import("./EmailForm").then((m) => ({ default: m.EmailForm })));

interface Props {
  order: OrderRecord;
  workplace: Workplace;
  locale: string;
  gift: boolean;
  /** The customer has the first one already. */
  copy?: boolean;
  /** Not paid yet, and nowhere to be seen. */
  coming?: boolean;
  onGift(gift: boolean): void;
}

/** What can be done with a receipt: print it, make it one for a gift, send it by e-mail. */
export function ReceiptTools({ order, workplace, locale, gift, copy = false, coming = false, onGift }: Props) {
  const db = useDatabase();
  const [mailing, setMailing] = useState(false);
  return (
    <>
      {mailing && <div className="w-full"><Suspense fallback={null}><EmailForm order={order} /></Suspense></div>}
      <Button size="large" onClick={() => void printReceipt(db, order, { workplace, locale }, { gift, copy })} data-testid={coming ? undefined : "receipt-print"}>{t.receipt.print}</Button>
      <Button size="large" aria-pressed={gift} look={gift ? "chosen" : "plain"} onClick={() => onGift(!gift)} data-testid={coming ? undefined : "receipt-gift"}>
        {t.receipt.gift}
      </Button>
      <Button size="large" aria-pressed={mailing} look={mailing ? "chosen" : "plain"} onClick={() => setMailing(!mailing)} data-testid={coming ? undefined : "receipt-email"}>
        {t.receipt.email}
      </Button>
    </>
  );
}
