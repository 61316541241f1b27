import { useState } from "react";
import type { OrderRecord } from "../../domain/order";
import type { Workplace } from "../../domain/workplace";
import { Dialog } from "../../ui/Dialog";
import { ReceiptPaper } from "./ReceiptPaper";
import { ReceiptTools } from "./ReceiptTools";
import { o } from "./texts";

interface Props {
  order: OrderRecord;
  workplace: Workplace;
  locale: string;
  onClose(): void;
}

/** The receipt of an earlier order once more; it says that it is a copy, so that nobody is paid for two. */
export function ReceiptAgain({ order, workplace, locale, onClose }: Props) {
  const [gift, setGift] = useState(false);
  return (
    <Dialog title={o.again} onClose={onClose} testId="receipt">
      <ReceiptPaper order={order} workplace={workplace} locale={locale} gift={gift} copy />
      <div className="sticky -bottom-6 -mx-6 mt-4 -mb-6 flex flex-wrap gap-3 border-t border-line bg-surface px-6 py-4" data-noprint>
        <ReceiptTools order={order} workplace={workplace} locale={locale} gift={gift} copy onGift={setGift} />
      </div>
    </Dialog>
  );
}
