import { useCallback, useEffect, useState } from "react";
import { dueOf } from "../../domain/due";
import { type OrderRecord, recordOf } from "../../domain/order";
import type { Tender } from "../../domain/tender";
import { t } from "../../i18n/messages";
import { useDatabase } from "../../store/live";
import { type Payable, findPayable } from "../../store/orders";
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

/** Whether this browser can have something at hand that nobody sees, reaches or hears. */
const canHide = CSS.supports("content-visibility", "hidden");

/** Taking the money, and the receipt. One dialog for both: to close and to open another takes longer than the receipt itself. */
export function Payment({ paid, onPaid, onClose }: Props) {
  const db = useDatabase();
  const { cart, charge, workplace, staff } = useSale();
  const [found, setFound] = useState<Payable | null>(null);
  const [expected, setExpected] = useState<{ tenders: Tender[]; soldAt: Date } | null>(null);
  const expect = useCallback((tenders: Tender[]) => setExpected({ tenders, soldAt: new Date() }), []);
  const registerId = workplace.register.id;
  useHold(paid === null);
  // What is read ahead here, and drawn below before anybody sees it, is not waited for when the money is taken.
  useEffect(() => {
    if (!paid) void findPayable(db, registerId).then(setFound, () => setFound(null));
  }, [db, registerId, cart, paid]);
  if (!paid && !(cart && charge)) return null;
  const coming = () => {
    const counter = (found?.counter ?? 0) + 1;
    const facts = { registerId, counter, staffId: staff.id, staffName: staff.name, coin: workplace.location.cashRounding };
    return canHide && expected && cart && charge && recordOf(cart, charge, { ...facts, ...expected });
  };
  const order = paid ?? coming();
  const title = paid ? t.receipt.title : dueOf(cart!, charge!) < 0 ? t.returns.refund : t.pay.title;
  return (
    <Dialog title={title} wide={!paid} testId={paid ? "receipt" : "payment"} onClose={onClose}>
      {!paid && <PayForm cart={cart!} charge={charge!} found={found} onExpect={expect} onPaid={onPaid} />}
      {order && <Receipt key={order.id} order={order} coming={!paid} onClose={onClose} />}
    </Dialog>
  );
}
