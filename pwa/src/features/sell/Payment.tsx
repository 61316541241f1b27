import { dueOf } from "../../domain/due";
import type { OrderRecord } from "../../domain/order";
import { t } from "../../i18n/messages";
import { Dialog } from "../../ui/Dialog";
import { useHold } from "../../ui/hold";
import { PayForm } from "./PayForm";
import { Receipt } from "./Receipt";
import { useSale } from "./sale";

interface Props {
  /** The order that was paid for; null while the money is taken. */
  paid: OrderRecord | null;
  onPaid(order: OrderRecord, at: number): void;
  onClose(): void;
}

/** Taking the money, and the receipt. One dialog for both: to close and to open another takes longer than the receipt itself. */
export function Payment({ paid, onPaid, onClose }: Props) {
  const { cart, charge } = useSale();
  useHold(paid === null);
  if (paid) {
    return (
      <Dialog title={t.receipt.title} testId="receipt" onClose={onClose}>
        <Receipt order={paid} onClose={onClose} />
      </Dialog>
    );
  }
  if (!cart || !charge) return null;
  return (
    <Dialog title={dueOf(cart, charge) < 0 ? t.returns.refund : t.pay.title} wide testId="payment" onClose={onClose}>
      <PayForm cart={cart} charge={charge} onPaid={onPaid} />
    </Dialog>
  );
}
