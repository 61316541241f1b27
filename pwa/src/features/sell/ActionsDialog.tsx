import type { ReactNode } from "react";
import { labelOf } from "../../domain/cart";
import { t } from "../../i18n/messages";
import { parkCart } from "../../store/parked";
import { useDatabase } from "../../store/live";
import { cx } from "../../ui/cx";
import { Dialog } from "../../ui/Dialog";
import { BoxIcon, CloseIcon, ParkIcon, PencilIcon, PercentIcon, ReceiptIcon, ReturnIcon, StopIcon, TicketIcon } from "../../ui/icons";
import { notify } from "../../ui/notices";
import { useSale } from "./sale";
import { o } from "./texts";

/** What can be done with the open order beside paying it. */
export function ActionsDialog({ onClose }: { onClose(): void }) {
  const db = useDatabase();
  const { cart, workplace, staff, go } = useSale();
  const none = !cart;
  const delivers = (workplace.location.shipping?.length ?? 0) + (workplace.pickup?.length ?? 0) > 0;
  const park = async () => {
    const done = await parkCart(db, { at: Date.now(), label: labelOf(cart), by: staff.name });
    notify(done ? t.parked.done : t.parked.full, done ? "ok" : "bad");
    onClose();
  };
  return (
    <Dialog title={t.actions.title} onClose={onClose} testId="actions">
      <div className="grid grid-cols-2 gap-3">
        <Action icon={<ParkIcon />} text={t.parked.park} off={none} onClick={() => void park()} testId="park" />
        <Action icon={<BoxIcon />} text={t.delivery.title} note={delivers ? "" : t.delivery.off} off={none || !delivers} onClick={() => go({ kind: "delivery" })} testId="delivery-open" />
        <Action icon={<TicketIcon />} text={t.coupon.title} off={none} onClick={() => go({ kind: "coupon" })} testId="coupon-open" />
        <Action icon={<PercentIcon />} text={t.discount.title} off={none} onClick={() => go({ kind: "discount" })} testId="discount-open" />
        <Action icon={<StopIcon />} text={t.exempt.title} off={none} onClick={() => go({ kind: "exempt" })} testId="exempt-open" />
        <Action icon={<PencilIcon />} text={t.unlisted.title} note={workplace.location.unlistedSku ? "" : t.unlisted.off} off={!workplace.location.unlistedSku} onClick={() => go({ kind: "unlisted" })} testId="unlisted-open" />
        <Action icon={<ReturnIcon />} text={t.returns.title} onClick={() => go({ kind: "return", receipt: "" })} testId="return-open" />
        <Action icon={<ReceiptIcon />} text={o.balance.title} onClick={() => go({ kind: "balance", receipt: "" })} testId="balance-open" />
        <Action icon={<CloseIcon />} text={t.cart.clear} off={none} bad onClick={() => go({ kind: "clear" })} testId="cart-clear" />
      </div>
    </Dialog>
  );
}

interface ActionProps {
  icon: ReactNode;
  text: string;
  note?: string;
  off?: boolean;
  bad?: boolean;
  onClick(): void;
  testId: string;
}

function Action({ icon, text, note = "", off = false, bad = false, onClick, testId }: ActionProps) {
  return (
    <button
      type="button"
      disabled={off}
      onClick={onClick}
      data-testid={testId}
      className={cx(
        "flex min-h-20 flex-col items-start justify-between gap-2 rounded-2xl border border-line p-4 text-start text-sm font-medium transition-colors",
        "enabled:hover:border-accent enabled:hover:bg-accent-soft disabled:opacity-45",
        bad && "text-bad",
      )}
    >
      {icon}
      <span>
        {text}
        {note && <span className="block text-xs font-normal text-muted">{note}</span>}
      </span>
    </button>
  );
}
